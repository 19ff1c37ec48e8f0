"""A session that is counted ballot by ballot, with its clerks: laid out without fixtures, in whatever database."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from ballots.actions.bundles import create_bundle, start_bundle
from ballots.models import Bundle
from campaigns.models import BallotStyle, Campaign, Counting, Phase, RuleSet, SessionState, Subject, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Assignment, Letterhead, OrganisationUnit, Tier, UnitKind

ADDRESS = ("KEYING", "HN")
CLERKS = ("clerk1", "clerk2", "clerk3")


def lay_out(
    *, people: int, sizes: Sequence[int], password: str = "x", started: bool = False
) -> tuple[list[User], VotingSession, list[Bundle]]:
    """The first two clerks, the session, and a bundle of each size; `started`: both clerks are keying all of them."""
    unit = OrganisationUnit.objects.create(
        code="KEYING", name="Đơn vị", kind=UnitKind.DEPARTMENT, tier=Tier.PROVINCE, letterhead=Letterhead.STATE
    )
    campaign = Campaign.objects.create(
        code=ADDRESS[0], name="Nhập phiếu", year=2028, vote_on=date(2028, 7, 5), organiser=unit, venue_cap=2
    )
    rule_set = RuleSet.objects.filter(code="QD96").earliest("version")
    phase = Phase.objects.create(campaign=campaign, kind="other", position=1, rule_set=rule_set, regimes=["other"])
    session = VotingSession.objects.create(
        campaign=campaign,
        phase=phase,
        unit=unit,
        code=ADDRESS[1],
        name="Hội nghị",
        held_at=timezone.make_aware(datetime(2028, 7, 5, 8)),
        state=SessionState.COUNTING,
        counting=Counting.BALLOTS,
    )
    style = BallotStyle.objects.create(session=session, name="Khối", position=1)
    for number in range(1, people + 1):
        Subject.objects.create(style=style, printed_name=f"Nguyễn Văn {number}", printed_title="x", position=number)
    clerks = [User.objects.create_user(name, password, full_name=f"Người nhập {name}") for name in CLERKS]
    for clerk in clerks:
        Assignment.objects.create(user=clerk, role=Role.CLERK)
    bundles = [create_bundle(by=clerks[0], style=style, size=size) for size in sizes]
    for bundle in bundles if started else ():
        for clerk in clerks[:2]:
            start_bundle(by=clerk, bundle=bundle)
    return clerks[:2], session, bundles
