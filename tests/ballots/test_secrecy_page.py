"""The page on the secrecy of ballots: each sentence has a test that is marked with its key."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from ballots.actions.box_closing import slips_digest
from ballots.actions.box_opening import open_box
from ballots.models import AccessCode, BallotBox, Receipt, Slip
from ballots.presenters.secrecy import NOT_PROMISED, PARTS, PROMISED
from ballots.queries.boxes import styles_of
from ballots.queries.linking import attack_on, stored_slips
from ballots.rules.key_cards import combined, private_key, public_key, read_card
from ballots.rules.slips import opened, sealed_slips
from campaigns.models import SessionState
from config.accounts.models import User
from config.errors import Refused
from tests.ballots.boxes import Screen, cast_all, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.phones import Phone

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).resolve().parents[1]
BALLOTS = [("high", "high", "low"), ("high", "normal", ""), ("low", "high", "high")]


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi)


def test_every_sentence_has_a_test() -> None:
    tested = {
        key for file in TESTS.rglob("test_*.py") for key in re.findall(r'mark\.promise\("(\w+)"\)', file.read_text())
    }
    said = [sentence.key for part in PARTS for sentence in part.sentences]
    assert len(said) == len(set(said))
    assert tested == set(said)


def test_the_page_is_there_for_everybody_and_says_every_sentence(client: Client, screen: Screen) -> None:
    page = client.get(reverse("ballot-secrecy")).content.decode()
    for part in (PROMISED, NOT_PROMISED):
        assert part.heading in page
        for sentence in part.sentences:
            assert f'<li id="{sentence.key}">{sentence.text}</li>' in page
    assert reverse("ballot-secrecy") in client.get(Phone(screen).to("cast-home")).content.decode()


@pytest.mark.promise("drawn")
def test_nothing_says_who_has_a_code_or_when_it_was_used() -> None:
    fields = {
        model: {field.name: type(field) for field in model._meta.concrete_fields}
        for model in (AccessCode, Slip, Receipt)
    }
    assert fields == {
        AccessCode: {
            "digest": models.CharField, "box": models.ForeignKey, "state": models.CharField, "nonce": models.CharField
        },
        Slip: {"id": models.UUIDField, "box": models.ForeignKey, "sealed": models.BinaryField},
        Receipt: {"nonce": models.CharField, "box": models.ForeignKey},
    }  # fmt: skip
    for model in fields:
        assert not [relation for relation in model._meta.related_objects if relation.related_model != BallotBox]


@pytest.mark.promise("cards")
def test_fewer_cards_than_it_takes_open_nothing_and_the_server_has_none(screen: Screen, chi: User, an: User) -> None:
    cast_all(screen, BALLOTS)
    close(screen, chi, an)
    key = bytes.fromhex(screen.box.public_key)
    for card in screen.cards:
        one = read_card(card, key)
        assert one is not None
        assert public_key(combined([one])) != key
        with pytest.raises(Refused, match="Cần 2 thẻ"):
            open_box(by=chi, session=screen.session, cards=[card])
    assert {field.name for field in BallotBox._meta.concrete_fields if "key" in field.name} == {"public_key"}


@pytest.mark.promise("no_running_count")
def test_what_is_in_an_open_box_cannot_be_read(screen: Screen, chi: User) -> None:
    cast_all(screen, BALLOTS)
    with pytest.raises(Refused):
        open_box(by=chi, session=screen.session, cards=screen.cards)
    screen.session.refresh_from_db()
    assert screen.session.state == SessionState.VOTING


@pytest.mark.promise("shredded")
def test_slips_are_sealed_one_by_one_and_look_alike(screen: Screen) -> None:
    screen.cast(screen.codes[0], "high", "high", "high")
    slips = [bytes(slip) for slip in Slip.objects.values_list("sealed", flat=True)]
    assert len(slips) == 3 + 2
    assert len({len(slip) for slip in slips}) == 1
    assert len(set(slips)) == len({slip[:32] for slip in slips}) == 5  # each under a key of its own


@pytest.mark.promise("once")
def test_the_same_ballot_sent_again_is_one_ballot(screen: Screen, chi: User, an: User) -> None:
    phone = Phone(screen)
    form = phone.form(screen.codes[0], *BALLOTS[0])
    answers = [phone.browser.post(phone.to("cast-send"), form) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {answers[0].status_code}
    assert Slip.objects.count() == 5
    close(screen, chi, an, unused=7)
    assert phone.browser.post(phone.to("cast-send"), form).status_code == answers[0].status_code
    assert Slip.objects.count() == 5


@pytest.mark.promise("nothing_to_show")
def test_the_page_after_the_sending_is_the_same_whatever_was_sent(screen: Screen) -> None:
    phone = Phone(screen)
    sent = [
        re.sub(r"<!--.*?-->", "", phone.vote(code, *levels)[-1].content.decode(), flags=re.S)
        for code, levels in zip(screen.codes, BALLOTS, strict=False)
    ]
    assert "Phiếu đã được ghi nhận" in sent[0]
    assert len(set(sent)) == 1
    people = [subject.printed_name for subject in screen.session.subjects()]
    assert not any(name in sent[0] for name in people)


@pytest.mark.promise("screen")
def test_until_then_the_marks_are_on_the_screen(screen: Screen) -> None:
    review = Phone(screen).vote(screen.codes[0], *BALLOTS[0])[2].content.decode()
    assert all(subject.printed_name in review for subject in screen.session.subjects())


@pytest.mark.promise("code_shown")
def test_whoever_comes_first_with_a_code_uses_it(screen: Screen) -> None:
    assert Phone(screen).vote(screen.codes[0], *BALLOTS[0])[-1].status_code == 200
    owner = Phone(screen).vote(screen.codes[0], *BALLOTS[1])[-1]
    assert "Phiếu đã được ghi nhận" not in owner.content.decode()
    assert Slip.objects.count() == 5


@pytest.mark.promise("copied")
def test_a_copy_of_the_open_box_and_the_cards_together_tell_whole_ballots(screen: Screen, chi: User, an: User) -> None:
    """Savepoints tell the ballots apart here, as transactions do in a real hall."""
    cast_all(screen, BALLOTS)
    copied: dict[int, list[bytes]] = {}
    for row, sealed in stored_slips(screen.box):
        copied.setdefault(row.transaction, []).append(sealed)
    key = bytes.fromhex(screen.box.public_key)
    cards = [card for card in (read_card(text, key) for text in screen.cards[:2]) if card]
    ballots = [opened(slips, private_key(combined(cards))) for slips in copied.values()]
    assert len(ballots) == len(BALLOTS)
    close(screen, chi, an, unused=5)
    assert slips_digest([slip for slips in copied.values() for slip in slips]) == screen.box.digest


@pytest.mark.promise("watched_database")
def test_before_the_closing_the_attack_finds_everything(screen: Screen) -> None:
    cast_all(screen, BALLOTS)
    found = {finding.way: finding.linked for finding in attack_on(screen.box).findings}
    assert found["transaction"] == found["receipts"] == len(BALLOTS)


@pytest.mark.promise("program")
def test_the_server_itself_seals_what_it_was_sent(screen: Screen) -> None:
    slips = sealed_slips(
        styles_of(screen.box), screen.marks(*BALLOTS[0]), screen.box.levels, bytes.fromhex(screen.box.public_key)
    )
    assert len(slips) == 5


def test_the_markers_name_sentences(request: Any) -> None:
    """A key that is mistyped would leave its sentence without a test."""
    keys = {sentence.key for part in PARTS for sentence in part.sentences}
    markers = [item.get_closest_marker("promise") for item in request.session.items]
    assert all(marker.args[0] in keys for marker in markers if marker)


def test_any_two_cards_are_enough(screen: Screen) -> None:
    key = bytes.fromhex(screen.box.public_key)
    for pair in combinations(screen.cards, 2):
        assert public_key(combined([card for card in (read_card(text, key) for text in pair) if card])) == key
