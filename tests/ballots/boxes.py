"""Sessions that vote on screen: with a locked box, with codes, with ballots in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex

from ballots.actions.box_closing import confirm_closing, propose_closing
from ballots.actions.boxes import lock_box, try_cards
from ballots.actions.casting import cast_ballot
from ballots.actions.code_slips import print_codes
from ballots.models import BallotBox
from ballots.queries.boxes import styles_of
from campaigns.actions.day import open_voting
from campaigns.models import Casting, SessionState, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession

HOLDERS = ("Lê Thị Chi", "Trần Văn Dũng", "Vũ Thị Em")
NEVER_A_CODE = "00000-00000"


@dataclass
class Screen:
    """A session whose box is locked, with the texts of its cards and the codes on its slips."""

    session: VotingSession
    cards: list[str]
    codes: list[str] = field(default_factory=list)

    @property
    def box(self) -> BallotBox:
        return BallotBox.objects.select_related("session__phase__rule_set", "session__campaign").get(
            session=self.session
        )

    def marks(self, *levels: str) -> dict[int, str]:
        """The levels in ballot order by person."""
        people = [person for style in styles_of(self.box) for person in style.people]
        return dict(zip(people, levels, strict=True))

    def cast(self, code: str, *levels: str, nonce: str = "") -> str:
        """Cast with the levels in ballot order ("" left empty); gives the nonce."""
        nonce = nonce or token_hex(16)
        cast_ballot(box=self.box, code=code, nonce=nonce, marks=self.marks(*levels))
        return nonce


def locked(make_session: MakeSession, by: User, **fields: object) -> Screen:
    """Prepared, its box locked with three cards of which two open it."""
    session = make_session(**{"state": SessionState.CHECKING_IN, "casting": Casting.SCREEN, **fields})
    return Screen(session, lock_box(by=by, session=session, holders=HOLDERS, threshold=2))


def open_screen(make_session: MakeSession, by: User, codes: int = 8, **fields: object) -> Screen:
    """With tried cards and printed codes, the voting open; nobody is present without a code in a large hall."""
    screen = locked(make_session, by, **fields)
    try_cards(by=by, session=screen.session, cards=screen.cards[:2])
    screen.codes = print_codes(by=by, session=screen.session, number=codes)
    session = screen.session
    summoned = max(50, codes)
    open_voting(by=by, session=session, total_members=summoned, summoned=summoned, present=max(47, codes))
    session.refresh_from_db()
    return screen


def cast_all(screen: Screen, ballots: Sequence[Sequence[str]]) -> None:
    for code, levels in zip(screen.codes, ballots, strict=False):
        screen.cast(code, *levels)


def close(screen: Screen, first: User, second: User, unused: int = 0) -> VotingSession:
    propose_closing(by=first, session=screen.session, unused=unused)
    closed = confirm_closing(by=second, session=screen.session)
    screen.session.refresh_from_db()
    return closed
