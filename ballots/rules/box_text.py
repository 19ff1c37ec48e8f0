"""What the minutes say of a ballot box: who locked it, who holds its cards, who closed it, what becomes of it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from ballots.rules.seal_payload import short
from config.vietnamese import short_date, tidy

NO_PAPER = (
    "Phiếu ghi trên màn hình không có bản giấy: kiểm lại là cộng lại các mảnh phiếu trong hòm, làm được cho đến khi "
    "niêm phong kết quả; khi đó các mảnh phiếu bị hủy, có biên bản hủy."
)


def box_text(locked_by: str, holders: Sequence[str], threshold: int, closed_by: Sequence[str], digest: str) -> str:
    """The paragraphs, one a line; `closed_by`: who asked for the closing and who closed."""
    locked = (
        f"Hòm phiếu trên màn hình do {locked_by or 'ban kiểm phiếu'} khóa, chia thành {len(holders)} thẻ khóa giao "
        f"cho: {'; '.join(holders)}; phải đủ {threshold} thẻ mới mở được."
    )
    first, second = closed_by
    closed = (
        f"Hòm phiếu đóng theo đề nghị của {first}, {second} xác nhận; mã kiểm tra các mảnh phiếu lúc đóng hòm: "
        f"{short(digest)}."
    )
    return "\n".join((locked, closed, NO_PAPER))


def kept_count_text(version: int) -> str:
    """The paragraph about a count, after one that was sealed, for which no slips were left."""
    return (
        f"Lần kiểm phiếu {version} chỉ kiểm lại phiếu giấy; phiếu ghi trên màn hình giữ số liệu lần {version - 1}, vì "
        "các mảnh phiếu đã hủy khi niêm phong."
    )


def unopened_box_text(ballots: int, at: datetime, reason: str, people: Sequence[str], digest: str) -> str:
    """The paragraph about a vote whose box was destroyed unopened; `people`: who asked for it and who confirmed."""
    first, second = people
    return (
        f"Trước lần ghi phiếu này đã có một lần ghi phiếu trên màn hình với {ballots} phiếu, không kiểm được: "
        f"{tidy(reason).rstrip('.')}. Hòm phiếu bị hủy khi chưa mở hồi {at:%H:%M} ngày {short_date(at.date())} theo đề "
        f"nghị của {first}, {second} xác nhận; mã kiểm tra các mảnh phiếu: {short(digest)}."
    )
