"""What the actions of this app are called in the audit trail."""

ACTIONS = {
    "list.printed": "Lấy phụ lục danh sách",
    "minutes.issued": "Lấy biên bản kiểm phiếu",
    "sign_in_sheet.issued": "Lấy danh sách ký nhận phiếu",
    "results.exported": "Xuất kết quả ra Excel",
    "self_reports.issued": "In mẫu báo cáo của người được lấy phiếu",
}
