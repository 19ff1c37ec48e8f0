"""Whether the figures of a group of voters may stand beside those of all. Pure."""

from collections.abc import Sequence


def why_not_split(sizes: Sequence[int], smallest: int) -> str:
    """The reason why a result must not be split into groups of so many ballots, or an empty text. One group that is too
    small forbids the whole split: what is left out of it is told by the others and the sum. Source: `smallest_group` of
    the rule set; empty groups tell nothing."""
    small = [size for size in sizes if 0 < size < smallest]
    if len([size for size in sizes if size]) < 2 or not small:
        return ""
    return (
        f"Không tách số liệu theo nhóm vì có nhóm chỉ {min(small)} phiếu, ít hơn {smallest} phiếu theo bộ quy định: "
        "tách ra thì dễ biết từng người đã ghi gì. Chỉ nêu số chung."
    )
