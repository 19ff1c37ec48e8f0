"""What must hold of cards, codes, slips and the shuffling whatever the ballots: tried on very many of them."""

import random
from collections import Counter
from itertools import combinations
from secrets import token_bytes
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.rules.access_codes import ALPHABET, LENGTH, new_codes, read_code
from ballots.rules.access_codes import written as written_code
from ballots.rules.key_cards import combined, private_key, public_key, read_card, share_out, written
from ballots.rules.linking import StoredRow, by_order, expected_runs
from ballots.rules.slips import (
    UNMARKED,
    ScreenStyle,
    counted,
    faulty_people,
    kind_of,
    opened,
    sealed_slips,
    slips_per_ballot,
)
from tests.ballots.joining import blocks_in_order, rightly_joined

LEVELS = ("high", "normal", "low")
SECRETS = st.binary(min_size=16, max_size=16)
CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
quick = settings(max_examples=40, deadline=None)


@st.composite
def boards(draw: st.DrawFn) -> tuple[bytes, int, int]:
    """A secret, and how many of how many cards open the box."""
    holders = draw(st.integers(2, 6))
    return draw(SECRETS), draw(st.integers(2, holders)), holders


@st.composite
def halls(draw: st.DrawFn) -> tuple[tuple[ScreenStyle, ...], list[dict[int, str]]]:
    """Ballot styles, and what everybody marked."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    people = iter(range(1, sum(sizes) + 1))
    styles = tuple(
        ScreenStyle(100 + place, tuple(next(people) for _ in range(size))) for place, size in enumerate(sizes)
    )
    mark = st.sampled_from([*LEVELS, UNMARKED])
    ballot = st.fixed_dictionaries({person: mark for style in styles for person in style.people})
    return styles, draw(st.lists(ballot, max_size=8))


@quick
@given(boards())
def test_any_k_cards_open_the_box_and_fewer_do_not(board: tuple[bytes, int, int]) -> None:
    secret, threshold, holders = board
    cards, key = share_out(secret, threshold, holders), public_key(secret)
    for chosen in combinations(cards, threshold):
        assert combined(chosen) == secret
    for chosen in combinations(cards, threshold - 1):
        assert public_key(combined(chosen)) != key


@quick
@given(boards(), st.data())
def test_cards_are_typed_as_they_are_read(board: tuple[bytes, int, int], data: st.DataObject) -> None:
    """With spaces, without dashes, in small letters and with letters that look alike; another box has other cards."""
    secret, threshold, holders = board
    key = public_key(secret)
    for card in share_out(secret, threshold, holders):
        text = written(card, key)
        typed = data.draw(st.sampled_from([text, text.lower(), text.replace("-", ""), text.replace("-", " ")]))
        assert read_card(typed.replace("0", "O").replace("1", "l"), key) == card
        assert read_card(text, public_key(token_bytes(16))) is None


@quick
@given(SECRETS, st.data())
def test_one_wrong_letter_on_a_card_is_caught(secret: bytes, data: st.DataObject) -> None:
    """The check has 24 bits: one slip of the pen in sixteen million passes, and then the key does not open."""
    key = public_key(secret)
    text = written(share_out(secret, 2, 3)[0], key).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != text[place]]))
    assert read_card(text[:place] + letter + text[place + 1 :], key) is None
    if place and text[place] != text[place - 1]:
        assert read_card(text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :], key) is None
    assert read_card(text[:place] + text[place + 1 :], key) is None


@given(CODES, st.data())
def test_codes_are_read_as_they_look(code: str, data: st.DataObject) -> None:
    looks = {"0": "0OoQD", "1": "1IiLl", "5": "5Ss", "8": "8Bb", "2": "2Zz", "6": "6G", "V": "VvUu"}
    typed = "".join(data.draw(st.sampled_from(looks.get(letter, letter + letter.lower()))) for letter in code)
    assert read_code(f" {typed[:5]} - {typed[5:]}") == read_code(written_code(code)) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(text: str) -> None:
    code = read_code(text)
    assert code == "" or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_codes_differ() -> None:
    codes = new_codes(2000, random.Random(1).choice)
    assert len(set(codes)) == 2000


@quick
@given(halls(), SECRETS, st.randoms(use_true_random=False))
def test_the_count_is_what_was_cast(
    hall: tuple[tuple[ScreenStyle, ...], list[dict[int, str]]], secret: bytes, dice: Any
) -> None:
    """For any ballots, in any order of the slips."""
    styles, ballots = hall
    assert not any(faulty_people(styles, ballot, LEVELS) for ballot in ballots)
    slips = [slip for ballot in ballots for slip in sealed_slips(styles, ballot, LEVELS, public_key(secret))]
    assert len(slips) == len(ballots) * slips_per_ballot(styles)
    dice.shuffle(slips)
    found = counted(opened(slips, private_key(secret)), styles, LEVELS)
    assert found.returned == {style.key: len(ballots) for style in styles}
    for person, line in found.lines.items():
        cast = Counter(ballot[person] for ballot in ballots)
        assert line.votes == {level: cast[level] for level in LEVELS}
        assert line.line_invalid == cast[UNMARKED]


@quick
@given(halls(), SECRETS)
def test_slips_tell_nothing_but_that_they_are_slips(
    hall: tuple[tuple[ScreenStyle, ...], list[dict[int, str]]], secret: bytes
) -> None:
    styles, ballots = hall
    slips = [slip for ballot in ballots for slip in sealed_slips(styles, ballot, LEVELS, public_key(secret))]
    assert len({len(slip) for slip in slips}) <= 1
    assert len({slip[:32] for slip in slips}) == len(slips)


@settings(quick, derandomize=True)  # chance does at times what chance does
@given(st.integers(5, 40), st.integers(6, 25), st.integers())
def test_slips_in_random_order_are_not_joined_better_than_chance(ballots: int, size: int, seed: int) -> None:
    """The closing writes them in random order: then neither runs of neighbours nor given blocks are ballots more often
    than chance gives, and the attack never takes it for more."""
    rows = [(ballot, kind) for ballot in range(ballots) for kind in range(size)]
    random.Random(seed).shuffle(rows)
    stored = [StoredRow(str(place), (0, place), 900, 1) for place in range(len(rows))]
    found = by_order("place", [kind for _, kind in rows], size)
    assert not found.is_beyond_chance
    assert found.expected == expected_runs(ballots, size)
    known = {str(place): ballot for place, (ballot, _) in enumerate(rows)}
    assert rightly_joined(blocks_in_order(stored, lambda row: row.place, size), known, size) <= 1


def test_what_a_slip_is_about_holds_no_mark() -> None:
    """The self-attack looks at this part only."""
    styles, secret = (ScreenStyle(1, (7, 8)),), bytes(16)
    one, other = (
        {kind_of(slip) for slip in opened(sealed_slips(styles, marks, LEVELS, public_key(secret)), private_key(secret))}
        for marks in ({7: "high", 8: "low"}, {7: UNMARKED, 8: "normal"})
    )
    assert one == other
    assert len(one) == 3
