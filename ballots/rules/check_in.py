"""Whether enough people have come, as doors and hall show it. Pure."""

from dataclasses import dataclass

from campaigns.rules.parameters import Parameters
from campaigns.rules.quorum import quorum_needed, quorum_whole


@dataclass(frozen=True)
class Quorum:
    """`present` of the `whole` that the rule set counts, `needed` of whom make a quorum."""

    present: int
    whole: int
    needed: int

    @property
    def is_reached(self) -> bool:
        """present / whole ≥ quorum in whole numbers; nobody at all is no quorum (Quy định 96-QĐ/TW, Điều 3)."""
        return self.whole > 0 and self.lacking == 0

    @property
    def lacking(self) -> int:
        """How many more have to come."""
        return max(self.needed - self.present, 0)


def quorum_of(
    present: int | None, summoned: int | None, total_members: int | None, parameters: Parameters
) -> Quorum | None:
    """None while one of the numbers that it takes is unknown."""
    whole = quorum_whole(summoned, total_members, parameters)
    if present is None or whole is None:
        return None
    return Quorum(present, whole, quorum_needed(whole, parameters))
