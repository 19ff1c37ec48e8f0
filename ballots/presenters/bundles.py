"""Bundles, the page on which their ballots are keyed, and clerks' figures, as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ballots.models import Bundle, BundleKeying
from ballots.rules.bundles import OPEN, ROUNDS, SEVERAL, UNMARKED, WHOLE, Sheet, opened_lines
from ballots.rules.validity import Flaw, citation, harmless, spoiling
from campaigns.models import BallotStyle
from campaigns.rules.parameters import Parameters

UNMARKED_LABEL, SEVERAL_LABEL = "Không đánh dấu", "Đánh nhiều ô"


@dataclass(frozen=True)
class KeyView:
    """A key and what it means."""

    key: str
    label: str


@dataclass(frozen=True)
class BundleView:
    """`own`: the keying of who looks, if any; `kind` names the badge; `next`: what happens now, in words."""

    pk: int
    number: int
    style: str
    size: int
    kind: str
    label: str
    clerks: str
    next: str
    own: BundleKeying | None
    may_go_on: bool
    may_start: bool
    awaits_decision: bool


@dataclass(frozen=True)
class ClerkView:
    name: str
    sheets: int
    pace: str
    wrong: int


@dataclass(frozen=True)
class LineField:
    """One line of the plain form; `mark` is what is keyed now."""

    number: int
    name: str
    title: str
    mark: str
    is_open: bool


def bundle_views(bundles: Iterable[Bundle], user: Any) -> list[BundleView]:
    return [_view(bundle, user) for bundle in bundles]


def _view(bundle: Bundle, user: Any) -> BundleView:
    keyings = list(bundle.keyings.all())
    own = next((keying for keying in keyings if keying.by_id == user.pk), None)
    is_agreed = bundle.state == Bundle.State.AGREED
    kinds = {Bundle.State.AGREED: "done", Bundle.State.DIFFERING: "differs"}
    return BundleView(
        pk=bundle.pk,
        number=bundle.number,
        style=bundle.style.name,
        size=bundle.size,
        kind=kinds.get(Bundle.State(bundle.state), "running" if keyings else ""),
        label=bundle.get_state_display() if keyings else "Chưa ai nhập",
        clerks=", ".join(_clerk(bundle, keying) for keying in keyings) or "–",
        next=_next(bundle, keyings),
        own=own,
        may_go_on=own is not None and not own.is_submitted and bundle.differences < ROUNDS,
        may_start=own is None and len(keyings) < 2 and not is_agreed,
        awaits_decision=bundle.state == Bundle.State.DIFFERING,
    )


def _clerk(bundle: Bundle, keying: Any) -> str:
    done = "đã nộp" if keying.is_submitted else f"{keying.keyed}/{bundle.size} phiếu"
    return f"{keying.by.full_name} ({done})"


def _next(bundle: Bundle, keyings: Sequence[BundleKeying]) -> str:
    if bundle.state == Bundle.State.AGREED:
        return "Xong. Dấu của từng phiếu đã xóa, chỉ còn số cộng."
    if bundle.state == Bundle.State.DIFFERING:
        cells = max((len(keying.returned) for keying in keyings), default=0)
        if bundle.differences >= ROUNDS:
            return f"Còn {cells} chỗ khác nhau sau hai lần đối chiếu: người thứ ba xem phiếu giấy và quyết định."
        return f"{cells} chỗ khác nhau: hai người nhập lại các chỗ đó theo phiếu giấy."
    if len(keyings) < 2:
        return "Cần thêm một người nhập." if keyings else "Cần hai người nhập."
    return "Hai người đang nhập; nộp xong thì đối chiếu."


def bundle_sums(bundles: Sequence[Bundle]) -> str:
    """ "3 bó, 120 phiếu: 1 bó đã khớp, 1 bó có chỗ khác nhau"."""
    if not bundles:
        return "Chưa có bó phiếu nào. Chia phiếu thu về thành các bó rồi lập từng bó."
    agreed = sum(bundle.state == Bundle.State.AGREED for bundle in bundles)
    differing = sum(bundle.state == Bundle.State.DIFFERING for bundle in bundles)
    text = f"{len(bundles)} bó, {sum(bundle.size for bundle in bundles)} phiếu: {agreed} bó đã khớp"
    return f"{text}, {differing} bó có chỗ khác nhau." if differing else f"{text}."


def clerk_views(bundles: Iterable[Bundle]) -> list[ClerkView]:
    """Per clerk: ballots handed in, ballots a minute, cells that were not what the bundle came to."""
    found: dict[str, list[BundleKeying]] = {}
    for bundle in bundles:
        for keying in bundle.keyings.all():
            found.setdefault(keying.by.full_name, []).append(keying)
    return [_clerk_view(name, keyings) for name, keyings in sorted(found.items())]


def _clerk_view(name: str, keyings: list[BundleKeying]) -> ClerkView:
    sheets, seconds = sum(k.sheets for k in keyings), sum(k.seconds for k in keyings if k.sheets)
    pace = f"{sheets * 60 / seconds:.1f}".replace(".", ",") if seconds and sheets else "–"
    return ClerkView(name, sheets, pace, sum(k.wrong_cells for k in keyings))


def mark_keys(parameters: Parameters) -> list[KeyView]:
    """The keys of one line: the levels in order, no mark, several marks."""
    levels = [KeyView(str(place), level.label) for place, level in enumerate(parameters.levels, 1)]
    return [*levels, KeyView(UNMARKED, UNMARKED_LABEL), KeyView(SEVERAL, SEVERAL_LABEL)]


def flaws_context(parameters: Parameters) -> dict[str, Any]:
    spoil: tuple[Flaw, ...] = spoiling(parameters)
    return {"flaws": spoil, "harmless": harmless(parameters), "flaws_citation": citation(parameters)}


def line_fields(style: BallotStyle, sheet: Sheet, open_lines: Iterable[int]) -> list[LineField]:
    """The lines of a ballot with what is keyed of them."""
    open_set = set(open_lines)
    return [
        LineField(
            number=number,
            name=subject.printed_name,
            title=subject.printed_title,
            mark=sheet.marks[number - 1 : number].replace(OPEN, ""),
            is_open=WHOLE in open_set or number in open_set,
        )
        for number, subject in enumerate(style.subjects.all(), 1)
    ]


def positions_of(keying: BundleKeying) -> list[int]:
    """The ballots that this keying asks for: all, or those that came back."""
    return sorted(opened_lines(keying.returned)) or list(range(1, keying.bundle.size + 1))


def next_position(keying: BundleKeying, sheets: Mapping[int, Sheet]) -> int:
    """The first ballot that is not whole, or the last one."""
    positions = positions_of(keying)
    return next((at for at in positions if at not in sheets or not sheets[at].is_whole), positions[-1])


@dataclass(frozen=True)
class DecisionSheet:
    """One ballot of a third decision: the lines to type, all of them where `is_whole`, or why it is wholly invalid."""

    position: int
    is_whole: bool
    reason: str
    lines: list[LineField]


def decision_sheets(bundle: Bundle, typed: Mapping[str, str]) -> list[DecisionSheet]:
    """The ballots that stayed apart, with what was typed for them."""
    subjects = list(bundle.style.subjects.all())
    keyings = list(bundle.keyings.all())
    opened = opened_lines(keyings[0].returned) if keyings else {}
    return [
        DecisionSheet(
            position=position,
            is_whole=WHOLE in lines,
            reason=typed.get(f"reason-{position}", "").replace("\0", "")[:30],
            lines=[
                LineField(
                    number=number,
                    name=subject.printed_name,
                    title=subject.printed_title,
                    mark=typed.get(f"mark-{position}-{number}", "").replace("\0", "")[:1],
                    is_open=WHOLE in lines or number in lines,
                )
                for number, subject in enumerate(subjects, 1)
            ],
        )
        for position, lines in sorted(opened.items())
    ]
