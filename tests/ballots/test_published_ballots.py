"""The published results keyed ballot by ballot, twice, in bundles: the printed figures come out."""

import random

import pytest

from ballots.actions.bundle_settling import settle_bundles
from ballots.actions.bundles import create_bundle
from ballots.models import KeyedSheet, Stock
from ballots.queries.counts import results_of
from ballots.rules.bundles import SEVERAL, UNMARKED, Sheet
from campaigns.models import BallotStyle, Counting, SessionState, Subject
from config.accounts.models import User
from tests.ballots.conftest import MakeCampaign, MakeSession
from tests.ballots.published import LEVELS, PublishedRow, published
from tests.ballots.test_bundle_actions import key_in

pytestmark = pytest.mark.django_db


def ballots_of(rows: list[PublishedRow], collected: int) -> list[Sheet]:
    """Ballots that give the printed numbers; who marked what is dealt out by chance, and what is missing is a line left
    empty or marked twice."""
    rng = random.Random(96)
    columns = []
    for row in rows:
        marks = "".join(str(place) * (row.votes[level] or 0) for place, level in enumerate(LEVELS, 1))
        marks += "".join(rng.choice((UNMARKED, SEVERAL)) for _ in range(collected - len(marks)))
        columns.append(rng.sample(marks, collected))
    return [Sheet("".join(marks)) for marks in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    ("name", "rule_set", "collected", "members"),
    [("quoc-hoi-2018", "NQ85", 475, 485), ("vinh-phuc-2023", "NQ96", 47, 47), ("khanh-hoa-2014", "NQ96", 46, 46)],
)
def test_ballots_keyed_one_by_one_give_the_printed_figures(
    make_campaign: MakeCampaign,
    make_session: MakeSession,
    dung: User,
    em: User,
    chi: User,
    name: str,
    rule_set: str,
    collected: int,
    members: int,
) -> None:
    rows = published(name)
    session = make_session(
        campaign=make_campaign(council=rule_set),
        counting=Counting.BALLOTS,
        total_members=members,
        summoned=members,
        present=collected,
    )
    session.styles.all().delete()
    style = BallotStyle.objects.create(session=session, name="Phiếu", position=1)
    for number, row in enumerate(rows, 1):
        Subject.objects.create(style=style, printed_name=f"Người {number}", printed_title=row.title, position=number)
    Stock.objects.create(style=style, issued=collected, returned=collected)
    sheets = ballots_of(rows, collected)
    for start in range(0, collected, 50):
        part = sheets[start : start + 50]
        bundle = create_bundle(by=dung, style=style, size=len(part))
        for by in (dung, em):
            key_in(by, bundle, part)
    assert not KeyedSheet.objects.exists()
    if asked := settle_bundles(by=chi, session=session):
        answers = {problem.key: "Đã xem lại" for problem in asked}
        assert settle_bundles(by=chi, session=session, explanations=answers) == ()
    session.refresh_from_db()
    assert session.state == SessionState.COUNTED
    (counted,) = results_of(session)
    assert (counted.figures.valid, counted.figures.wholly_invalid) == (collected, 0)
    for row, person in zip(rows, counted.people, strict=True):
        for level in LEVELS:
            assert person.result.votes[level] == (row.votes[level] or 0), row.title
            if row.printed[level]:
                assert person.result.share_texts[level] == row.printed[level], row.title
