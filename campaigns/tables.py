"""The lists of this app as tables."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import Case, QuerySet, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.actions.move_sessions import MOVABLE
from campaigns.forms.decisions import CasesForm
from campaigns.models import Campaign, Eligibility, SessionState, Voter, VotingSession
from campaigns.presenters.eligibility import decision_on, shown_verdict
from campaigns.presenters.timetable import Entry as TimetableEntry
from campaigns.presenters.venues import VenueBoard
from campaigns.presenters.voters import why_words
from campaigns.rules.parameters import Parameters
from config.templatetags.site import state_badge, vn_datetime
from officials.models import Official


class EligibilityTable(tables.Table):  # type: ignore[misc]
    """Rows of campaigns.queries.eligibility.with_posts. `code` is the campaign's; `rules` maps each phase's id to its
    parameters: for the citations. With a `form` cases can be decided here, at `units` (None: everywhere); `waiting` of
    the rows wait for that."""

    choice = tables.Column("Chọn", empty_values=(), orderable=False)
    name = tables.Column(
        "Họ và tên",
        accessor="appointment__official__full_name",
        order_by="by_name",
        attrs={"th": {"class": "case-name"}, "td": {"class": "case-name"}},
    )
    post = tables.Column("Chức vụ", accessor="appointment__title__name", order_by="by_office")
    regime = tables.Column(
        "Nhóm chức danh", accessor="appointment__title__regime", orderable=False, attrs={"td": {"class": "case-regime"}}
    )
    verdict = tables.Column("Kết quả", accessor="is_subject", orderable=False)
    more = tables.Column("Xem", empty_values=(), orderable=False, attrs={"td": {"class": "nowrap"}})

    class Meta:
        attrs: ClassVar[dict[str, str]] = {"class": "table-cards cases", "label": "Kết quả xét đối tượng"}
        empty_text = "Không có trường hợp nào"
        template_name = "campaigns/eligibility_table.html"
        order_by = "post"

    def __init__(
        self,
        *args: Any,
        code: str,
        rules: dict[int, Parameters],
        may_open: bool,
        form: CasesForm | None = None,
        units: Collection[int] | None = None,
        waiting: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, exclude=() if form else ("choice",), **kwargs)
        self.code, self.rules, self.may_open = code, rules, may_open
        self.form, self.units, self.waiting = form, units, waiting
        self.ticked = form.chosen() if form else set()

    def render_choice(self, record: Eligibility) -> SafeString | str:
        post = record.appointment
        is_open = bool(record.questions) and decision_on(record) is None
        if not is_open or not (self.units is None or post.unit_id in self.units):
            return ""
        return format_html(
            '<label class="tick"><input class="form-check-input" type="checkbox" name="chosen" value="{}" form="decide"'
            '{}><span class="visually-hidden">Chọn {}, {}</span></label>',
            post.pk,
            SafeString(" checked") if post.pk in self.ticked else "",
            post.official,
            post,
        )

    def render_name(self, record: Eligibility) -> SafeString:
        official = record.appointment.official
        url = reverse("official-detail", args=[official.pk])
        name = format_html('<a href="{}">{}</a>', url, official) if self.may_open else official
        return format_html('<div>{}<div class="form-text">{}</div></div>', name, official.code)

    def render_post(self, record: Eligibility) -> SafeString:
        post = record.appointment
        return format_html('<div>{}<div class="form-text">{}</div></div>', post.title, post.unit)

    def render_regime(self, record: Eligibility) -> str:
        return record.appointment.title.get_regime_display()

    def render_verdict(self, record: Eligibility) -> SafeString:
        shown = shown_verdict(record, self.rules.get(record.phase_id or 0), decision_on(record))
        return render_to_string("campaigns/verdict.html", {"verdict": shown})

    def render_more(self, record: Eligibility) -> SafeString:
        url = reverse("case-detail", args=[self.code, record.appointment_id])
        words = '<a href="{}">Chi tiết<span class="visually-hidden"> {}, {}</span></a>'
        return format_html(words, url, record.appointment.official, record.appointment)


class VenueTable(tables.Table):  # type: ignore[misc]
    """Officials with several possible venues. `boards` are filled in for the officials of the page that is shown."""

    full_name = tables.Column("Họ và tên", order_by=("sort_key", "code"))
    taken = tables.Column("Lấy phiếu tại", empty_values=(), orderable=False)
    left = tables.Column("Không lấy phiếu tại", empty_values=(), orderable=False)
    marks = tables.Column("Ghi chú", empty_values=(), orderable=False)

    class Meta:
        attrs: ClassVar[dict[str, str]] = {
            "class": "table-cards",
            "label": "Cán bộ có nhiều nơi có thể lấy phiếu",
            "empty_hint": "Không có cán bộ nào được lấy phiếu ở nhiều hơn một đơn vị trong số cần tìm.",
        }
        empty_text = "Không có cán bộ nào"
        order_by = "full_name"

    def __init__(self, *args: Any, campaign: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.boards: dict[int, VenueBoard] = {}

    def render_full_name(self, record: Official) -> SafeString:
        url = reverse("venue-official", args=[self.campaign, record.pk])
        return format_html('<div><a href="{}">{}</a><div class="form-text">{}</div></div>', url, record, record.code)

    def render_taken(self, record: Official) -> SafeString:
        lines = ((unit.place, unit.name, unit.sentence, unit.citation) for unit in self.boards[record.pk].taken)
        return format_html(
            "<div>{}</div>",
            format_html_join(
                "",
                '<details class="fold"><summary>{}. {}</summary><p class="form-text mb-1">{} Căn cứ: {}.</p></details>',
                lines,
            ),
        )

    def render_left(self, record: Official) -> SafeString:
        lines = ((unit.name, unit.sentence, unit.citation) for unit in self.boards[record.pk].left)
        pattern = '<details class="fold"><summary>{}</summary><p class="form-text mb-1">{} Căn cứ: {}.</p></details>'
        return format_html("<div>{}</div>", format_html_join("", pattern, lines) or "–")

    def render_marks(self, record: Any) -> SafeString:
        found = []
        if self.boards[record.pk].is_pending:
            found.append(("review", "Chờ duyệt thay đổi"))
        if record.is_chosen:
            found.append(("override", "Đã chọn khác"))
        if record.is_over:
            found.append(("", "Vượt số nơi"))
        return format_html("<div>{}</div>", format_html_join(" ", "{}", ((state_badge(*mark),) for mark in found)))


class SessionTable(tables.Table):  # type: ignore[misc]
    name = tables.Column(
        "Hội nghị",
        linkify=("session-detail", [tables.A("campaign__code"), tables.A("code")]),
        order_by=("name", "code"),
    )
    unit = tables.Column("Đơn vị", order_by=("unit__position", "unit__code"))
    phase = tables.Column("Giai đoạn", order_by=("phase__position", "held_at"))
    held_at = tables.Column("Thời gian", attrs={"td": {"class": "nowrap tabular"}}, order_by=("held_at", "code"))
    state = tables.Column("Bước")

    class Meta:
        attrs: ClassVar[dict[str, str]] = {"class": "table-cards", "label": "Các hội nghị của đợt"}
        empty_text = "Chưa có hội nghị nào"
        order_by = "held_at"

    def render_held_at(self, value: Any) -> str:
        return vn_datetime(value)

    def render_state(self, record: VotingSession) -> SafeString:
        badge = state_badge(record.state, record.get_state_display())
        return format_html("<div>{} {}</div>", badge, state_badge("warning", "Bỏ phiếu")) if record.is_motion else badge

    def order_state(self, rows: QuerySet[VotingSession], is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001
        """In the order of the steps, not of their codes."""
        return order_by_step(rows, is_descending=is_descending), True


class TimetableTable(SessionTable):
    """The sessions of a campaign by time, with what speaks against each: `entries` maps the ids of the sessions shown
    to a few words each, and is filled once the page is known. With `may_choose` each has a box for moving. `campaign`
    and `files` are for what stands above the rows."""

    chosen = tables.Column("Chọn", accessor="pk", orderable=False)
    place = tables.Column("Địa điểm", default="–")
    conflicts = tables.Column("Xung đột", accessor="pk", orderable=False)

    class Meta:
        sequence = ("chosen", "held_at", "name", "unit", "phase", "place", "state", "conflicts")
        attrs: ClassVar[dict[str, str]] = {"class": "table-cards", "label": "Lịch hội nghị"}
        empty_text = "Không có hội nghị nào"
        order_by = "held_at"

    def __init__(
        self, *args: Any, campaign: Campaign, files: Mapping[str, str], may_choose: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, exclude=() if may_choose else ("chosen",), **kwargs)
        self.campaign, self.files, self.may_choose = campaign, files, may_choose
        self.entries: dict[int, TimetableEntry] = {}

    def render_chosen(self, record: VotingSession) -> SafeString:
        if record.state not in MOVABLE:
            return SafeString("")
        return format_html(
            '<input class="form-check-input" type="checkbox" name="hn" value="{}" form="move" aria-label="Chọn {}">',
            record.pk,
            record.name,
        )

    def render_phase(self, record: VotingSession) -> SafeString:
        phase = record.phase
        return format_html(
            '<span><span class="phase-mark phase-mark-{}" aria-hidden="true">{}</span> {}</span>',
            phase.kind,
            phase.position,
            phase,
        )

    def render_conflicts(self, record: VotingSession) -> SafeString:
        entry = self.entries.get(record.pk)
        if entry is None or not entry.problems:
            return SafeString("–")
        kind = "bad" if entry.is_impossible else "warn"
        return format_html('<span class="badge badge-wrap state state-{}">{}</span>', kind, ", ".join(entry.problems))


def order_by_step(rows: QuerySet[VotingSession], *, is_descending: bool) -> QuerySet[VotingSession]:
    place = Case(*(When(state=state, then=Value(at)) for at, state in enumerate(SessionState.values)), default=99)
    return rows.order_by(place.desc() if is_descending else place.asc(), "held_at", "code")


class VoterTable(tables.Table):  # type: ignore[misc]
    """A session's roll; those taken off stand struck at its end."""

    name = tables.Column("Họ và tên", order_by=("is_removed", "sort_key", "pk"))
    title = tables.Column("Chức danh, chức vụ", empty_values=(), orderable=False)
    why = tables.Column("Căn cứ", empty_values=(), orderable=False)

    class Meta:
        attrs: ClassVar[dict[str, str]] = {"class": "table-cards", "label": "Danh sách người ghi phiếu"}
        empty_text = "Không có ai"
        order_by = "name"

    def __init__(self, *args: Any, session: VotingSession, may_change: bool, **kwargs: Any) -> None:
        columns = [("act", tables.Column("", empty_values=(), orderable=False))] if may_change else []
        super().__init__(*args, extra_columns=columns, **kwargs)
        self.session, self.rules = session, session.rules

    def render_name(self, record: Voter) -> SafeString:
        name = format_html("<del>{}</del>", record.name) if record.is_removed else record.name
        code = record.official.code if record.official else "không có trong danh sách cán bộ"
        return format_html('<div>{}<div class="form-text">{}</div></div>', name, code)

    def render_title(self, record: Voter) -> SafeString:
        return format_html('<div>{}<div class="form-text">{}</div></div>', record.title or "–", record.workplace)

    def render_why(self, record: Voter) -> SafeString:
        if record.is_removed:
            return format_html("<div>{} {}</div>", state_badge("warning", "Đã đưa ra"), record.note)
        words = why_words(record.why, self.rules)
        if record.source == Voter.Source.RULE:
            return format_html("<div>{}</div>", words)
        note = f"{record.get_source_display()}: {record.note}"
        return format_html('<div>{}<div class="form-text">{}</div></div>', words, note)

    def render_act(self, record: Voter) -> SafeString:
        name, words = ("voter-restore", "Đưa lại") if record.is_removed else ("voter-remove", "Đưa ra")
        url = reverse(name, args=[self.session.campaign.code, self.session.code, record.pk])
        return format_html('<a href="{}">{}<span class="visually-hidden"> {}</span></a>', url, words, record.name)
