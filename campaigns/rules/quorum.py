"""Whether enough people are present, in whole numbers. Quy định 96-QĐ/TW, Điều 3; a council's own rules. Pure."""

from campaigns.rules.parameters import Parameters, QuorumBase

BASE_WORDS = {QuorumBase.SUMMONED: "số được triệu tập", QuorumBase.TOTAL_MEMBERS: "tổng số đại biểu"}


def quorum_whole(summoned: int | None, total_members: int | None, parameters: Parameters) -> int | None:
    """The number of people of whom the quorum is a part; None while it is unknown."""
    return summoned if parameters.quorum_base is QuorumBase.SUMMONED else total_members


def quorum_needed(whole: int, parameters: Parameters) -> int:
    """The least number of people present that makes a quorum."""
    exact = parameters.quorum * whole
    return -(-exact.numerator // exact.denominator)


def is_quorate(
    present: int | None, summoned: int | None, total_members: int | None, parameters: Parameters
) -> bool | None:
    """present / whole ≥ quorum; nobody at all is no quorum; None where a number that is needed is unknown."""
    whole = quorum_whole(summoned, total_members, parameters)
    if present is None or whole is None:
        return None
    return whole > 0 and present >= quorum_needed(whole, parameters)
