"""The one table that words what stands in the way of a step: on the disabled button and in the refusal alike. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Obstacle:
    """Why a step is not possible; `numbers` go into its sentence."""

    code: str
    numbers: dict[str, int | str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code].format(**self.numbers)


SENTENCES: dict[str, str] = {
    "no_such_campaign_step": "Đợt không ở bước cho phép làm việc này. Tải lại trang để xem bước hiện tại.",
    "not_evaluated": "Chưa xét đối tượng cho ngày lấy phiếu này. Bấm “Xét đối tượng” trước.",
    "nobody_voted_on": "Chưa có ai thuộc diện lấy phiếu. Kiểm tra danh sách cán bộ, rồi xét lại đối tượng.",
    "undecided": "Còn {count} chức vụ cần quyết định lấy phiếu hay không. Quyết định ở danh sách đối tượng trước.",
    "overrides_unconfirmed": "Còn {count} quyết định khác với quy định chung chờ người thứ hai xác nhận.",
    "campaign_over": "Đợt đã kết thúc nên không quyết định thêm được.",
    "list_awaits_approval": "Danh sách đang chờ duyệt nên không đổi được. Rút lại danh sách trước.",
    "not_judged": "Chưa xét đối tượng. Bấm “Xét đối tượng” trước.",
    "list_not_approved": "Danh sách của đợt chưa được duyệt. Trình và duyệt danh sách trước.",
    "units_without_session": "Còn {count} đơn vị có người được lấy phiếu mà chưa có hội nghị. Lập hội nghị cho "
    "các đơn vị đó.",
    "sessions_begun": "Đã có {count} hội nghị được chuẩn bị hoặc tiến hành. Lùi các hội nghị đó về bước lên kế hoạch "
    "trước.",
    "sessions_unfinished": "Còn {count} hội nghị chưa có kết quả. Hoàn tất hoặc xóa các hội nghị đó.",
    "no_session": "Đợt chưa có hội nghị nào. Lập hội nghị trước.",
    "no_such_step": "Hội nghị không ở bước cho phép làm việc này. Tải lại trang để xem bước hiện tại.",
    "nobody_on_the_ballot": "Phiếu chưa có ai. Thêm người được lấy phiếu trước khi chuẩn bị.",
    "somebody_excluded": "Không còn thuộc diện lấy phiếu: {names}. Bỏ những người này khỏi phiếu ở bước lên kế hoạch.",
    "nobody_on_the_roll": "Danh sách người ghi phiếu chưa có ai. Xác định lại danh sách, hoặc thêm người ghi phiếu.",
    "board_member_on_the_ballot": "Thành viên ban kiểm phiếu có tên trên phiếu: {names}. Chọn người khác vào ban kiểm "
    "phiếu ({citation}).",
    "somebody_unsettled": "Sau khi duyệt danh sách, hồ sơ cán bộ đã thay đổi nên có thể không còn thuộc diện lấy "
    "phiếu: {names}. Lãnh đạo quyết định ở trang “Thay đổi sau khi duyệt” của đợt trước.",
    "attendance_unknown": "Chưa ghi đủ tổng số đại biểu, số được triệu tập và số có mặt.",
    "more_present_than_summoned": "Số có mặt {present} nhiều hơn số được triệu tập {summoned}. Kiểm tra lại.",
    "differs_from_check_in": "Điểm danh có {ticked} người có mặt, ở đây ghi {present}. Sửa số có mặt, hoặc điểm danh "
    "lại cho khớp.",
    "screen_not_allowed": "Bộ quy định của hội nghị không cho ghi phiếu trên màn hình. Chọn phiếu giấy, hoặc cho phép "
    "trong một phiên bản mới của bộ quy định.",
    "box_not_ready": "Hòm phiếu trên màn hình chưa sẵn sàng. Khóa hòm phiếu, thử thẻ khóa và in phiếu mã trước khi mở "
    "ghi phiếu.",
    "box_not_closed": "Hòm phiếu trên màn hình chưa đóng. Đóng hòm phiếu (cần hai người), việc ghi phiếu kết thúc cùng "
    "lúc.",
    "box_is_locked": "Hòm phiếu trên màn hình đã khóa theo các phiếu này. Bỏ hòm phiếu trước khi lùi lại.",
    "box_is_closed": "Hòm phiếu trên màn hình đã đóng nên không ghi phiếu tiếp được.",
    "below_quorum": "Có mặt {present}/{whole}, cần ít nhất {needed} ({quorum}), chưa tiến hành được ({citation}).",
}
