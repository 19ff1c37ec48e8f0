"""What speaks against a session: each rule, and the sweep over time against a look at every pair."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.conflicts import (
    SENTENCES,
    Conflict,
    Diary,
    Frame,
    Person,
    PhaseSpan,
    Slot,
    Weight,
    blocking,
    board_conflicts,
    clashes,
    conflicts,
    is_working_day,
    meetings,
    to_answer,
)

START = datetime(2028, 7, 5, 8)
TODAY = date(2028, 1, 3)
FRAME = Frame(
    year=2028,
    deadline=date(2028, 7, 31),
    position=2,
    earliest=date(2028, 7, 1),
    latest=date(2028, 7, 20),
    dossier_days={"sent": 20, "questions": 10},
    steps={"sent": "Gửi hồ sơ"},
    citations={"board": "Điều 29", "timing": "Điều 4", "dossier": "Điều 9"},
)
AN, BINH = Person("Nguyễn Văn An", 1), Person("Trần Thị Bình", 2)


def slot(number: int = 0, starts: datetime = START, minutes: int = 120, **fields: object) -> Slot:
    return Slot(number, f"hội nghị {number}", starts, starts + timedelta(minutes=minutes), **fields)  # type: ignore[arg-type]


def codes(found: object) -> set[str]:
    return {conflict.code for conflict in found}  # type: ignore[attr-defined]


def found(planned: Slot, *others: Slot, frame: Frame = FRAME, today: date = TODAY) -> set[str]:
    return codes(conflicts(planned, frame, others, today))


def test_a_good_day_has_no_conflict() -> None:
    assert found(slot()) == set()


def test_the_same_room_blocks_however_it_is_written() -> None:
    assert found(slot(place="Hội trường  A"), slot(1, place="hoi truong a")) == {"same_room"}
    assert found(slot(place="Hội trường A"), slot(1, place="Hội trường B")) == set()
    assert found(slot(place=""), slot(1, place="")) == set()


def test_one_after_the_other_is_no_overlap() -> None:
    assert found(slot(place="A"), slot(1, START + timedelta(hours=2), place="A")) == set()
    assert found(slot(place="A"), slot(1, START + timedelta(minutes=119), place="A")) == {"same_room"}


def test_nobody_leads_two_sessions_at_once() -> None:
    assert found(slot(chair=AN), slot(1, board=(AN,))) == {"in_two_sessions"}
    assert found(slot(chair=Person("Nguyễn Văn An")), slot(1, chair=Person("Nguyễn Văn An"))) == set()


def test_two_ballots_at_once_are_a_warning() -> None:
    assert found(slot(ballot=(AN,)), slot(1, ballot=(AN, BINH))) == {"wanted_elsewhere"}
    assert found(slot(ballot=(AN,)), slot(1, chair=AN)) == {"wanted_elsewhere"}


def test_nobody_counts_the_ballot_they_stand_on() -> None:
    (conflict,) = conflicts(slot(board=(AN,), ballot=(AN,)), FRAME, [], TODAY)
    assert (conflict.code, conflict.weight) == ("board_on_ballot", Weight.BLOCK)
    assert "Nguyễn Văn An" in conflict.sentence
    assert conflict.sentence.endswith("Căn cứ: Điều 29.")


@pytest.mark.parametrize(
    ("member", "line", "is_same"),
    [
        (Person("Nguyễn Văn An"), AN, True),
        (Person("nguyễn  văn an"), AN, True),
        (AN, Person("Nguyễn Văn An"), True),
        (Person("Nguyễn Văn An", 9), AN, False),
        (Person("Nguyễn Văn Ân"), AN, False),
    ],
)
def test_a_name_counts_where_the_register_does_not_know(member: Person, line: Person, is_same: bool) -> None:
    assert any(board_conflicts([member], [line], "")) is is_same


def test_the_chair_on_the_ballot_is_a_warning() -> None:
    assert found(slot(chair=AN, ballot=(AN, BINH))) == {"chair_on_ballot"}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2029, 7, 5), {"outside_year", "after_deadline", "after_phase"}),
        (date(2028, 6, 30), {"before_phase"}),
        (date(2028, 7, 21), {"after_phase"}),
        (date(2028, 8, 1), {"after_phase", "after_deadline"}),
        (date(2028, 7, 8), {"weekend"}),
        (date(2028, 7, 9), {"weekend"}),
    ],
)
def test_days(day: date, code: set[str]) -> None:
    assert found(slot(starts=datetime(day.year, day.month, day.day, 8))) == code


@pytest.mark.parametrize(("month", "day"), [(1, 1), (4, 30), (5, 1), (9, 2)])
def test_holidays_are_a_note(month: int, day: int) -> None:
    frame = replace(FRAME, earliest=None, latest=None, deadline=None)
    all_found = conflicts(slot(starts=datetime(2028, month, day, 8)), frame, [], date(2027, 1, 1))
    assert [(conflict.code, conflict.weight) for conflict in all_found] == [("holiday", Weight.NOTE)]
    assert not is_working_day(date(2028, month, day))


def test_the_phases_have_an_order() -> None:
    before = PhaseSpan(1, "HĐND", datetime(2028, 7, 3, 8), datetime(2028, 7, 6, 8))
    after = PhaseSpan(3, "Khác", datetime(2028, 7, 4, 8), datetime(2028, 7, 30, 8))
    assert found(slot(), frame=replace(FRAME, spans=(before,))) == {"earlier_phase_later"}
    assert found(slot(), frame=replace(FRAME, spans=(after,))) == {"later_phase_earlier"}
    same_day = replace(before, last=datetime(2028, 7, 5, 14))
    assert found(slot(), frame=replace(FRAME, spans=(same_day,))) == set()


def test_the_dossiers_need_their_days() -> None:
    (conflict,) = conflicts(slot(), FRAME, [], date(2028, 6, 20))
    assert conflict.code == "dossier_short"
    assert "Gửi hồ sơ (trước 20 ngày, thiếu 5)" in conflict.sentence
    assert found(slot(), today=date(2028, 6, 15)) == set()
    assert found(slot(), today=date(2028, 6, 16)) == {"dossier_short"}


def test_a_day_gone_by_is_a_warning() -> None:
    assert found(slot(), today=date(2028, 7, 5)) == {"dossier_short"}
    assert found(slot(), today=date(2028, 7, 6)) == {"in_the_past"}


def test_what_blocks_comes_first_and_old_warnings_have_had_their_reason() -> None:
    late = slot(starts=datetime(2028, 8, 1, 8), place="A")
    both = conflicts(late, FRAME, [slot(1, datetime(2028, 8, 1, 9), place="A")], TODAY)
    assert [conflict.code for conflict in both] == ["same_room", "after_deadline", "after_phase"]
    assert codes(blocking(both)) == {"same_room"}
    assert codes(to_answer(both)) == {"after_deadline", "after_phase"}
    assert to_answer(both, before=both) == []


def test_every_code_has_its_words() -> None:
    numbers: defaultdict[str, str] = defaultdict(lambda: "x")
    for code, (weight, label, _) in SENTENCES.items():
        conflict = Conflict(code, numbers)
        assert conflict.sentence.endswith(".")
        assert (conflict.weight, conflict.label) == (weight, label)


people = st.lists(st.integers(1, 5), max_size=3).map(lambda ids: tuple(Person(f"P{number}", number) for number in ids))
some_slots = st.lists(
    st.builds(
        lambda start, long, place, chair, board, ballot: slot(
            0, START + timedelta(minutes=start), long, place=place, chair=chair, board=board, ballot=ballot
        ),
        st.integers(0, 4000),
        st.integers(1, 1500),
        st.sampled_from(["", "A", "a", "B"]),
        st.none() | st.integers(1, 5).map(lambda number: Person(f"P{number}", number)),
        people,
        people,
    ),
    max_size=25,
).map(lambda found: [replace(one, id=number, label=f"hội nghị {number}") for number, one in enumerate(found, 1)])


def _seen(found: object) -> list[tuple[str, int]]:
    return sorted((conflict.code, conflict.other.id) for conflict in found)  # type: ignore[attr-defined]


@given(some_slots)
def test_the_sweep_finds_what_a_look_at_every_pair_finds(slots: list[Slot]) -> None:
    swept = clashes(slots)
    for one in slots:
        assert _seen(swept.get(one.id, [])) == _seen(meetings(one, slots))


@given(some_slots, st.randoms())
def test_the_sweep_does_not_depend_on_the_order(slots: list[Slot], random: object) -> None:
    mixed = list(slots)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert {key: _seen(value) for key, value in clashes(slots).items()} == {
        key: _seen(value) for key, value in clashes(mixed).items()
    }


@given(some_slots)
def test_the_diary_finds_every_overlap(slots: list[Slot]) -> None:
    diary = Diary(slots)
    for one in slots:
        naive = {other.id for other in slots if other.id != one.id and other.overlaps(one)}
        assert {other.id for other in diary.around(one)} == naive
