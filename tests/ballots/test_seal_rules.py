"""The text that is sealed and the codes that carry it: nothing gets lost, nothing can be changed."""

import json
import random
import zlib
from dataclasses import fields, replace
from typing import Any

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from ballots.rules import seal_codes
from ballots.rules.seal_codes import ALPHABET, MOST_UNPACKED, Wire, decode, encode
from ballots.rules.seal_payload import (
    SealedSession,
    Unreadable,
    canonical,
    comparable,
    digest_of,
    faults,
    in_one,
    parse,
    short,
)
from ballots.rules.seal_signature import is_signed, sign
from tests.ballots.seals import KEY, in_two_ways, sealed, wire_of

SMALL = wire_of(sealed(2))
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf", "Zs")), max_size=40)
NUMBERS = st.integers(0, 2**31 - 1)


@given(WORDS, WORDS, NUMBERS, st.lists(NUMBERS, min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_text_gives_the_session_back(name: str, title: str, present: int, votes: list[int]) -> None:
    session = sealed(1)
    style = session.styles[0]
    person = replace(style.people[0], name=name, title=title)
    count = replace(style.channels[0], lines=(tuple(votes),))
    session = replace(session, present=present, styles=(replace(style, people=(person,), channels=(count,)),))
    assert parse(canonical(session)) == session


@given(st.text(max_size=6000), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_codes_give_the_text_back_in_any_order(text: str, rng: random.Random) -> None:
    wire = Wire(text.encode(errors="ignore").decode(), bytes(rng.randbytes(32)), bytes(rng.randbytes(64)))
    parts = [*encode(wire), *encode(wire)]
    rng.shuffle(parts)
    if wire.text:
        assert decode("\n mã: ".join(parts)) == wire


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_changed_character_is_refused(data: st.DataObject) -> None:
    (part,) = encode(SMALL)
    place = data.draw(st.integers(0, len(part) - 1))
    other = data.draw(st.sampled_from([char for char in f"{ALPHABET}:/ a" if char != part[place]]))
    with pytest.raises(Unreadable):
        decode(part[:place] + other + part[place + 1 :])


def fields_of(value: object, path: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Where the single fields of a text stand, at all depths."""
    if isinstance(value, list):
        return [found for place, part in enumerate(value) for found in fields_of(part, (*path, place))]
    return [path]


def other_than(value: object) -> object:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value.replace(value[0], chr(ord(value[0]) + 1), 1) if value else "1"
    return 1


FIELDS = fields_of(json.loads(SMALL.text))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_fields_of_any_length_are_all_in_the_text(data: st.DataObject) -> None:
    box = data.draw(st.sampled_from(["", "Hòm phiếu do ba người giữ khóa."]))
    session = replace(sealed(data.draw(st.integers(1, 60))), box=box)
    values = json.loads(canonical(session))
    assert values[0] == (2 if box else 1)
    assert len(values) == len(fields(session)) + (1 if box else 0)
    assert parse(json.dumps(values, ensure_ascii=False, separators=(",", ":"))) == session


def test_the_text_of_the_first_version_stays_as_it_is_on_paper() -> None:
    """Whoever changes it makes every paper that was sealed before unreadable: a field more is a version more."""
    assert digest_of(canonical(sealed(2))) == "acf203880f0a43737661f00418330cf58a15a82b88464971616bfbdc91b10b08"


def test_the_text_of_the_second_version_stays_as_it_is_on_paper() -> None:
    boxed = replace(sealed(2), box="Hòm phiếu do ba người giữ khóa.")
    assert digest_of(canonical(boxed)) == "1a922f1efab1bcb4d07b97097866816bf169ba4b0440ca9edbac1ee97c16d1d3"


def test_votes_cast_in_two_ways_are_told_over_both() -> None:
    session = in_two_ways(sealed(2))
    text = canonical(session)
    assert json.loads(text)[0] == 3
    assert parse(text) == session
    assert not faults(session)
    (style,) = session.styles
    assert [sum(line) for line in style.total_lines] == [59, 59]
    whole = in_one(style)
    assert (whole.channel, whole.printed, whole.issued, whole.returned, whole.lines) == (
        "paper", 75, 59, 59, style.lines
    )  # fmt: skip
    again = replace(style, channels=(replace(style.channels[0], lines=style.lines), style.channels[1]))
    assert any("số dòng" in fault for fault in faults(replace(session, styles=(again,))))


def test_the_second_version_with_each_channels_own_votes_stays_readable() -> None:
    """As sessions in two ways were sealed before: what they say is the same as today's text over both."""
    session = in_two_ways(sealed(2))
    (style,) = session.styles
    on_screen = tuple((12, 0, 0, 0) for _ in style.people)
    on_paper = tuple((first - 12, *others) for first, *others in style.lines)
    channels = tuple(
        replace(count, lines=lines) for count, lines in zip(style.channels, (on_paper, on_screen), strict=True)
    )
    older = replace(session, styles=(replace(style, channels=channels, lines=()),))
    text = canonical(older)
    assert json.loads(text)[0] == 2
    assert parse(text) == older
    assert not faults(older)
    for is_imported in (False, True):
        assert comparable(older, is_imported=is_imported) == comparable(session, is_imported=is_imported)


def test_an_empty_box_is_no_second_way_to_write_the_first_version() -> None:
    session = replace(sealed(2), box="Hòm phiếu do ba người giữ khóa.")
    with pytest.raises(Unreadable):
        parse(canonical(session).replace(session.box, ""))


@pytest.mark.parametrize("path", FIELDS, ids=str)
def test_every_single_field_changed_is_refused_by_the_signature(path: tuple[int, ...]) -> None:
    changed = json.loads(SMALL.text)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = other_than(holder[path[-1]])
    text = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
    assert text != SMALL.text
    assert not is_signed(SMALL.public_key, SMALL.signature, digest_of(text))


def test_a_signature_is_of_one_key_and_one_domain() -> None:
    digest = digest_of(SMALL.text)
    assert is_signed(SMALL.public_key, SMALL.signature, digest)
    assert not is_signed(SigningKey.generate().verify_key.encode(), SMALL.signature, digest)
    assert not is_signed(SMALL.public_key, KEY.sign(bytes.fromhex(digest)).signature, digest)
    assert not is_signed(b"short", SMALL.signature, digest)
    assert sign(KEY, digest) == SMALL.signature


@pytest.mark.parametrize(("number", "most"), [(1, 1), (5, 1), (28, 3), (60, 5)])
def test_few_symbols_of_a_size_that_prints_well(number: int, most: int) -> None:
    parts = encode(wire_of(sealed(number)))
    assert len(parts) <= most
    for part in parts:
        symbol = segno.make(part, error="m", micro=False, boost_error=False)
        assert int(symbol.version) <= 25
        assert symbol.mode == "alphanumeric"


def test_missing_and_foreign_parts_are_named() -> None:
    first, second, *rest = encode(wire_of(sealed(40)))
    total = 2 + len(rest)
    with pytest.raises(Unreadable, match=f"Còn thiếu mã 2/{total}"):
        decode("".join([first, *rest]))
    with pytest.raises(Unreadable, match="nhiều biên bản"):
        decode("".join([first, second, *rest, *encode(SMALL)]))
    with pytest.raises(Unreadable, match="Không tìm thấy"):
        decode("xin chào")
    with pytest.raises(Unreadable, match=f"Mã 2/{total} bị sai"):
        decode("".join([first, second[:-3] + ("00/" if second[-3:] != "00/" else "11/"), *rest]))
    with pytest.raises(Unreadable, match="quá dài"):
        decode("x" * 300_000)


def test_a_few_bytes_cannot_ask_for_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_codes, "MOST_UNPACKED", MOST_UNPACKED)
    bomb = encode(replace(SMALL, text="0" * (50 * MOST_UNPACKED)))
    with pytest.raises(Unreadable, match="bị hỏng"):
        decode("".join(bomb))


def test_rubbish_behind_the_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zlib.compress
    monkeypatch.setattr("ballots.rules.seal_codes.zlib.compress", lambda *given: packed(*given) + b"more")
    with pytest.raises(Unreadable):
        decode("".join(encode(SMALL)))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[1]", "[true]", '["1"]', "[99]", "[" * 5000, '[1,"a"]', "9" * 5000, canonical(sealed(1)) + " "],
)
def test_what_is_no_sealed_session_is_told_so(text: str) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        parse(text)


@pytest.mark.parametrize("value", ["\0", "\ud800", -1, 2**31, 1.5, True, None, []])
def test_nothing_else_fits_into_a_field(value: object) -> None:
    values = json.loads(canonical(sealed(1)))
    values[8 if not isinstance(value, str) else 6] = value
    if isinstance(value, str):
        assert isinstance(values[6], str)
    with pytest.raises(Unreadable):
        parse(json.dumps(values, ensure_ascii=not isinstance(value, str), separators=(",", ":")))


def broken(session: SealedSession, **figures: Any) -> tuple[str, ...]:
    style = session.styles[0]
    return faults(replace(session, styles=(replace(style, channels=(replace(style.channels[0], **figures),)),)))


def test_the_laws_of_the_numbers() -> None:
    session = sealed(2)
    assert faults(session) == ()
    assert "khác hợp lệ" in broken(session, returned=46)[0]
    assert "nhiều hơn phát ra" in broken(session, issued=46, unused=13)[0]
    assert "chưa giải trình" in broken(session, printed=61)[0]
    assert broken(session, printed=61, explanation="Rách một tờ") == ()
    assert "số dòng" in broken(session, lines=())[0]
    assert "khác 47 phiếu hợp lệ" in broken(session, lines=((1, 2, 3, 4), (47, 0, 0, 0)))[0]
    assert "nhiều hơn triệu tập" in faults(replace(session, present=51))[0]
    assert "Không có người" in faults(replace(session, styles=()))[0]


def test_the_digits_that_people_compare() -> None:
    assert short("3f2a91c0" + "0" * 56) == "3F2A 91C0 0000 0000"
