"""Whether the figures of a small group of voters may be shown to all. Pure."""


def why_not_shown(ballots: int, smallest: int) -> str:
    """The reason why the result of so many ballots is not put on a screen, or an empty text. Where they are few, a
    figure tells how everybody voted. Source: `smallest_group` of the rule set; the law's own announcement and minutes
    are not touched. No ballots tell nothing."""
    if not 0 < ballots < smallest:
        return ""
    return (
        f"Không chiếu số liệu vì chỉ có {ballots} phiếu, ít hơn {smallest} phiếu theo bộ quy định: chiếu ra thì dễ "
        "biết từng người đã ghi gì. Trưởng ban kiểm phiếu công bố kết quả theo quy định."
    )
