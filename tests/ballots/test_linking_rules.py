"""What an attacker finds, and what chance would give him."""

import random
from itertools import pairwise, permutations

import pytest

from ballots.rules.linking import (
    ORDERS,
    StoredRow,
    by_command,
    by_content,
    by_order,
    by_transaction,
    chance_of_alike,
    chance_of_runs,
    expected_runs,
    possible_leftovers,
    to_receipts,
    whole_runs,
)
from tests.ballots.joining import blocks_in_order, groups_by_transaction, rightly_joined


def leaky(ballots: int, size: int) -> list[StoredRow]:
    """Each ballot written by its own transaction, one after the other."""
    return [StoredRow(f"{n}-{k}", (0, n * size + k + 1), 700 + n, 1) for n in range(ballots) for k in range(size)]


def rewritten(ballots: int, size: int, seed: int = 1) -> list[StoredRow]:
    """All in random order by one transaction."""
    rows = leaky(ballots, size)
    random.Random(seed).shuffle(rows)
    return [StoredRow(row.key, (0, place), 900, 3) for place, row in enumerate(rows, 1)]


def test_a_leaky_store_is_found_whole() -> None:
    slips = leaky(200, 5)
    truth = {row.key: row.key.split("-")[0] for row in slips}
    marks = [StoredRow(f"m{n}", (0, n + 1), 700 + n, 0) for n in range(200)]
    for finding in (by_transaction(slips, 200), by_command(slips, 200), to_receipts(slips, marks, 200)):
        assert finding.linked == 200
        assert finding.is_beyond_chance
    finding = by_order("place", [row.key.split("-")[1] for row in slips], 5)
    assert finding.linked == 200
    assert finding.is_beyond_chance
    assert rightly_joined(groups_by_transaction(slips), truth, 5) == 200
    assert rightly_joined(blocks_in_order(slips, ORDERS["place"], 5), truth, 5) == 200


def test_a_rewritten_store_gives_no_more_than_chance() -> None:
    slips = rewritten(200, 9)
    truth = {row.key: row.key.split("-")[0] for row in slips}
    marks = [StoredRow(f"m{n}", (0, n + 1), 900, 0) for n in range(200)]
    for finding in (by_transaction(slips, 200), by_command(slips, 200), to_receipts(slips, marks, 200)):
        assert finding.linked == 0
        assert not finding.is_beyond_chance
    finding = by_order("place", [row.key.split("-")[1] for row in slips], 9)
    assert not finding.is_beyond_chance
    assert rightly_joined(blocks_in_order(slips, ORDERS["place"], 9), truth, 9) == 0


@pytest.mark.parametrize(("ballots", "size"), [(1, 2), (2, 2), (3, 2), (2, 3), (4, 2)])
def test_the_bounds_hold_over_every_order(ballots: int, size: int) -> None:
    """Counted out: all orders of the slips are equally likely."""
    found = [whole_runs(order, size) for order in set(permutations(list(range(size)) * ballots))]
    assert sum(found) / len(found) <= expected_runs(ballots, size) + 1e-9
    for least in range(ballots + 1):
        share = sum(number >= least for number in found) / len(found)
        assert share <= chance_of_runs(least, ballots, size) + 1e-9


def test_the_bounds_hold_in_larger_boxes() -> None:
    dice = random.Random(96)
    for ballots, size in ((30, 3), (47, 5), (12, 4)):
        slips, found = list(range(size)) * ballots, []
        for _ in range(400):
            dice.shuffle(slips)
            found.append(by_order("place", slips, size))
        assert sum(finding.linked for finding in found) / 400 <= expected_runs(ballots, size) * 1.05
        assert not any(finding.is_beyond_chance for finding in found)


def test_all_of_them_in_order_is_not_chance_but_in_a_very_small_box() -> None:
    assert by_order("place", [0, 1, 2, 3] * 6, 4).is_beyond_chance
    assert not by_order("place", [0, 1] * 4, 2).is_beyond_chance


def test_runs_are_taken_without_overlap() -> None:
    assert whole_runs("abcabc", 3) == 2
    assert whole_runs("aabca", 3) == 1
    assert whole_runs("abab", 3) == 0
    assert whole_runs("", 3) == 0


def test_one_ballot_alone_is_told_from_nothing() -> None:
    slips = leaky(1, 5)
    assert by_transaction(slips, 1).linked == 0
    assert not by_order("place", [1, 2, 3, 4, 5], 5).is_beyond_chance


def test_a_group_of_more_than_one_ballot_is_worth_one() -> None:
    """At random one pair in a group is right on average, whatever its size: counted out for groups of one to five."""
    for ballots in range(1, 6):
        orders = list(permutations(range(ballots)))
        assert sum(place == one for order in orders for place, one in enumerate(order)) == len(orders)
    slips = [StoredRow(str(n), (0, n + 1), 900, n // 8) for n in range(80)]
    assert by_command(slips, 16).linked == 10
    marks = [StoredRow(f"m{n}", (0, n + 1), 900, 0) for n in range(16)]
    assert to_receipts(slips, marks, 16).linked == 0
    in_pairs = [row._replace(transaction=700 + row.command) for row in slips]
    assert to_receipts(in_pairs, [marks[0]._replace(transaction=703)], 16).linked == 1


def test_slips_that_look_alike_are_found() -> None:
    keys = [bytes([number]) * 32 for number in range(40)]
    assert by_content([key + b"." * 30 for key in keys], 10).linked == 0
    assert by_content([keys[number // 4] + b"." * 30 for number in range(40)], 10).linked == 10
    assert by_content([key + b"." * (30 + key[0] // 4) for key in keys], 10).linked == 10


def test_slips_written_person_by_person_are_found() -> None:
    """The first slip of everybody is one ballot, the second another one, and no run of neighbours is a ballot."""
    kinds = [kind for kind in range(5) for _ in range(40)]
    finding = by_order("place", kinds, 5)
    assert whole_runs(kinds, 5) == 0
    assert finding.linked == 40
    assert finding.is_beyond_chance


@pytest.mark.parametrize(("ballots", "size"), [(2, 2), (3, 2), (4, 2), (2, 3)])
def test_the_bound_of_neighbours_holds_over_every_order(ballots: int, size: int) -> None:
    orders = set(permutations(list(range(size)) * ballots))
    alike = [(sum(one == other for one, other in pairwise(order)), chance_of_alike(order, ballots)) for order in orders]
    assert sum(number for number, _ in alike) / len(alike) == pytest.approx(ballots - 1)
    for number, chance in alike:
        assert sum(other >= number for other, _ in alike) / len(alike) <= chance + 1e-9


def test_gaps_in_a_file() -> None:
    assert possible_leftovers([], 0) == 0
    assert possible_leftovers([], 1) > 1
    assert possible_leftovers([(0, 1), (0, 2), (1, 1)], 2) == 0
    assert possible_leftovers([(0, 2), (0, 3), (2, 1)], 3) == 1 + 2


def test_an_empty_box_tells_nothing() -> None:
    assert by_order("keys", [], 3).chance == 1.0
