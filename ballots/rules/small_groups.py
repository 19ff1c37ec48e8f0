"""Whether the figures of a small group of voters may be shown. Pure.

Where ballots are few, a figure tells how everybody voted. Source: `smallest_group` of the rule set; the law's own
announcement and minutes are not touched. What counts is the valid ballots, whose marks a figure adds up; no ballots
tell nothing.
"""

from collections.abc import Iterable

from ballots.rules.channels import ChannelFigures

TOLD_TOGETHER = "Bản niêm phong chỉ ghi tổng số phiếu của từng người, không tách theo cách ghi phiếu."


def why_not_shown(valid: int, smallest: int) -> str:
    """The reason why the result of so many valid ballots is not put on a screen, or an empty text."""
    if not _is_small(valid, smallest):
        return ""
    return (
        f"Không chiếu số liệu vì chỉ có {valid} phiếu hợp lệ, ít hơn {smallest} phiếu theo bộ quy định: chiếu ra thì "
        "dễ biết từng người đã ghi gì. Trưởng ban kiểm phiếu công bố kết quả theo quy định."
    )


def why_not_split(channels: Iterable[ChannelFigures], smallest: int) -> str:
    """The reason why nobody's votes are told by channel, or an empty text. One small channel is enough: the total less
    the other channel would give it away."""
    channels = tuple(channels)
    if not all(one.votes for one in channels):
        return TOLD_TOGETHER
    small = next((one for one in channels if _is_small(one.valid, smallest)), None)
    if small is None:
        return ""
    return (
        f"Không tách số phiếu của từng người theo cách ghi phiếu vì {small.label.lower()} chỉ có {small.valid} phiếu "
        f"hợp lệ, ít hơn {smallest} phiếu theo bộ quy định: tách ra thì dễ biết từng người đã ghi gì. Kết quả chung "
        "của mỗi người vẫn đầy đủ trong bảng kết quả."
    )


def _is_small(valid: int, smallest: int) -> bool:
    return 0 < valid < smallest
