"""The disclosure forecast, against counting out, simulation and published shares."""

import random
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from ballots.models import Count, CountLine, Source
from ballots.presenters.forecast import forecast_card
from ballots.queries.forecast import forecast_of
from ballots.rules.forecast import chance_of_disclosure, earlier_shares, forecast, usual_shares
from ballots.rules.small_groups import why_not_shown
from campaigns.models import SessionState, Subject, VotingSession
from config.accounts.models import User
from officials.models import Official
from tests.ballots.conftest import MakeCampaign, MakeSession

LEVELS = ("high", "normal", "low")


@pytest.mark.parametrize(
    ("voters", "high", "percent"),
    [(12, 0.96, 61), (5, 0.90, 59), (10, 0.90, 35), (20, 0.90, 12), (20, 0.95, 36), (50, 0.98, 36), (100, 0.98, 13)],
)
@pytest.mark.promise("unanimous")
def test_what_was_measured_before(voters: int, high: float, percent: int) -> None:
    """peers.md 4.4 and idea 7: the chance for one person."""
    rest = {"normal": 1 - high - 0.001, "low": 0.001}
    assert round(100 * chance_of_disclosure(voters, [{"high": high, **rest}])) == percent


def test_it_is_exact() -> None:
    """Every way in which three voters mark two people, with its probability."""
    people = [{"high": 0.7, "normal": 0.2, "low": 0.1}, {"high": 0.5, "normal": 0.25, "low": 0.25}]
    shown = 0.0
    for marks in product(*(product(LEVELS, repeat=3) for _ in people)):
        chance = 1.0
        for person, given in zip(people, marks, strict=True):
            for mark in given:
                chance *= person[mark]
        shown += chance * any(len(set(given)) == 1 for given in marks)
    assert chance_of_disclosure(3, people) == pytest.approx(shown)


def test_a_simulation_says_the_same() -> None:
    dice, rounds = random.Random(2028), 20_000
    people = [earlier_shares({"high": 44, "normal": 3, "low": 0}, 0), usual_shares(LEVELS), usual_shares(LEVELS)]
    shown = 0
    for _ in range(rounds):
        shown += any(len(set(dice.choices(list(person), list(person.values()), k=12))) == 1 for person in people)
    chance = chance_of_disclosure(12, people)
    assert shown / rounds == pytest.approx(chance, abs=4 * (chance * (1 - chance) / rounds) ** 0.5)


def test_more_voters_less_chance_more_people_more_chance() -> None:
    chances = [forecast(voters, [], 5, LEVELS).chance for voters in (1, 2, 5, 12, 47, 500)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(1)
    chances = [forecast(12, [], people, LEVELS).chance for people in (1, 2, 5, 20)]
    assert chances == sorted(chances)


def test_nobody_to_vote_or_to_be_voted_on() -> None:
    assert not forecast(0, [], 5, LEVELS).is_worth_a_warning
    assert not forecast(12, [], 0, LEVELS).is_worth_a_warning


def test_shares_add_up() -> None:
    for shares in (usual_shares(LEVELS), usual_shares(LEVELS[:2]), earlier_shares({"high": 47, "low": 0}, 0)):
        assert sum(shares.values()) == pytest.approx(1)
    assert earlier_shares({"high": 47, "low": 0}, 0)["high"] < 1


@pytest.mark.parametrize(("ballots", "may"), [(0, True), (1, False), (9, False), (10, True), (47, True)])
def test_few_ballots_are_not_put_on_a_screen(ballots: int, may: bool) -> None:
    reason = why_not_shown(ballots, 10)
    assert (reason == "") == may
    assert may or f"chỉ có {ballots} phiếu hợp lệ, ít hơn 10 phiếu" in reason


@pytest.mark.django_db
def test_the_chair_is_told_before_the_voting(
    make_session: MakeSession, make_campaign: MakeCampaign, signed_in: Any, chi: User
) -> None:
    small = make_session(state=SessionState.CHECKING_IN, present=12)
    assert forecast_of(small, chi) == forecast(12, [], 3, LEVELS)
    said = forecast_card(forecast_of(small, chi)).sentence
    assert said.startswith("12 người ghi phiếu, 3 người trên phiếu: khả năng khoảng 63 %")
    address = reverse("session-forecast", args=["DOT", "HN1"])
    browser = signed_in(chi)
    assert said in browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert said in browser.get(address).content.decode()
    assert address in browser.get(reverse("session-detail", args=["DOT", "HN1"])).content.decode()
    large = make_session(code="HN2", state=SessionState.CHECKING_IN, total_members=200, summoned=200, present=200)
    card = forecast_card(forecast_of(large, chi))
    assert "dưới 1 %" in card.sentence
    assert not card.advice


@pytest.mark.django_db
def test_the_latest_result_of_the_same_person_counts(make_session: MakeSession, an: User, dung: User) -> None:
    official = Official.objects.create(code="O1", full_name="Lê Văn Một")
    for code, high in (("CU", 10), ("MOI", 40)):
        held = make_session(code=code, state=SessionState.COUNTED)
        VotingSession.objects.filter(pk=held.pk).update(held_at=datetime(2020 + (high > 10), 1, 1, tzinfo=UTC))
        subject = held.subjects().order_by("pk")[0]
        Subject.objects.filter(pk=subject.pk).update(official=official)
        count = Count.objects.create(style=subject.style, source=Source.KEYED, returned=47, valid=47, wholly_invalid=0)
        votes = {"high": high, "normal": 47 - high, "low": 0}
        CountLine.objects.create(count=count, subject=subject, votes=votes, line_invalid=0)
    session = make_session(code="NAY", state=SessionState.CHECKING_IN, present=12)
    subject = session.subjects().order_by("pk")[0]
    Subject.objects.filter(pk=subject.pk).update(official=official)
    found = forecast_of(session, an)
    known = earlier_shares({"high": 40, "normal": 7, "low": 0}, 0)
    assert found.known == 1
    assert found.chance == pytest.approx(chance_of_disclosure(12, [known, usual_shares(LEVELS), usual_shares(LEVELS)]))
    assert "lần gần nhất của 1 người" in forecast_card(found).reason
    unknowing = forecast_of(session, dung)  # a clerk, who sees no results
    assert unknowing == forecast(12, [], 3, LEVELS)
