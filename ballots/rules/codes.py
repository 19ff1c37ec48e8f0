"""The one table of validation codes: what the typist reads, and what the counting board reads. Pure.

The typist is told what to look at on the paper; the board is told what to find out or have counted again.
"""

from dataclasses import dataclass

from ballots.rules.totals import Problem


@dataclass(frozen=True)
class Text:
    typist: str
    board: str


TEXTS: dict[str, Text] = {
    "F.101": Text(
        "Ô này để trống. Nhập số ghi trên biên bản; không có phiếu nào thì ghi 0.",
        "Còn ô chưa có số. Đề nghị người nhập ghi đủ; không có phiếu thì ghi 0.",
    ),
    "F.102": Text(
        "“{text}” không phải số phiếu. Nhập một số nguyên từ 0 trở lên.",
        "Có ô không phải số nguyên từ 0 trở lên. Đề nghị người nhập sửa lại theo biên bản.",
    ),
    "F.201": Text(
        "{name}: thu về {returned} nhiều hơn phát ra {issued}. Xem lại hai số này trên biên bản.",
        "{name}: thu về {returned} phiếu nhưng chỉ phát ra {issued}. Đối chiếu danh sách phát phiếu, đếm lại số phiếu "
        "thu về và số phiếu còn lại.",
    ),
    "F.202": Text(
        "{name}: hợp lệ {valid} + không hợp lệ {wholly_invalid} không bằng thu về {returned}. Xem lại ba số này.",
        "{name}: hợp lệ {valid} cộng không hợp lệ {wholly_invalid} khác thu về {returned}. Đếm lại hai chồng phiếu hợp "
        "lệ và không hợp lệ.",
    ),
    "F.203": Text(
        "{name}: phát ra {issued} nhiều hơn số người có mặt {present}. Xem lại số phiếu phát ra.",
        "{name}: phát ra {issued} phiếu trong khi chỉ có {present} người có mặt. Kiểm tra danh sách điểm danh và số "
        "phiếu phát ra.",
    ),
    "F.204": Text(
        "Số có mặt {present} nhiều hơn số được triệu tập {summoned}. Báo trưởng ban kiểm phiếu sửa thông tin hội nghị.",
        "Số có mặt {present} nhiều hơn số được triệu tập {summoned}. Sửa lại trong thông tin hội nghị.",
    ),
    "F.205": Text(
        "Có mặt {present}/{whole} ({of}), chưa đủ {quorum}. Báo trưởng ban kiểm phiếu.",
        "Có mặt {present}/{whole} ({of}), chưa đủ {quorum} theo quy định, kết quả không dùng được. Kiểm tra lại điểm "
        "danh; nếu đúng thì phải tổ chức lại hội nghị.",
    ),
    "F.206": Text(
        "Quy định tính tỷ lệ trên {base} nhưng hội nghị chưa có số này. Báo trưởng ban kiểm phiếu.",
        "Quy định tính tỷ lệ trên {base}. Bổ sung số này vào thông tin hội nghị.",
    ),
    "F.207": Text(
        "{name}: số {base} là 0 nên không tính được tỷ lệ. Xem lại số này trên biên bản.",
        "{name}: không có {base} nên không có kết quả. Kiểm tra lại biên bản.",
    ),
    "F.301": Text(
        "{name}: cộng các mức được {sum}, nhiều hơn {valid} phiếu hợp lệ. Xem lại các số của dòng này.",
        "{name}: cộng các mức được {sum}, nhiều hơn {valid} phiếu hợp lệ. Kiểm lại phiếu đối với người này.",
    ),
    "F.401": Text(
        "{name}: sổ phiếu còn thiếu số {columns}. Đếm rồi ghi vào Sổ phiếu.",
        "{name}: sổ phiếu còn thiếu số {columns}. Đề nghị người giữ sổ đếm rồi ghi vào Sổ phiếu.",
    ),
    "F.402": Text(
        "{name}: số {column} trong sổ phiếu là {own}, số liệu kiểm phiếu ghi {other}. Xem lại bên nào sai.",
        "{name}: số {column} trong sổ phiếu là {own}, số liệu kiểm phiếu ghi {other}. Đối chiếu giấy tờ rồi sửa Sổ "
        "phiếu, hoặc hủy số liệu đã nhập để nhập lại.",
    ),
    "W.201": Text(
        "{name}: thu về {returned}, ít hơn phát ra {issued} ({lacking} phiếu). Nếu đúng, ghi lý do.",
        "{name}: {lacking} phiếu phát ra không thu về. Hỏi tổ phát phiếu; lý do được lưu cùng kết quả.",
    ),
    "W.202": Text(
        "{name}: {wholly_invalid} phiếu không hợp lệ trên {returned} phiếu thu về là nhiều khác thường. Xem lại; nếu "
        "đúng, ghi lý do.",
        "{name}: {wholly_invalid}/{returned} phiếu không hợp lệ. Xem lại từng phiếu không hợp lệ theo quy định.",
    ),
    "W.203": Text(
        "Chưa biết số có mặt hoặc {of} nên chưa kiểm tra được điều kiện {quorum}. Ghi lý do hoặc báo trưởng ban.",
        "Chưa kiểm tra được điều kiện có mặt ít nhất {quorum} {of}. Bổ sung vào thông tin hội nghị.",
    ),
    "W.301": Text(
        "{name}: cộng các mức được {sum}/{valid} phiếu hợp lệ, thiếu {lacking}. Nếu có phiếu bỏ trống hoặc đánh nhiều "
        "ô ở dòng này, ghi rõ.",
        "{name}: {lacking} phiếu không hợp lệ riêng đối với người này. Xem lại các phiếu bỏ trống hoặc đánh nhiều ô.",
    ),
    "W.302": Text(
        "{name}: cả {valid} phiếu đều là {level}. Xem có nhập nhầm cột không; nếu đúng, ghi “đã xem lại”.",
        "{name}: cả {valid} phiếu đều là {level}. Xem lại phiếu trước khi xác nhận.",
    ),
    "W.303": Text(
        "{name}: {votes}/{base} {words} ({share} %) là {level}. Xem lại biên bản; nếu đúng, ghi “đã xem lại”.",
        "{name}: {votes}/{base} {words} ({share} %) là {level}, thuộc mức “{band}”. Xem lại phiếu trước khi xác nhận.",
    ),
    "W.401": Text(
        "{name}: in ra {printed}, phát ra + hỏng + còn lại mới được {sum}, thiếu {lacking} phiếu. Đếm lại phiếu còn "
        "lại và phiếu hỏng; nếu vẫn thiếu, ghi giải trình.",
        "{name}: {lacking} phiếu in ra chưa rõ đi đâu. Đếm lại phiếu còn lại, phiếu hỏng; ghi giải trình vào Sổ phiếu.",
    ),
    "W.403": Text(
        "{name}: phát ra {issued} phiếu giấy và {on_screen} phiếu mã, cộng {sum}, nhiều hơn {present} người có mặt. "
        "Xem lại; nếu đúng như vậy, ghi giải trình.",
        "{name}: phiếu giấy và phiếu mã phát ra cộng {sum}, nhiều hơn {present} người có mặt. Ghi giải trình vào Sổ "
        "phiếu.",
    ),
    "W.402": Text(
        "{name}: in ra {printed} nhưng phát ra + hỏng + còn lại được {sum}, thừa {lacking} phiếu. Xem lại bốn số này; "
        "nếu vẫn thừa, ghi giải trình.",
        "{name}: sổ phiếu thừa {lacking} phiếu so với số in ra. Đếm lại và ghi giải trình vào Sổ phiếu.",
    ),
}


def typist_text(problem: Problem) -> str:
    return TEXTS[problem.code].typist.format(**problem.numbers)


def board_text(problem: Problem) -> str:
    return TEXTS[problem.code].board.format(**problem.numbers)
