"""The windows of phases against the legal order."""

from datetime import date

import pytest

from campaigns.rules.phase_windows import PhaseWindow, window_warnings

Days = tuple[date | None, date | None]


def windows(council: Days = (None, None), party: Days = (None, None), other: Days = (None, None)) -> list[PhaseWindow]:
    return [
        PhaseWindow(1, "HĐND", *council, "Điều 4"),
        PhaseWindow(2, "Cấp ủy", *party, "Điều 4"),
        PhaseWindow(3, "Khác", *other, "Điều 4", not_before=date(2028, 7, 1)),
    ]


def warnings(given: list[PhaseWindow], deadline: date | None = None) -> str:
    return " ".join(window_warnings(given, 2028, deadline))


def test_nothing_set_is_nothing_wrong() -> None:
    assert warnings(windows()) == ""


def test_the_legal_order_is_right() -> None:
    given = windows(
        (date(2028, 5, 1), date(2028, 5, 31)), (date(2028, 5, 31), date(2028, 6, 30)), (date(2028, 7, 1), None)
    )
    assert warnings(given, date(2028, 12, 1)) == ""


@pytest.mark.parametrize(
    ("council", "party"),
    [
        ((date(2028, 6, 1), None), (date(2028, 5, 1), None)),
        ((None, date(2028, 6, 1)), (None, date(2028, 5, 1))),
        ((date(2028, 5, 1), date(2028, 6, 1)), (date(2028, 5, 20), None)),
    ],
)
def test_a_later_phase_comes_later(council: Days, party: Days) -> None:
    assert "Giai đoạn Cấp ủy phải sau giai đoạn HĐND" in warnings(windows(council, party))


def test_other_titles_come_after_the_half_year() -> None:
    assert "sơ kết 6 tháng" in warnings(windows(other=(date(2028, 6, 30), None)))
    assert warnings(windows(other=(date(2028, 7, 1), None))) == ""


def test_the_year_and_the_deadline() -> None:
    assert "không thuộc năm 2028" in warnings(windows(party=(date(2027, 12, 31), None)))
    assert "sau hạn hoàn thành" in warnings(windows(party=(None, date(2028, 8, 2))), date(2028, 8, 1))
