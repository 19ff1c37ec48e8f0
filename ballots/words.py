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
    "ballots.seal_proposed": "Đề nghị niêm phong kết quả",
    "ballots.seal_withdrawn": "Rút đề nghị niêm phong",
    "ballots.sealed": "Niêm phong kết quả",
    "ballots.sealed_session_imported": "Nhập hội nghị từ mã đã niêm phong",
    "ballots.key_made": "Tạo khóa niêm phong",
    "ballots.key_trusted": "Tin khóa của nơi khác",
    "ballots.key_distrusted": "Thôi tin khóa của nơi khác",
}
