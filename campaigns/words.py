"""What the actions of this app are called in the audit trail."""

ACTIONS = {
    "campaign.create": "Mở đợt lấy phiếu",
    "campaign.change": "Sửa đợt lấy phiếu",
    "campaign.evaluate": "Xét đối tượng",
    "campaign.state": "Chuyển bước của đợt",
    "phase.change": "Sửa thời gian của giai đoạn",
    "rule_set.create": "Thêm phiên bản quy định",
    "rule_set.change": "Sửa phiên bản quy định",
    "rule_set.delete": "Xóa phiên bản quy định",
    "session.create": "Lập hội nghị",
    "session.edit": "Sửa hội nghị",
    "session.delete": "Xóa hội nghị",
    "session.remove_subject": "Bỏ người khỏi phiếu",
    "session.order": "Xếp thứ tự trên phiếu",
    "session.planned": "Lùi về bước lập kế hoạch",
    "session.prepared": "Chuẩn bị hội nghị",
    "session.checking_in": "Mở điểm danh",
    "session.voting": "Mở ghi phiếu",
    "session.counting": "Kết thúc ghi phiếu",
    "session.counted": "Xác nhận kết quả kiểm phiếu",
}
