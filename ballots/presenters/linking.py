"""The words of the self-attack: what each way looks at, what came out, and how far that goes."""

from ballots.queries.linking import Attack, Surroundings
from ballots.rules.linking import ONCE_IN, Finding
from campaigns.models import BoxState
from config.vietnamese import decimal_comma

WAYS = {
    "transaction": "Các mảnh do cùng một lần ghi của cơ sở dữ liệu tạo ra (xmin)",
    "command": "Các mảnh do cùng một lệnh ghi tạo ra (cmin)",
    "receipts": "Mảnh phiếu và mã, hoặc xác nhận đã nhận phiếu, do cùng một lần ghi tạo ra",
    "content": "Mảnh dài ngắn khác nhau, hoặc niêm phong chung một khóa",
    "place": "Thứ tự các mảnh trong tệp dữ liệu (ctid)",
    "write_order": "Thứ tự ghi (xmin, cmin)",
    "id": "Thứ tự mã số của mảnh",
    "columns": "Số thứ tự, mốc giờ và cột thừa trong bảng phiếu, bảng mã, bảng xác nhận",
    "mentions": "Mọi bảng khác và tệp nhật ký: nhật ký công việc, việc chạy nền, phiên đăng nhập, mẫu thống kê",
    "leftovers": "Dòng đã xóa còn sót trong tệp dữ liệu",
    "all": "Tất cả các cách",
}
# The honest limit, under every result.
LIMIT = (
    "Kết quả này nói về dữ liệu đang lưu trên máy chủ sau khi đóng hòm phiếu. Nó không loại trừ được người đã theo dõi "
    "cơ sở dữ liệu, mạng hoặc phòng họp trong lúc ghi phiếu, hay đã giữ bản chép dữ liệu từ lúc đó."
)
HOW = (
    "“Kỳ vọng” là số phiếu mà xếp ngẫu nhiên cũng trông như nối được, tính trội lên; hòm càng ít phiếu, phiếu càng ít "
    "người thì số ấy càng lớn. Chỉ coi là nối được khi ngẫu nhiên cho từng ấy phiếu với xác suất không quá "
    f"1/{decimal_comma(ONCE_IN)}."
)
CLEAN = "Không nối được mảnh phiếu nào với nhau hay với mã ngoài mức ngẫu nhiên."
LINKED = "Có phiếu nối được ngoài mức ngẫu nhiên. Giữ nguyên máy chủ và báo cơ quan tổ chức."
STATES = {
    BoxState.READY: (
        "Hòm phiếu chưa đóng: người giữ cơ sở dữ liệu đang thấy những mảnh nào cùng một phiếu và mã nào đã gửi phiếu "
        "ấy, nhưng mọi mảnh còn niêm phong. Đóng hòm phiếu xóa mối nối này; chạy lại lệnh sau khi đóng."
    ),
    BoxState.CLOSED: (
        "Hòm phiếu chưa mở nên chưa so được các mảnh nằm cạnh nhau; việc đó được làm khi mở hòm. Chạy lại lệnh sau khi "
        "mở."
    ),
    BoxState.DESTROYED: "Các mảnh phiếu đã hủy; kết quả về các mảnh là của lúc mở hòm phiếu.",
}
SETTINGS = {
    "track_commit_timestamp": "Máy chủ dữ liệu ghi giờ của từng lần ghi (track_commit_timestamp). Tắt đi.",
    "archive_mode": "Máy chủ dữ liệu lưu lại nhật ký ghi (archive_mode); bản lưu của lúc ghi phiếu phải hủy.",
    "wal_level": "Nhật ký ghi đủ để chép từng dòng ra ngoài (wal_level). Đặt lại thành replica.",
    "log_statement": "Máy chủ dữ liệu ghi lại câu lệnh (log_statement). Tắt đi và hủy nhật ký của lúc ghi phiếu.",
    "log_min_duration_statement": (
        "Máy chủ dữ liệu ghi lại câu lệnh chạy lâu (log_min_duration_statement). Tắt đi và hủy nhật ký của lúc ghi "
        "phiếu."
    ),
    "log_min_duration_sample": (
        "Máy chủ dữ liệu ghi lại một phần câu lệnh (log_min_duration_sample). Tắt đi và hủy nhật ký của lúc ghi phiếu."
    ),
    "log_transaction_sample_rate": (
        "Máy chủ dữ liệu ghi lại một phần lần ghi (log_transaction_sample_rate). Tắt đi và hủy nhật ký của lúc ghi "
        "phiếu."
    ),
    "log_min_error_statement": (
        "Máy chủ dữ liệu ghi lại câu lệnh bị lỗi (log_min_error_statement). Đặt là panic và hủy nhật ký của lúc ghi "
        "phiếu."
    ),
    "auto_explain.log_min_duration": (
        "Máy chủ dữ liệu ghi lại cách chạy câu lệnh (auto_explain). Tắt đi và hủy nhật ký của lúc ghi phiếu."
    ),
}


def verdict(attack: Attack) -> str:
    if attack.state == BoxState.READY:
        return STATES[BoxState.READY]
    return LINKED if attack.is_beyond_chance else CLEAN


def lines(attack: Attack) -> list[str]:
    """Everything the command prints, line by line."""
    said = [f"{WAYS[finding.way]}: {measured(finding)}." for finding in (*attack.findings, attack.total)]
    said.append(verdict(attack))
    if attack.state in (BoxState.CLOSED, BoxState.DESTROYED):
        said.append(STATES[BoxState(attack.state)])
    return [*said, *(beside(attack.beside) if attack.beside else ()), HOW, LIMIT]


def figures(finding: Finding) -> tuple[str, str]:
    """For a table: "0/187", and what chance gives."""
    return f"{finding.linked}/{finding.ballots}", _number(finding.expected)


def measured(finding: Finding) -> str:
    return (
        f"liên kết được {finding.linked} trong {finding.ballots} phiếu, ngẫu nhiên kỳ vọng {_number(finding.expected)}"
    )


def beside(found: Surroundings) -> list[str]:
    """What the attack does not reach but the server may hold."""
    said = [SETTINGS[name] for name in sorted(found.settings)]
    if found.replicas:
        said.append(f"Có {found.replicas} máy khác nhận bản chép dữ liệu; chúng cũng phải được giữ kín.")
    if found.old_logs is None:
        said.append("Không xem được nhật ký ghi (WAL) của máy chủ dữ liệu: có thể còn bản ghi từ lúc ghi phiếu.")
    elif found.old_logs:
        said.append(f"Còn {found.old_logs} tệp nhật ký ghi (WAL) từ trước lúc đóng hòm, máy chủ dữ liệu sẽ ghi đè dần.")
    return said


def _number(value: float) -> str:
    if 0 < value < 0.01:
        return "dưới 0,01"
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",") if value else "0"
