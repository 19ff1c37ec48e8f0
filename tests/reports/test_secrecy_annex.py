"""The annex of the sealed minutes on the secrecy of the ballot box."""

from pathlib import Path
from typing import Any

import pytest

from ballots.actions.box_opening import open_box
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.presenters.linking import LIMIT
from config.accounts.models import User
from reports.actions.papers import issue_minutes
from tests.ballots.boxes import close, open_screen
from tests.ballots.conftest import MakeSession, council, make_campaign, make_session
from tests.ballots.leaky import cast_at_random
from tests.reports.papers import pages

pytestmark = pytest.mark.django_db
__all__ = ["council", "make_campaign", "make_session"]
HEADING = "PHỤ LỤC: TỰ KIỂM TRA BÍ MẬT CỦA HÒM PHIẾU"


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.mark.promise("attacked")
def test_the_sealed_minutes_say_what_the_attack_found(
    make_session: MakeSession, chi: User, an: User, khanh: User
) -> None:
    screen = open_screen(make_session, chi, codes=12)
    cast_at_random(screen, 3)
    close(screen, chi, an)
    session = open_box(by=chi, session=screen.session, cards=screen.cards)
    assert HEADING not in " ".join(pages(issue_minutes(by=None, session=session)))
    propose_seal(by=chi, session=session)
    confirm_seal(by=khanh, session=session)
    session.refresh_from_db()
    issued = pages(issue_minutes(by=None, session=session))
    (annex,) = [page for page in issued if HEADING in page]
    said = " ".join(annex.split())
    assert "0/12" in said
    assert LIMIT in said
    assert screen.box.digest[:20] in said.replace(" ", "")


def test_a_session_on_paper_has_none(session: Any, chi: User, khanh: User) -> None:
    propose_seal(by=chi, session=session)
    confirm_seal(by=khanh, session=session)
    session.refresh_from_db()
    assert HEADING not in " ".join(pages(issue_minutes(by=None, session=session)))
