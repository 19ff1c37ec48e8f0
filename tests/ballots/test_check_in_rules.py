"""The quorum as doors and hall show it."""

import pytest

from ballots.presenters.check_in import fraction
from ballots.rules.check_in import quorum_of
from tests.campaigns.rosters import shipped

QD96, NQ96 = shipped("qd96.v1"), shipped("nq96.v1")


@pytest.mark.parametrize(
    ("present", "needed", "reached", "lacking"), [(61, 62, False, 1), (62, 62, True, 0), (93, 62, True, 0)]
)
def test_two_thirds_of_those_summoned(present: int, needed: int, reached: bool, lacking: int) -> None:
    found = quorum_of(present, 93, None, QD96)
    assert found is not None
    assert (found.needed, found.is_reached, found.lacking) == (needed, reached, lacking)


def test_it_reads_as_a_fraction() -> None:
    found, many = quorum_of(62, 93, None, QD96), quorum_of(3334, 5000, None, QD96)
    assert found is not None
    assert many is not None
    assert fraction(found) == "62/93, cần 62"
    assert fraction(many) == "3.334/5.000, cần 3.334"


def test_a_council_counts_all_its_members() -> None:
    found = quorum_of(34, 45, 50, NQ96)
    assert found is not None
    assert (found.whole, found.needed) == (50, 34)


def test_nobody_summoned_is_no_quorum() -> None:
    found = quorum_of(0, 0, 0, QD96)
    assert found is not None
    assert not found.is_reached


@pytest.mark.parametrize(("present", "summoned", "rules"), [(None, 93, QD96), (62, None, QD96), (62, 93, NQ96)])
def test_what_is_unknown_is_not_guessed(present: int | None, summoned: int | None, rules: object) -> None:
    assert quorum_of(present, summoned, None, rules) is None  # type: ignore[arg-type]
