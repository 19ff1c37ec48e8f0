"""A session that votes on screen, laid out without fixtures, in whatever database: opened for so many voters, then
closed, opened and counted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ballots.actions.box_closing import confirm_closing, propose_closing
from ballots.actions.box_opening import open_box
from ballots.actions.boxes import lock_box, try_cards
from ballots.actions.code_slips import print_codes
from ballots.models import BallotBox, Count, CountLine
from campaigns.actions.day import open_voting
from campaigns.models import BallotStyle, Campaign, Casting, Phase, RuleSet, SessionState, Subject, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.models import Assignment, Letterhead, OrganisationUnit, Tier, UnitKind

CAMPAIGN = "SCREEN"
HOLDERS = ("Lê Thị Chi", "Trần Văn Dũng", "Vũ Thị Em")


@dataclass(frozen=True)
class Opened:
    """What exists outside the database only: where voters vote, the texts of the cards, the codes of the slips."""

    session: int
    address: str
    cards: list[str]
    codes: list[str]


@dataclass(frozen=True)
class Counted:
    """`marks`: by person, how often each character was sent that stands for a mark: the levels from 1, 0 left empty."""

    returned: int
    marks: dict[str, dict[str, int]]


def lay_out(code: str, *, people: int, voters: int) -> Opened:
    """A session with the voting open."""
    head, _ = _board()
    session = _session(code, people)
    cards = lock_box(by=head, session=session, holders=HOLDERS, threshold=2)
    box = try_cards(by=head, session=session, cards=cards[:2])
    codes = print_codes(by=head, session=session, number=voters)
    open_voting(by=head, session=session, total_members=voters, summoned=voters, present=voters)
    return Opened(session.pk, box.address, cards, codes)


def count(opened: Opened) -> Counted:
    """Two people close the box, the cards open it; gives what was in it. Slips that nobody used are still outside."""
    close(opened)
    session = VotingSession.objects.get(pk=opened.session)
    levels = BallotBox.objects.get(session=session).levels
    open_box(by=_board()[0], session=session, cards=opened.cards[:2])
    (returned,) = set(Count.objects.filter(style__session=session).values_list("returned", flat=True))
    lines = CountLine.objects.filter(count__style__session=session)
    return Counted(returned, {str(line.subject_id): _by_character(line, levels) for line in lines})


def close(opened: Opened) -> None:
    head, organiser = _board()
    session = VotingSession.objects.get(pk=opened.session)
    propose_closing(by=head, session=session, unused=0)
    confirm_closing(by=organiser, session=session)


def _by_character(line: CountLine, levels: list[str]) -> dict[str, int]:
    votes = {str(number): line.votes[level] for number, level in enumerate(levels, 1)}
    return {"0": line.line_invalid, **votes}


def _board() -> tuple[User, User]:
    """Who heads the counting board, and who confirms."""
    found = []
    for name, role in (("head", Role.BOARD_HEAD), ("organiser", Role.ORGANISER)):
        user, _ = User.objects.get_or_create(username=name, defaults={"full_name": name})
        Assignment.objects.get_or_create(user=user, role=role)
        found.append(user)
    return found[0], found[1]


def _session(code: str, people: int) -> VotingSession:
    phase = Phase.objects.filter(campaign__code=CAMPAIGN).first() or _phase()
    session = VotingSession.objects.create(
        campaign=phase.campaign,
        phase=phase,
        unit=OrganisationUnit.objects.get(code=CAMPAIGN),
        code=code,
        name="Hội nghị lấy phiếu tín nhiệm",
        held_at=timezone.make_aware(datetime(2028, 7, 5, 8)),
        state=SessionState.CHECKING_IN,
        casting=Casting.SCREEN,
    )
    style = BallotStyle.objects.create(session=session, name="Khối", position=1)
    Subject.objects.bulk_create(
        Subject(style=style, printed_name=f"Nguyễn Văn {n}", printed_title="Phó Giám đốc", position=n)
        for n in range(1, people + 1)
    )
    return session


def _phase() -> Phase:
    unit = OrganisationUnit.objects.create(
        code=CAMPAIGN, name="Đơn vị", kind=UnitKind.DEPARTMENT, tier=Tier.PROVINCE, letterhead=Letterhead.STATE
    )
    campaign = Campaign.objects.create(
        code=CAMPAIGN, name="Ghi phiếu", year=2028, vote_on=date(2028, 7, 5), organiser=unit, venue_cap=2
    )
    rule_set = RuleSet.objects.filter(code="QD96").earliest("version")
    return Phase.objects.create(campaign=campaign, kind="other", position=1, rule_set=rule_set, regimes=["other"])
