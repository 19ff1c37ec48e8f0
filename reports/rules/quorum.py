"""Whether enough people were present. Pure."""

from campaigns.rules.parameters import Parameters, QuorumBase

BASE_WORDS = {QuorumBase.SUMMONED: "số người được triệu tập", QuorumBase.TOTAL_MEMBERS: "tổng số đại biểu"}


def is_quorate(
    present: int | None, summoned: int | None, total_members: int | None, parameters: Parameters
) -> bool | None:
    """Compared with integers; None where a number that is needed is unknown."""
    whole = summoned if parameters.quorum_base is QuorumBase.SUMMONED else total_members
    if present is None or whole is None:
        return None
    return present * parameters.quorum.denominator >= whole * parameters.quorum.numerator
