"""What somebody should look at before a counting board counts. Pure. What forbids a member is in conflicts.py."""

from campaigns.rules.parameters import Parameters


def board_warnings(members: int, heads: int, parameters: Parameters, *, with_chair: bool = False) -> list[str]:
    """A sentence for a board of an unusual size (`board_size` of the rule set), for one without a head, and for one
    with whoever chairs the session."""
    warnings = []
    least, most = parameters.board_size
    if members and not least <= members <= most:
        warnings.append(f"Ban kiểm phiếu có {members} người; thường có từ {least} đến {most} người.")
    if members and not heads:
        warnings.append("Ban kiểm phiếu chưa có Trưởng ban. Chọn một người làm Trưởng ban.")
    if with_chair:
        warnings.append("Người chủ trì hội nghị có tên trong ban kiểm phiếu. Nên chọn người khác.")
    return warnings
