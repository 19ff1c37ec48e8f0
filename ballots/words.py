"""What the actions of this app are called in the audit trail."""

ACTIONS = {
    "ballots.keying_started": "Bắt đầu nhập số liệu",
    "ballots.keying_submitted": "Nộp số liệu",
    "ballots.keying_returned": "Trả lại các ô khác nhau",
    "ballots.keying_discarded": "Hủy số liệu đã nhập",
    "ballots.minutes_written": "Ghi thông tin của biên bản kiểm phiếu",
    "ballots.late_arrivals": "Cho dự muộn theo quyết định",
    "ballots.counted": "Ghi kết quả kiểm phiếu",
    "ballots.session_imported": "Tạo hội nghị từ tệp kết quả",
    "ballots.session_filled": "Nhập kết quả từ tệp",
}
