"""Reading a roster workbook: no database."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from officials.rules.roster import read_roster
from officials.rules.roster_cells import BadCell, birth_of, date_of
from officials.rules.roster_headings import letter
from tests.officials.rosters import (
    MEANS,
    TITLES,
    TRUTH,
    UNITS,
    an,
    as_day,
    faults,
    first_codes,
    generated,
    read,
    sample,
    sheets,
)


class TestTheSample:
    def test_counts_are_the_truth(self) -> None:
        roster = sample()
        posts = sum(len(person.posts) for person in roster.people)
        assert (len(roster.units), len(roster.people), posts) == (61, 585, 716)

    def test_faulty_rows_are_those_planted_and_no_others(self) -> None:
        assert first_codes(sample()) == {fault["row"]: fault["fault"] for fault in TRUTH["faults"]}

    def test_people_are_the_truth(self) -> None:
        for person, true in zip(sample().people, TRUTH["people"], strict=True):
            born = as_day(true["born"])
            assert (person.code, person.full_name, person.sex) == (true["code"], true["name"], true["sex"])
            assert born is not None
            assert (person.born_on or born, person.born_year) == (born, born.year)
            assert person.retirement_notice_on == as_day(true["retirement_notice"])
            assert person.illness_from == as_day(true["ill_from"])

    def test_posts_are_the_truth_in_its_order(self) -> None:
        found = [(p.code, post.unit, post.title.name, post.title.regime) for p in sample().people for post in p.posts]
        assert found == [(row["code"], row["unit"], row["title"], row["regime"]) for row in TRUTH["rows"]]


@pytest.mark.parametrize(("people", "seed"), [(5, 5), (50, 3), (600, 1), (600, 99), (3000, 2)])
def test_any_generated_roster_reads_as_it_was_written(tmp_path: Path, people: int, seed: int) -> None:
    roster, officials, planted = generated(tmp_path, people, seed)
    assert first_codes(roster) == {fault["row"]: fault["fault"] for fault in planted}
    for person, true in zip(roster.people, officials, strict=True):
        assert (person.code, person.full_name) == (true["code"], true["name"])
        assert [
            (
                post.position,
                post.unit,
                post.title.name,
                post.title.is_leadership,
                post.started_on,
                post.means,
                post.decision,
            )
            for post in person.posts
        ] == [
            (
                n,
                post["unit"],
                post["title"],
                post["leadership"],
                post["started"],
                MEANS[post["means"]],
                post["decision"],
            )
            for n, post in enumerate(true["posts"], 1)
        ]


class TestDates:
    @pytest.mark.parametrize(
        "cell",
        ["03/04/2024", "3/4/2024", "3.4.2024", "03-04-2024", " 3 / 4 / 2024 ", "2024-04-03", "3/4/2024\u00a0"],
    )
    def test_text_in_the_ways_people_write(self, cell: str) -> None:
        assert date_of(cell) == date(2024, 4, 3)

    @pytest.mark.parametrize("cell", [date(2024, 4, 3), datetime(2024, 4, 3, 7, 30), 45385, 45385.0, "45385"])
    def test_real_dates_and_serial_numbers(self, cell: object) -> None:
        assert date_of(cell) == date(2024, 4, 3)

    @pytest.mark.parametrize(
        "cell", ["31/02/1975", "1/13/2024", "2024", 2024.0, "3/4/24", "hôm qua", "1/1/1024", True, 1.5]
    )
    def test_what_is_no_date_is_refused(self, cell: object) -> None:
        with pytest.raises(BadCell):
            date_of(cell)

    @pytest.mark.parametrize("cell", [1981, 1981.0, "1981", "7/1981"])
    def test_a_birth_may_be_a_year(self, cell: object) -> None:
        assert birth_of(cell) == (None, 1981)

    @pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "\u200b"])
    def test_blank_is_nothing(self, cell: object) -> None:
        assert date_of(cell) is None


class TestCells:
    def test_capitals_decomposed_letters_and_stray_spaces_are_tidied(self) -> None:
        person = read(an(name="  LE\u0302\u00a0 AN ", title="BI\u0301  THU\u031b "))
        assert (person.people[0].full_name, person.people[0].posts[0].title.name) == ("Lê An", "Bí thư")

    def test_a_code_typed_as_a_number_is_a_whole_number(self) -> None:
        assert read(an(code=123.0)).people[0].code == "123"

    def test_letters_of_columns(self) -> None:
        assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


class TestRows:
    def test_a_row_without_a_name_is_a_further_post(self) -> None:
        roster = read(an(), [None, None, None, None, None, "Giám đốc (S01)", "1/1/2025", "bổ nhiệm"])
        assert [(post.unit, post.position) for post in roster.people[0].posts] == [("TU", 1), ("S01", 2)]

    def test_a_faulty_further_post_leaves_the_person(self) -> None:
        roster = read(an(), [None, None, None, None, None, "Giám đốc (S01)", "", "bổ nhiệm"])
        assert (faults(roster), len(roster.people[0].posts)) == ([(5, "G", "no_start")], 1)

    def test_further_posts_of_a_faulty_person_are_left_out_too(self) -> None:
        roster = read(an(code=""), [None, None, None, None, None, "Giám đốc (S01)", "1/1/2025", "bổ nhiệm"])
        assert (roster.people, faults(roster)) == ((), [(4, "B", "no_code"), (5, "F", "person_faulty")])

    def test_a_further_post_under_nobody(self) -> None:
        roster = read([None, None, None, None, None, "Giám đốc (S01)", "1/1/2025", "bổ nhiệm"])
        assert faults(roster) == [(4, "C", "nobody_above")]

    def test_the_same_post_twice(self) -> None:
        roster = read(an(), [None, None, None, None, None, "Bí thư (TU)", "1/1/2025", "bầu"])
        assert faults(roster) == [(5, "F", "duplicate_post")]

    @pytest.mark.parametrize(
        ("cells", "fault"),
        [
            ({"male": "31/02/1975"}, (4, "D", "bad_date")),
            ({"female": "1/2/1975"}, (4, "E", "both_sexes")),
            ({"name": None}, (4, "C", "no_name")),
            ({"title": None}, (4, "F", "no_title")),
            ({"title": "Giám đốc"}, (4, "F", "unknown_title")),
            ({"title": "Giám đốc (KHONGCO)"}, (4, "F", "unknown_unit")),
            ({"means": "mua"}, (4, "H", "unknown_means")),
            ({"means": None}, (4, "H", "unknown_means")),
            ({"started": None}, (4, "G", "no_start")),
            ({"code": "A" * 31}, (4, "B", "no_code")),
            ({"name": "A" * 121}, (4, "C", "no_name")),
        ],
    )
    def test_each_fault_is_told_by_row_and_column(self, cells: dict[str, Any], fault: tuple[int, str, str]) -> None:
        roster = read(an(**cells))
        assert (roster.people, faults(roster)) == ((), [fault])

    def test_every_fault_says_what_and_what_to_do(self) -> None:
        for fault in sample().faults:
            assert fault.heading
            assert fault.sentence.endswith(".")
            assert fault.sentence.count(". ") >= 1

    def test_all_faults_of_a_row_are_told_at_once(self) -> None:
        assert faults(read(an(code="", male="x", means="?"))) == [
            (4, "B", "no_code"),
            (4, "D", "bad_date"),
            (4, "H", "unknown_means"),
        ]

    def test_the_second_of_two_equal_codes_is_the_fault(self) -> None:
        roster = read(an(), an(name="Lê Bình"))
        assert ([p.full_name for p in roster.people], faults(roster)) == (["Lê An"], [(5, "B", "duplicate_code")])

    def test_an_unknown_unit_heading_and_those_under_it(self) -> None:
        roster = read(["2.", None, "X99 - Sở Lạ"], an())
        assert faults(roster) == [(4, "C", "unknown_unit"), (5, "F", "no_unit")]

    def test_a_heading_may_be_the_name_alone(self) -> None:
        assert read(["II", None, "SỞ NỘI VỤ"], an(title="Giám đốc")).people[0].posts[0].unit == "S01"

    def test_a_signature_block_is_no_fault(self) -> None:
        signed = [[], [None, None, "Người lập biểu", None, None, "TRƯỞNG BAN"], [None, None, "Lê Ký"]]
        assert faults(read(an(), *signed)) == []

    def test_a_name_alone_between_people_is_no_signature(self) -> None:
        assert faults(read([1, None, "Lê Thiếu"], an())) == [
            (4, "B", "no_code"),
            (4, "F", "no_title"),
            (4, "G", "no_start"),
            (4, "H", "unknown_means"),
        ]


class TestTables:
    def test_columns_in_another_order_below_other_title_rows(self) -> None:
        units, titles, (name, rows) = sheets(an())
        turned: list[list[object]] = [["TỈNH ỦY"], []]
        turned += [[*reversed([*row, *[None] * 8][:8])] for row in rows]
        # "Nữ" and "Nam" change places with the columns; the heading that covers both stands over the left one
        turned[2][3], turned[2][4] = turned[2][4], turned[2][3]
        assert read_roster([units, titles, (name, turned)]).people == read(an()).people

    def test_a_row_that_numbers_the_columns_is_skipped(self) -> None:
        units, titles, (name, rows) = sheets(an())
        numbered = [*rows[:2], [f"({n})" for n in range(1, 9)], *rows[2:]]
        assert len(read_roster([units, titles, (name, numbered)]).people) == 1

    def test_sheets_are_known_by_their_headings(self) -> None:
        renamed = [(f"Sheet{n}", rows) for n, (_name, rows) in enumerate(reversed(sheets(an())))]
        assert len(read_roster(renamed).people) == 1

    def test_a_missing_sheet(self) -> None:
        roster = read_roster(sheets(an())[:2])
        assert ([fault.code for fault in roster.faults], roster.is_readable) == (["missing_sheet"], False)

    def test_a_missing_heading_is_named(self) -> None:
        units, titles, (name, rows) = sheets(an())
        rows[0][7] = "Ghi chú"  # type: ignore[index]
        roster = read_roster([units, titles, (name, [list(row) for row in rows])])
        rows[0][7] = "Hình thức"  # type: ignore[index]
        assert "“Hình thức”" in roster.faults[0].sentence

    def test_an_empty_workbook(self) -> None:
        assert [fault.code for fault in read_roster([("Sheet1", [])]).faults] == ["missing_sheet"] * 3


class TestUnitsAndTitles:
    @pytest.mark.parametrize(
        ("row", "code"),
        [
            (["TU", "Trùng", "", "department", "province"], "duplicate_unit"),
            (["", "Không mã", "", "department", "province"], "no_code"),
            (["B", "", "", "department", "province"], "no_name"),
            (["B", "Lạ", "", "không biết", "province"], "unknown_kind"),
            (["B", "Lạ", "", "department", "không biết"], "unknown_tier"),
            (["B", "Lạ", "KHONGCO", "department", "province"], "unknown_parent"),
            (["B", "Vòng", "B", "department", "province"], "circle_of_units"),
        ],
    )
    def test_faults_of_units(self, row: list[str], code: str) -> None:
        roster = read(an(), units=[*UNITS, row])
        assert ([fault.code for fault in roster.faults], len(roster.units)) == ([code], 2)

    def test_kinds_and_tiers_may_be_written_in_words(self) -> None:
        roster = read(units=[["TU", "Tỉnh ủy", "", "Cấp ủy", "Cấp tỉnh"]])
        assert (roster.units[0].kind, roster.units[0].tier) == ("party_committee", "province")

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            (["BÍ THƯ", "party_committee", "Đảng", "x", 1], "duplicate_title"),
            (["", "department", "Khác", "x", 1], "no_name"),
            (["Lạ", "department", "gì đó", "x", 1], "unknown_regime"),
            (["Lạ", "department", "Khác", "có lẽ", 1], "unknown_mark"),
            (["Lạ", "department", "Khác", "x", "đầu"], "bad_rank"),
        ],
    )
    def test_faults_of_titles(self, row: list[Any], code: str) -> None:
        assert [fault.code for fault in read(an(), titles=[*TITLES, row]).faults] == [code]

    @pytest.mark.parametrize(
        ("words", "regime"),
        [("Đảng (QĐ 96-QĐ/TW)", "party"), ("HĐND bầu, phê chuẩn (NQ 96)", "state"), ("Khác (QĐ 96-QĐ/TW)", "other")],
    )
    def test_regime_by_words(self, words: str, regime: str) -> None:
        assert read(titles=[["Bí thư", "party_committee", words, "x", 1]]).titles[0].regime == regime


def test_a_serial_number_of_another_age_is_no_date() -> None:
    with pytest.raises(BadCell):
        date_of(99999)
