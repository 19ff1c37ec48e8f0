"""Quorum and typesetting: pure, no database."""

from datetime import datetime

import pytest

from campaigns.rules.parameters import QuorumBase
from campaigns.rules.quorum import is_quorate
from reports.presenters.wording import at_least_two_digits, clock, lower_first, meeting_of
from reports.rules.typesetting import capital_name, pieces
from tests.ballots.published import rule_set

OF_SUMMONED = rule_set("qd96.v1", quorum_base=QuorumBase.SUMMONED)
OF_MEMBERS = rule_set("qd96.v1", quorum_base=QuorumBase.TOTAL_MEMBERS)


@pytest.mark.parametrize(("present", "quorate"), [(33, False), (34, True), (50, True), (None, None)])
def test_two_thirds_of_fifty_are_thirty_four(present: int | None, quorate: bool | None) -> None:
    assert is_quorate(present, 50, None, OF_SUMMONED) is quorate
    assert is_quorate(present, None, 50, OF_MEMBERS) is quorate


def test_exactly_two_thirds_are_enough() -> None:
    assert is_quorate(32, 48, 100, OF_SUMMONED)


def test_an_unknown_whole_gives_no_answer() -> None:
    assert is_quorate(32, None, 100, OF_SUMMONED) is None


@pytest.mark.parametrize(
    ("text", "unbroken"),
    [
        ("từ 8 giờ 05 phút, ngày 02 tháng 7 năm 2028", ["8 giờ 05 phút", "ngày 02", "tháng 7", "năm 2028"]),
        ("Quy định 96-QĐ/TW, Điều 1 khoản 3.", ["96-QĐ/TW", "Điều 1", "khoản 3"]),
        ("25/47 phiếu thu về (53,19 %)", ["25/47 phiếu", "53,19 %"]),
        ("Nghị quyết 96/2023/QH15", ["96/2023/QH15"]),
        ("không có số", []),
    ],
)
def test_numbers_stay_with_their_words(text: str, unbroken: list[str]) -> None:
    parts = list(pieces(text))
    assert [part for part, whole in parts if whole] == unbroken
    assert "".join(part for part, _ in parts) == text


def test_a_short_place_stays_on_one_line() -> None:
    assert capital_name("HỘI ĐỒNG NHÂN DÂN TỈNH MINH HÒA") == [("HỘI ĐỒNG NHÂN DÂN ", False), ("TỈNH MINH HÒA", True)]
    assert capital_name("SỞ NỘI VỤ") == [("SỞ NỘI VỤ", False)]
    assert not capital_name("ĐẢNG ỦY XÃ CÓ MỘT CÁI TÊN DÀI LẮM DÀI LẮM")[-1][1]


def test_words_of_papers() -> None:
    assert meeting_of("Lấy phiếu tín nhiệm Sở Nội vụ") == "Hội nghị lấy phiếu tín nhiệm Sở Nội vụ"
    assert meeting_of("Kỳ họp thứ 15") == "Kỳ họp thứ 15"
    assert lower_first("HĐND tỉnh") == "HĐND tỉnh"
    assert at_least_two_digits(5) == "05"
    assert at_least_two_digits(1234) == "1.234"
    assert clock(datetime(2028, 7, 2)) == "........ giờ ........ phút"
