"""Who is on the roll: once each, whatever the order, and corrections survive."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.board import board_warnings
from campaigns.rules.freezing import RollLine, frozen_digest
from campaigns.rules.voter_roll import (
    ON_THE_BALLOT,
    Holding,
    Person,
    RollEntry,
    Standing,
    renewal,
    roll,
    why_labels,
)
from config.vietnamese import sort_key
from tests.campaigns.rosters import shipped

QD96 = shipped("qd96.v1")
AGENCY = {"agency": QD96.voter_rules["agency"]}
UNIT, BELOW, ELSEWHERE = 1, 2, 3
PLACES = {("agency", "unit"): frozenset({UNIT}), ("agency", "subordinates"): frozenset({BELOW})}
NAMES = ["Lê Văn Bảy", "Trần Thị Ánh", "Đỗ An", "Nguyễn Văn Ân", "Phạm Bình"]


def person(number: int) -> Person:
    name = NAMES[number % len(NAMES)]
    return Person(number, f"C{number:02}", name, sort_key(name))


def post(number: int, unit: int = UNIT, title: str = "Giám đốc", rank: int = 1, *, leads: bool = True) -> Holding:
    return Holding(person(number), "appointment", unit, f"Đơn vị {unit}", title, rank, leads)


def seat(number: int, kind: str = "executive_member", unit: int = UNIT) -> Holding:
    return Holding(person(number), "membership", unit, f"Đơn vị {unit}", "Ủy viên", seat=kind)


people = st.integers(0, 9)
units = st.sampled_from([UNIT, BELOW, ELSEWHERE])
holdings = st.lists(
    st.builds(post, people, units, st.sampled_from(["Giám đốc", "Phó"]), st.integers(1, 3), leads=st.booleans())
    | st.builds(seat, people, st.sampled_from(["executive_member", "division_head", "deputy"]), units),
    max_size=25,
)


def test_every_way_of_qualifying_is_named() -> None:
    found = roll(AGENCY, PLACES, [post(1), seat(1), seat(1, "division_head")])
    assert [(entry.person.official_id, entry.why) for entry in found] == [
        (1, ("leaders", "agency_committee_member", "division_head"))
    ]
    assert (found[0].title, found[0].workplace) == ("Giám đốc", "Đơn vị 1")


def test_a_place_rank_or_seat_that_does_not_fit_makes_no_voter() -> None:
    others = [post(1, ELSEWHERE), post(2, leads=False), post(3, BELOW, rank=2), seat(4, "deputy"), seat(5, unit=BELOW)]
    assert roll(AGENCY, PLACES, others) == ()
    assert [entry.why for entry in roll(AGENCY, PLACES, [post(3, BELOW)])] == [("subordinate_head",)]


def test_who_is_voted_on_stays_on_the_roll() -> None:
    found = roll({}, {}, [], [person(1)], {1: ("Giám đốc", "Sở Nội vụ")})
    assert found == (RollEntry(person(1), "Giám đốc", "Sở Nội vụ", (ON_THE_BALLOT,)),)


def test_deputies_vote_on_council_and_committee_once() -> None:
    rules = shipped("nq96.v2").voter_rules
    places = {(group, "council"): frozenset({UNIT}) for group in ("council", "committee")}
    assert [entry.why for entry in roll(rules, places, [seat(1, "deputy")])] == [("deputy",)]


@given(holdings, st.lists(people, max_size=5), st.randoms())
def test_each_person_stands_once_whatever_the_order(held: list[Holding], voted_on: list[int], rng: object) -> None:
    ballot = [person(number) for number in voted_on]
    found = roll(AGENCY, PLACES, held, ballot)
    ids = [entry.person.official_id for entry in found]
    assert len(ids) == len(set(ids))
    assert set(voted_on) <= set(ids)
    assert [entry.person.sort_key for entry in found] == sorted(entry.person.sort_key for entry in found)
    assert all(entry.why and set(entry.why) <= set(why_labels(QD96)) for entry in found)
    shuffled = sorted(held, key=lambda _: rng.random())  # type: ignore[attr-defined]
    assert roll(AGENCY, PLACES, shuffled, ballot[::-1]) == found


def standing(entry: RollEntry, at: int, *, by_rule: bool = True, is_removed: bool = False) -> Standing:
    return Standing(
        at, entry.person.official_id, entry.person.name, entry.title, entry.workplace, entry.why, by_rule, is_removed
    )


@given(holdings, holdings, st.sets(people), st.sets(people))
def test_corrections_survive_working_out_again(
    before: list[Holding], after: list[Holding], by_hand: set[int], removed: set[int]
) -> None:
    old = [
        standing(
            entry,
            at,
            by_rule=entry.person.official_id not in by_hand,
            is_removed=entry.person.official_id in removed,
        )
        for at, entry in enumerate(roll(AGENCY, PLACES, before))
    ]
    new = roll(AGENCY, PLACES, after)
    found = renewal(old, new)
    kept = {entry.official_id for entry in old} - {entry.official_id for entry in found.dropped}
    assert kept >= {entry.official_id for entry in old if not entry.by_rule or entry.is_removed}
    added = {entry.person.official_id for entry in found.added}
    assert not added & kept
    assert kept | added >= {entry.person.official_id for entry in new}


@given(holdings)
def test_working_out_twice_changes_nothing(held: list[Holding]) -> None:
    found = roll(AGENCY, PLACES, held)
    assert not renewal([standing(entry, at) for at, entry in enumerate(found)], found)


def test_an_entry_by_name_alone_is_left_as_it_is() -> None:
    guest = Standing(1, None, "Khách", "", "", (), by_rule=False, is_removed=False)
    assert not renewal([guest], ())


LINE = RollLine("Lê An", "Giám đốc", "Sở Nội vụ", 1, ("leaders",))


def test_a_changed_letter_changes_the_digest_and_the_order_does_not() -> None:
    other = replace(LINE, name="Lê Ân")
    assert frozen_digest([LINE, other]) == frozen_digest([other, LINE])
    assert len({frozen_digest(lines) for lines in ([], [LINE], [other], [LINE, LINE], [LINE, other])}) == 5


def test_a_board_of_an_odd_size_or_without_a_head_is_told() -> None:
    assert board_warnings(0, 0, QD96) == board_warnings(3, 1, QD96) == []
    assert "từ 3 đến 15" in board_warnings(2, 1, QD96)[0]
    assert "Trưởng ban" in board_warnings(4, 0, QD96)[0]
