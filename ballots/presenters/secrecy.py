"""“Phiếu của tôi có kín không?”: what a voter on screen is promised, and what nobody can promise.

Each sentence has a key, and each key a test that fails when the program does not do what the sentence says
(tests/ballots/test_secrecy_page.py); a limit has a test that shows that it is one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    key: str
    text: str


@dataclass(frozen=True)
class Part:
    heading: str
    sentences: tuple[Sentence, ...]


PROMISED = Part(
    "Chúng tôi bảo đảm",
    (
        Sentence(
            "drawn",
            "Phiếu mã được rút như bốc thăm. Không nơi nào trong phần mềm ghi ai cầm mã nào, mã nào gửi phiếu lúc mấy "
            "giờ.",
        ),
        Sentence(
            "cards",
            "Hòm phiếu khóa bằng chìa chia thành nhiều thẻ cho nhiều người giữ. Thiếu thẻ thì không ai mở được, kể cả "
            "người quản trị máy chủ.",
        ),
        Sentence(
            "no_running_count",
            "Trong lúc ghi phiếu không ai xem được kết quả. Hội trường và chủ tọa chỉ thấy đã có bao nhiêu phiếu.",
        ),
        Sentence(
            "shredded",
            "Phiếu được cắt thành từng mảnh, mỗi người một mảnh, mỗi mảnh niêm phong riêng và dài bằng nhau.",
        ),
        Sentence(
            "rewritten",
            "Khi đóng hòm, các mảnh được xáo trộn và ghi lại từ đầu, mọi mã bị xóa. Từ dữ liệu còn lưu không ghép lại "
            "được một phiếu, cũng không biết phiếu nào của mã nào.",
        ),
        Sentence(
            "log_given_up",
            "Máy chủ dữ liệu đi kèm phần mềm xóa cả nhật ký ghi của lúc ghi phiếu. Không sao lưu được dữ liệu khi hòm "
            "đang nhận phiếu.",
        ),
        Sentence("once", "Phiếu đã gửi được tính đúng một lần. Mất mạng rồi gửi lại không thành hai phiếu."),
        Sentence(
            "not_logged",
            "Mã và nội dung phiếu không vào nhật ký, không vào bảng nào khác, không vào trang báo lỗi.",
        ),
        Sentence(
            "loaded_alike",
            "Ảnh trên phiếu tải về như nhau dù đồng chí ghi gì. Xem ảnh, đọc bản tự đánh giá không kèm mã, không vào "
            "nhật ký.",
        ),
        Sentence(
            "nothing_to_show",
            "Gửi xong, trang chỉ báo phiếu đã được ghi nhận và không trở lại nội dung được. Trang ấy không cho ai "
            "biết, cũng không chứng minh được đồng chí đã ghi gì.",
        ),
        Sentence(
            "attacked",
            "Khi mở hòm, phần mềm tự tấn công dữ liệu của mình và in kết quả vào phụ lục của biên bản kiểm phiếu.",
        ),
        Sentence("destroyed", "Khi kết quả được niêm phong, mọi mảnh phiếu bị hủy và việc hủy được ghi lại."),
    ),
)
NOT_PROMISED = Part(
    "Chúng tôi không bảo đảm được",
    (
        Sentence(
            "screen",
            "Người ngồi cạnh nhìn vào màn hình, ảnh chụp màn hình trước khi gửi, phần mềm gián điệp trong máy của đồng "
            "chí. Nghiêng máy đi, đừng chụp; ngại máy mình thì dùng máy của hội nghị.",
        ),
        Sentence(
            "code_shown",
            "Ai thấy mã của đồng chí trước khi đồng chí gửi thì ghi phiếu thay được. Giữ kín phiếu mã; nếu mã báo "
            "không dùng được, gặp ngay ban kiểm phiếu.",
        ),
        Sentence(
            "watched_database",
            "Trước khi hòm đóng, người theo dõi cơ sở dữ liệu thấy những mảnh nào cùng một phiếu và phiếu ấy của mã "
            "nào, dù các mảnh còn niêm phong và không biết mã ở tay ai. Lúc này có thể chưa kín với người ấy.",
        ),
        Sentence(
            "copied",
            "Ai giữ bản chép đĩa hay bản chép dữ liệu từ lúc ghi phiếu, lại lấy đủ thẻ khóa, thì mở được từng phiếu. "
            "Vì vậy máy chủ phải có người trông coi, và thẻ khóa phải hủy sau khi niêm phong kết quả.",
        ),
        Sentence(
            "cards_lost",
            "Mất nhiều thẻ khóa quá thì không ai mở được hòm nữa. Khi đó hai người cùng quyết định hủy hòm khi chưa "
            "mở, mọi người ghi phiếu lại, và biên bản nói rõ điều này.",
        ),
        Sentence(
            "program",
            "Chính máy chủ niêm phong các mảnh phiếu. Ai sửa được phần mềm trên máy chủ hoặc đọc được bộ nhớ của nó "
            "trong lúc ghi phiếu thì thấy phiếu, dù không biết của ai. Địa chỉ trang không bắt đầu bằng https thì "
            "người nghe được mạng cũng thấy, và thấy phiếu đến từ máy nào.",
        ),
        Sentence(
            "few_one_way",
            "Nơi vừa ghi phiếu giấy vừa ghi trên màn hình mà một bên chỉ có vài phiếu: ban kiểm phiếu đếm phiếu giấy "
            "nên biết số liệu riêng của mấy phiếu ấy. Trang kết quả, biên bản và mã xác thực không tách ra. Ít người "
            "thì nên cùng ghi một cách.",
        ),
        Sentence(
            "unanimous",
            "Khi ít người ghi phiếu hoặc mọi người ghi giống nhau, con số công bố tự nó cho biết từng người đã ghi gì. "
            "Phần mềm báo trước cho chủ tọa khả năng này; quy định vẫn buộc công bố con số.",
        ),
    ),
)
PARTS = (PROMISED, NOT_PROMISED)
