"""Why an official is voted on at some units and not at others. Pure.

The order itself is that of campaigns.rules.eligibility; here it gets its reasons, worded in one table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.rules.eligibility import Holding, Occasion, priority_group, venue_cap, venue_order

SENTENCES: dict[str, str] = {
    "chosen": "Được chọn làm nơi thứ {place}, thay cho thứ tự đề xuất.",
    "by_priority": "Đề xuất: {kinds} xếp thứ {rank} trong thứ tự ưu tiên của bộ quy định.",
    "by_roster": "Đề xuất: nơi công tác khác, xét sau các nơi được ưu tiên, theo thứ tự chức vụ trong danh sách.",
    "beyond_cap": "Đã đủ {cap} nơi lấy phiếu; nơi này xếp sau trong thứ tự ưu tiên.",
    "passed_over": "Không được chọn; đã đủ {cap} nơi lấy phiếu.",
}


@dataclass(frozen=True, slots=True)
class VenueReason:
    """A unit where an official could be voted on. `place` counts the venues from 1, None where they are not voted on;
    `rank` and `kinds` tell the group of kinds of units in the priority, 0 and none outside it."""

    unit_id: int
    place: int | None
    code: str
    cap: int
    rank: int
    kinds: tuple[str, ...]
    citation: str

    def sentence(self, kinds: str) -> str:
        """`kinds` are the words for the kinds of units of the group."""
        return SENTENCES[self.code].format(place=self.place, kinds=kinds, rank=self.rank, cap=self.cap)


def explain_venues(held: Sequence[Holding], occasion: Occasion, chosen: Sequence[int] = ()) -> tuple[VenueReason, ...]:
    """For every unit of these holdings of one official, in order, whether it is a venue and why.

    `held` are the holdings that could be voted on, `chosen` the units somebody chose. No more venues than the rule set
    allows: Quy định 96-QĐ/TW, Điều 1 khoản 3; the citation is that of the unit's own rule set.
    """
    cap = venue_cap(held, occasion)
    first_at: dict[int, Holding] = {}
    for holding in venue_order(held, occasion, chosen):
        first_at.setdefault(holding.unit_id, holding)
    return tuple(
        _reason(holding, occasion, place if place <= cap else None, cap, chosen)
        for place, holding in enumerate(first_at.values(), 1)
    )


def _reason(holding: Holding, occasion: Occasion, place: int | None, cap: int, chosen: Sequence[int]) -> VenueReason:
    rank, kinds = priority_group(holding, occasion) or (0, ())
    if place is None:
        code = "passed_over" if chosen else "beyond_cap"
    elif holding.unit_id in chosen:
        code = "chosen"
    else:
        code = "by_priority" if rank else "by_roster"
    citations = occasion.by_regime[holding.regime].parameters.citations
    return VenueReason(holding.unit_id, place, code, cap, rank, kinds, citations.get("venue", ""))
