"""What the actions of this app are called in the audit trail."""

ACTIONS = {
    "list.printed": "Lấy phụ lục danh sách",
    "pack.issued": "Lập bộ giấy tờ của hội nghị",
    "minutes.issued": "Lấy biên bản kiểm phiếu",
    "result_report.issued": "Lấy báo cáo kết quả phiếu tín nhiệm",
    "sign_in_sheet.issued": "Lấy danh sách ký nhận phiếu",
    "destruction_record.issued": "Lấy biên bản hủy mảnh phiếu",
    "results.exported": "Xuất kết quả ra Excel",
    "self_reports.issued": "In mẫu báo cáo của người được lấy phiếu",
}
