"""What the actions of this app are called in the audit trail."""

ACTIONS = {
    "unit.create": "Thêm đơn vị",
    "unit.change": "Sửa đơn vị",
    "title.create": "Thêm chức danh",
    "title.change": "Sửa chức danh",
    "unit.delete": "Xóa đơn vị",
    "official.delete": "Xóa cán bộ",
    "appointment.delete": "Xóa chức vụ",
    "title.delete": "Xóa chức danh",
    "official.create": "Thêm cán bộ",
    "official.change": "Sửa cán bộ",
    "appointment.create": "Ghi chức vụ",
    "appointment.change": "Sửa chức vụ",
    "appointment.end": "Thôi giữ chức vụ",
    "membership.create": "Ghi thành viên",
    "membership.change": "Sửa thành viên",
    "membership.end": "Thôi thành viên",
    "membership.delete": "Xóa thành viên",
    "assignment.create": "Phân công vai trò",
    "assignment.change": "Sửa phân công",
    "assignment.delete": "Thôi phân công",
}
