"""Nothing that is secret is found in a log, a table, a session, a message, an error page or the answer to a ballot:
searched for in every form it can take."""

import base64
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from ballots.actions.box_opening import open_box
from ballots.actions.boxes import secret_of
from ballots.actions.code_slips import exchange_code
from ballots.actions.kiosks import enrol_kiosk, take_into_use
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.keyed_digests import code_digest, nonce_digest
from ballots.models import BallotBox
from ballots.rules import access_codes, key_cards
from config.accounts.models import User
from reports.actions.papers import issue_minutes
from tests.ballots.boxes import Screen, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.phones import BOXES, Phone

pytestmark = pytest.mark.django_db(transaction=True)
BALLOTS = [("low", "", "high"), ("normal", "low", ""), ("", "normal", "low")]


@dataclass
class Secrets:
    """What must not be found, by what it is."""

    texts: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        self.texts[name] = text

    def found_in(self, where: str) -> list[str]:
        """In plain, in other letters, without its dashes, in hex and in base64."""
        folded = where.lower()
        return [name for name, text in self.texts.items() if any(form in folded for form in _forms(text))]


def _forms(text: str) -> set[str]:
    bare = text.replace("-", "")
    plain = {text, bare, access_codes.written(bare)} if len(bare) == access_codes.LENGTH else {text, bare}
    raw = {bytes.fromhex(text)} if re.fullmatch("(?:[0-9a-f]{2}){16,}", text) else set()
    coded = {form.encode() for form in plain} | raw
    typed = {form.translate(str.maketrans("01", "ol")) for form in plain}
    hexes = {form.hex() for form in coded}
    bases = {_same_in_base64(form, lead) for form in coded for lead in range(3)}
    return {form.lower() for form in plain | typed | hexes | bases}


def _same_in_base64(form: bytes, lead: int) -> str:
    """Of the text in base64 what is the same whatever stands before it, up to three bytes on, and behind it."""
    begin, end = -(-lead * 8 // 6), (lead + len(form)) * 8 // 6
    return base64.b64encode(b"\0" * lead + form).decode()[begin:end]


def dump() -> dict[str, str]:
    """Every table as text: what is binary is in hex; what sessions hold is read."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = io.BytesIO()
            cursor.cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows)
            found[table] = rows.getvalue().decode()
    found["read sessions"] = json.dumps([session.get_decoded() for session in Session.objects.all()])
    return found


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes, of every level."""
    root = logging.getLogger()
    own = next(handler for handler in root.handlers if type(handler) is logging.StreamHandler)
    written, level = io.StringIO(), root.level
    copy = logging.StreamHandler(written)
    copy.setFormatter(own.formatter)
    for kept in own.filters:
        copy.addFilter(kept)
    root.addHandler(copy)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(copy)
    root.setLevel(level)


@pytest.fixture
def screen(log: io.StringIO, make_session: MakeSession, chi: User, settings: Any, tmp_path: Path) -> Screen:
    """Locked and printed with the log in sight."""
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")
    return open_screen(make_session, chi)


def secrets_of(screen: Screen, nonces: list[str]) -> Secrets:
    secrets = Secrets()
    for number, code in enumerate(screen.codes):
        secrets.add(f"code {number}", code)
    for number, nonce in enumerate(nonces):
        secrets.add(f"nonce {number}", nonce)
    for number, card in enumerate(screen.cards):
        secrets.add(f"card {number}", card)
        share = key_cards.read_card(card, bytes.fromhex(screen.box.public_key))
        assert share is not None
        secrets.add(f"share {number}", share.share.hex())
    secret = secret_of(screen.box, screen.cards)
    secrets.add("secret", secret.hex())
    secrets.add("private key", bytes(key_cards.private_key(secret)).hex())
    return secrets


def digests_of(screen: Screen, nonces: list[str]) -> tuple[list[str], list[str]]:
    box = screen.box.pk
    return [code_digest(box, code) for code in screen.codes], [nonce_digest(box, nonce) for nonce in nonces]


def patterns(screen: Screen) -> list[str]:
    """Whole ballots as a request carries them and as Python and JSON write them."""
    found = []
    for levels in BALLOTS:
        marks = screen.marks(*levels)
        found += [str(marks), json.dumps(marks), str(list(levels)), json.dumps(list(levels))]
        found.append("&".join(f"m{person}={BOXES[level]}" for person, level in marks.items()))
    return found


def where(found: dict[str, str], text: str) -> set[str]:
    return {table for table, rows in found.items() if text in rows}


@pytest.mark.promise("not_logged")
def test_a_whole_session_leaves_no_trace_of_a_ballot(
    screen: Screen, chi: User, an: User, khanh: User, log: io.StringIO
) -> None:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    token = take_into_use(box=screen.box, invitation=invitation)
    nonces = [f"{number}a" * 16 for number in range(3)]
    secrets, marks = secrets_of(screen, nonces), patterns(screen)
    secrets.add("kiosk token", token)
    secrets.add("kiosk invitation", invitation)
    codes, sent = digests_of(screen, nonces)
    answers = []
    for number, levels in enumerate(BALLOTS):
        phone = Phone(screen)
        answers.append(phone.vote(screen.codes[number], *levels, nonce=nonces[number])[-1])
        answers += phone.vote(screen.codes[number], *levels)  # a used code
        assert not phone.browser.session.keys()
    exchange_code(by=chi, session=screen.session, code=screen.codes[3])
    answers += Phone(screen).vote(screen.codes[3].lower(), *BALLOTS[0])
    for answer in answers:
        assert not secrets.found_in(f"{answer.serialize_headers()!r}{answer.content.decode()}")
    before = dump()
    assert all(where(before, digest) == {"ballots_accesscode"} for digest in codes + sent)
    close(screen, chi, an, unused=4)
    closed = dump()
    assert not any(where(closed, digest) for digest in codes)
    assert all(where(closed, digest) == {"ballots_receipt"} for digest in sent)
    open_box(by=chi, session=screen.session, cards=screen.cards)
    opened = dump()
    propose_seal(by=chi, session=screen.session)
    confirm_seal(by=khanh, session=screen.session)
    screen.session.refresh_from_db()
    assert issue_minutes(by=None, session=screen.session)
    sealed = dump()
    assert not any(where(sealed, digest) for digest in sent)
    written = log.getvalue()
    for name, rows in chain(*(found.items() for found in (before, closed, opened, sealed, {"log": written}))):
        assert not secrets.found_in(rows), name
        assert not [pattern for pattern in marks if pattern in rows], name
    assert not [digest for digest in codes + sent if digest in written]
    assert screen.box.address not in written


@pytest.mark.parametrize("debug", [False, True])
def test_error_pages_and_their_logs_repeat_nothing(
    screen: Screen, log: io.StringIO, settings: Any, monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    """Not found, faulty, too long, and a program that breaks with the ballot in its hands, for visitors and for
    developers."""
    settings.DEBUG = debug
    phone = Phone(screen, Client(raise_request_exception=False))
    form = phone.form(screen.codes[0], *BALLOTS[0])
    secrets = Secrets()
    secrets.add("code", screen.codes[0])
    secrets.add("nonce", form["nonce"])

    def broken(*, box: BallotBox, code: str, nonce: str, marks: Any) -> None:
        raise RuntimeError(f"{code} {nonce} {marks}")

    home = phone.to("cast-home")
    answers = [
        phone.browser.get(f"{home}{screen.codes[0]}/"),
        phone.browser.get(f"{home}?ma={screen.codes[0]}"),
        phone.browser.get(f"/phieu/{screen.codes[0]}/"),
        phone.browser.post(phone.to("cast-send"), form, content_type="text/plain"),
        phone.browser.post(phone.to("cast-send"), {**form, **{f"x{number}": "" for number in range(1100)}}),
    ]
    monkeypatch.setattr("ballots.views.cast.cast_ballot", broken)
    answers.append(phone.browser.post(phone.to("cast-send"), form))
    assert [answer.status_code for answer in answers][-1] == 500
    assert answers[0].status_code == 404
    for answer in answers:
        assert not secrets.found_in(answer.content.decode()), answer.status_code
        assert str(screen.marks(*BALLOTS[0])) not in answer.content.decode()
    assert not secrets.found_in(log.getvalue())
    assert str(screen.marks(*BALLOTS[0])) not in log.getvalue()


def test_the_search_finds_what_is_there(screen: Screen) -> None:
    """The tests above are worth as much as the search is."""
    secrets = secrets_of(screen, ["n" * 32])
    card = screen.cards[0]
    shown = [
        screen.codes[0].lower(),
        access_codes.written(screen.codes[0]),
        f"x{card.replace('-', '')}y",
        base64.b64encode(f"..{screen.codes[0]}..".encode()).decode(),
        card.encode().hex(),
        base64.b64encode(b"ab" + secret_of(screen.box, screen.cards) + b"cd").decode(),
    ]
    assert all(secrets.found_in(text) for text in shown)
    assert not secrets.found_in("nothing of it")
