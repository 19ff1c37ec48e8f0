"""Keeping the papers of people voted on and the organisation's own steps, until the session is counted.

The trail says which paper of whom came when; it never holds what a paper says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.actions.locking import held_session
from campaigns.actions.tallies import recount
from campaigns.models import COUNTED, DossierItem, Milestone, SelfReportFile, Subject, VotingSession
from campaigns.queries.tallies import SETTLED
from campaigns.rules.dossiers import ALWAYS_OWED, DEADLINES, own_steps
from config.accounts.permissions import Permission, require
from config.audit.actions import differences, record
from config.errors import Refused
from config.vietnamese import short_date, tidy

Kind = DossierItem.Kind
PaperKey = tuple[int, str]  # the id of the person's line on the ballot, the kind of paper
GONE = "Danh sách trên phiếu đã thay đổi. Tải lại trang rồi ghi lại."


@dataclass(frozen=True)
class Entries:
    """What somebody entered on a session's page: the day on which each paper came and each step was done, None to
    take the entry back. What is not named stays as it is."""

    papers: Mapping[PaperKey, date | None]
    steps: Mapping[str, date | None]


@transaction.atomic
def save_dossier(*, by: Any, session: VotingSession, entries: Entries) -> int:
    """Store the entries and return how many changed something. Refused for a day in the future."""
    session = locked_dossiers(by, session)
    _check_days(session, [*entries.papers.values(), *entries.steps.values()])
    before = shown(session)
    for (subject, kind), day in entries.papers.items():
        _store_paper(session, subject, kind, day)
    _store_steps(session, entries.steps)
    return recorded(by, session, "dossier.save", before)


@transaction.atomic
def receive_all(*, by: Any, session: VotingSession, kind: str, day: date) -> int:
    """Everybody who still owes this paper handed it in on the day; who was excused stays so. Returns their number."""
    session = locked_dossiers(by, session)
    _check_days(session, [day])
    if kind not in Kind:
        raise Refused("Chọn loại giấy tờ trong danh sách.")
    before = shown(session)
    settled = DossierItem.objects.filter(SETTLED, subject__style__session=session, kind=kind)
    owing = session.subjects().exclude(pk__in=settled.values("subject"))
    if kind not in ALWAYS_OWED:
        owing = owing.filter(dossier__kind=kind)
    DossierItem.objects.bulk_create(
        [DossierItem(subject=subject, kind=kind, received_on=day) for subject in owing.order_by("pk")],
        update_conflicts=True,
        unique_fields=["subject", "kind"],
        update_fields=["received_on"],
    )
    return recorded(by, session, "dossier.receive", before)


def waive_paper(*, by: Any, subject: Subject, kind: str, reason: str) -> None:
    """Excuse somebody from handing in a paper, with a reason; a day on which it came is taken back."""
    if not reason.strip():
        raise Refused("Ghi lý do không cần nộp.")
    _change_paper(by, subject, kind, "dossier.waive", {"received_on": None, "waived": tidy(reason)}, tidy(reason))


def ask_explanation(*, by: Any, subject: Subject) -> None:
    """From here on the person owes an explanation. Quy định 96-QĐ/TW, Phụ lục 2: where somebody asked for one."""
    if subject.dossier.filter(kind=Kind.EXPLANATION).exists():
        raise Refused(f"Đã yêu cầu {subject} giải trình. Tải lại trang để xem.")
    _change_paper(by, subject, Kind.EXPLANATION, "dossier.ask", {"received_on": None, "waived": ""})


@transaction.atomic
def undo_paper(*, by: Any, subject: Subject, kind: str) -> None:
    """Take back whatever was entered about a paper: its day, its waiver, that it was asked for."""
    session = locked_dossiers(by, subject.style.session)
    _require_no_file(subject.pk, kind)
    before = shown(session)
    DossierItem.objects.filter(subject=subject, kind=kind).delete()
    recorded(by, session, "dossier.undo", before)


@transaction.atomic
def _change_paper(by: Any, subject: Subject, kind: str, action: str, values: dict[str, Any], reason: str = "") -> None:
    session = locked_dossiers(by, subject.style.session)
    if kind not in Kind:
        raise Refused("Chọn loại giấy tờ trong danh sách.")
    _require_no_file(subject.pk, kind)
    before = shown(session)
    DossierItem.objects.update_or_create(subject=subject, kind=kind, defaults=values)
    recorded(by, session, action, before, reason)


def locked_dossiers(by: Any, session: VotingSession) -> VotingSession:
    require(by, Permission.EDIT_CAMPAIGNS, session.unit)
    locked = held_session(session.pk)
    if locked.state in COUNTED:
        raise Refused("Hội nghị đã có kết quả nên không sửa hồ sơ nữa.")
    return locked


def _check_days(session: VotingSession, days: Iterable[date | None]) -> None:
    """No day to come, and none so long before the campaign's year that it must be a slip."""
    today, given = timezone.localdate(), sorted(day for day in days if day is not None)
    if not given:
        return
    if given[-1] > today:
        raise Refused(f"Ngày {short_date(given[-1])} chưa đến. Ghi ngày không muộn hơn hôm nay, {short_date(today)}.")
    first = date(min(session.campaign.year, today.year) - 1, 1, 1)
    if given[0] < first:
        raise Refused(f"Ngày {short_date(given[0])} quá sớm so với đợt này. Ghi ngày từ {short_date(first)} trở đi.")


def _store_paper(session: VotingSession, subject: int, kind: str, day: date | None) -> None:
    if kind not in Kind or not session.subjects().filter(pk=subject).exists():
        raise Refused(GONE)
    items = DossierItem.objects.filter(subject=subject, kind=kind)
    if day is not None:
        DossierItem.objects.update_or_create(subject_id=subject, kind=kind, defaults={"received_on": day, "waived": ""})
        return
    _require_no_file(subject, kind)
    if kind in ALWAYS_OWED:
        items.filter(waived="").delete()
    else:
        items.update(received_on=None)  # still asked for


def _require_no_file(subject: int, kind: str) -> None:
    """What lies here as a file was received."""
    file = SelfReportFile.objects.filter(subject=subject) if kind == Kind.SELF_REPORT else SelfReportFile.objects.none()
    if name := file.values_list("subject__printed_name", flat=True).first():
        raise Refused(f"Bản tự đánh giá của {name} đã có tệp. Bỏ tệp trước rồi mới bỏ ghi nhận.")


def _store_steps(session: VotingSession, steps: Mapping[str, date | None]) -> None:
    known = own_steps(session.rules.dossier_days)
    for step, day in steps.items():
        if step not in known:
            raise Refused("Quy định áp dụng không có việc này. Tải lại trang để xem.")
        if day is None:
            Milestone.objects.filter(session=session, step=step).delete()
        else:
            Milestone.objects.update_or_create(session=session, step=step, defaults={"done_on": day})


def shown(session: VotingSession) -> dict[str, str]:
    """What is known of each paper and step, in words, by names that tell them apart. Two queries."""
    items = DossierItem.objects.filter(subject__style__session=session).select_related("subject__style")
    items = items.annotate(digest=F("subject__self_report_file__digest"))
    papers = {f"{item.get_kind_display()}: {_person(item.subject)}": _known(item) for item in items.order_by("pk")}
    steps = {DEADLINES[milestone.step]: milestone.done_on.isoformat() for milestone in session.milestones.all()}
    return {**papers, **steps}


def _person(subject: Subject) -> str:
    return f"{subject.printed_name} ({subject.style.name}, {subject.position})"


def _known(item: DossierItem) -> str:
    if item.waived:
        return f"không cần nộp: {item.waived}"
    known = item.received_on.isoformat() if item.received_on else "đã yêu cầu"
    digest = item.digest if item.kind == Kind.SELF_REPORT else None  # type: ignore[attr-defined]
    return f"{known}, tệp SHA-256 {digest}" if digest else known


def recorded(by: Any, session: VotingSession, action: str, before: dict[str, str], reason: str = "") -> int:
    """Count what is missing again and leave the event, unless nothing changed. Returns the number of changes."""
    after = shown(session)
    old, new = differences(before, {**dict.fromkeys(before), **after})
    if new:
        recount([session.pk])
        record(by=by, action=action, obj=session, before=old, after=new, unit_id=session.unit_id, reason=reason)
    return len(new)
