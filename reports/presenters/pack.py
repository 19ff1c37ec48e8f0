"""The papers of a session day as one pack: what it consists of, and how many sheets that is."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ballots.presenters.ballot_layout import fitting_sizes, laid_out
from ballots.rules.ballot_geometry import FORMATS, Size, sheets_needed
from campaigns.models import Casting
from config.vietnamese import decimal_comma
from reports.presenters.ballots import ballot_text
from reports.presenters.records import style_name
from reports.presenters.tally import sheets_of
from reports.queries.pack import PackFacts, StyleFacts

AUTOMATIC = "auto"
RESERVE_PERCENT = 3
SIZE_WORDS = {Size.WHOLE: "1 phiếu trên tờ A4", Size.HALF: "2 phiếu trên tờ A4", Size.QUARTER: "4 phiếu trên tờ A4"}


class Part(StrEnum):
    """In the order in which the day needs them; the values stand in addresses."""

    BALLOTS = "phieu"
    SIGN_IN = "ky-nhan"
    HANDOVER = "ban-giao"
    BOX_SEALING = "niem-phong-thung"
    TALLY = "phieu-kiem"
    MINUTES = "bien-ban"
    BALLOT_SEALING = "niem-phong-phieu"
    LABELS = "nhan-phong-bi"
    DECK = "bo-phieu-dien-tap"
    EXPECTED = "bien-ban-phai-ra"


PART_NAMES = {
    Part.BALLOTS: "Phiếu tín nhiệm",
    Part.SIGN_IN: "Danh sách ký nhận phiếu",
    Part.HANDOVER: "Biên bản bàn giao phiếu",
    Part.BOX_SEALING: "Biên bản niêm phong thùng phiếu",
    Part.TALLY: "Phiếu kiểm (kiểm tay)",
    Part.MINUTES: "Biên bản kiểm phiếu (để trống số liệu)",
    Part.BALLOT_SEALING: "Biên bản niêm phong phiếu",
    Part.LABELS: "Nhãn phong bì",
    Part.DECK: "Bộ phiếu diễn tập: cách đánh dấu",
    Part.EXPECTED: "Biên bản phải ra của diễn tập",
}
OF_REHEARSALS = (Part.DECK, Part.EXPECTED)
# about paper ballots, their box and their envelopes
OF_PAPER = (Part.BALLOTS, Part.HANDOVER, Part.BOX_SEALING, Part.TALLY, Part.BALLOT_SEALING, Part.LABELS)


def parts_of(*, is_rehearsal: bool, has_paper: bool) -> tuple[Part, ...]:
    """The papers that a session has."""
    lacking = (() if is_rehearsal else OF_REHEARSALS) + (() if has_paper else OF_PAPER)
    return tuple(part for part in Part if part not in lacking)


@dataclass(frozen=True)
class PackOptions:
    """What goes into a pack. `ballots`: of each kind, 0 where nobody has said how many; `size`: one of Size, or
    automatic."""

    parts: tuple[str, ...]
    ballots: int
    size: str = AUTOMATIC
    with_criteria: bool = False

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "parts": list(self.parts)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PackOptions":
        return cls(**{**data, "parts": tuple(data["parts"])})


@dataclass(frozen=True)
class StyleSummary:
    """How one kind of ballot is printed, in words."""

    position: int
    name: str
    size: str
    leaves: str
    note: str


def usual_reserve(voters: int) -> int:
    """A few percent, at least two."""
    return max(2, -(-voters * RESERVE_PERCENT // 100))


def usual_ballots(voters: int, casting: str) -> int:
    """One a voter and some in reserve; 0 where only somebody at the meeting knows how many vote on paper."""
    return voters + usual_reserve(voters) if casting == Casting.PAPER else 0


def chosen_size(facts: PackFacts, style: StyleFacts, wanted: str) -> Size:
    """The smallest size that fits, or that fits and is no smaller than what is wanted."""
    fitting = fitting_sizes(ballot_text(facts, style)) or (Size.WHOLE,)
    if wanted == AUTOMATIC:
        return fitting[0]
    return next((size for size in fitting if FORMATS[size].height >= FORMATS[Size(wanted)].height), Size.WHOLE)


def copies(size: Size, ballots: int) -> int:
    """How often the sides of a ballot are printed."""
    return sheets_needed(FORMATS[size], 1, ballots)


def tally_copies(facts: PackFacts) -> int:
    return sheets_of(facts.voters)


def style_summaries(facts: PackFacts, options: PackOptions) -> list[StyleSummary]:
    return [_summary(facts, style, options) for style in facts.styles]


def _summary(facts: PackFacts, style: StyleFacts, options: PackOptions) -> StyleSummary:
    size = chosen_size(facts, style, options.size)
    layout = laid_out(ballot_text(facts, style), size)
    pages = len(layout.pages) if layout else 0
    times = copies(size, options.ballots)
    printed = times * FORMATS[size].per_sheet
    sides = "in hai mặt" if options.with_criteria else "in một mặt"
    leaves = f"{decimal_comma(printed)} phiếu: {decimal_comma(times * pages)} tờ A4, {sides}"
    smaller = options.size not in (AUTOMATIC, str(size))
    return StyleSummary(
        position=style.position,
        name=style_name(style.name, style.colour),
        size=SIZE_WORDS[size] + (f", mỗi phiếu {pages} trang" if pages > 1 else ""),
        leaves=leaves if options.ballots else "Ghi số phiếu giấy cần in để biết số tờ.",
        note="Không vừa khổ đã chọn nên dùng khổ lớn hơn." if smaller else "",
    )
