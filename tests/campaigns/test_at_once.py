"""What people do at the same moment, on connections of their own: each gets an answer, and nothing is half done."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection

from ballots.queries.laws import violations
from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.day import open_check_in, prepare_session, step_back
from campaigns.actions.decisions import answer_cases, choose_venues, confirm_override
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.lists import Document, accept_differences
from campaigns.actions.sessions import delete_session, edit_session
from campaigns.actions.voters import remove_voter, work_out_roll
from campaigns.models import Campaign, SessionState, VotingSession
from campaigns.queries.freezing import roll_digests
from config.accounts.models import User
from config.errors import Refused
from officials.actions.officials import change_official, create_official
from officials.actions.units import change_unit
from officials.models import Appointment, Means, Official, OrganisationUnit
from tests.campaigns.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = Document("200-QĐ/TU", date(2026, 2, 1))
ROUNDS = 5


@pytest.fixture
def world(an: User, asked: Campaign) -> World:
    return build(an, asked)


def together(*acts: Callable[[], Any]) -> list[str]:
    """Do all of it at once; what was refused. Anything else that goes wrong fails the test."""
    ready, refused, broken = threading.Barrier(len(acts)), list[str](), list[BaseException]()

    def run(act: Callable[[], Any]) -> None:
        try:
            ready.wait(10)
            act()
        except Refused as refusal:
            refused.append(str(refusal))
        except BaseException as error:  # noqa: BLE001 - carried to the thread of the test
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not broken
    assert not list(violations())
    return refused


def test_beginning_the_day_while_sessions_are_planned(world: World) -> None:
    inside, outside = world.inside.session, world.outside.session
    for number in range(ROUNDS):
        prepare_session(by=None, session=inside)
        Campaign.objects.filter(pk=world.approved.pk).update(state="list_approved")
        change = partial(edit_session, by=None, changes={"place": f"Nhà {number}"}, reason="Đổi phòng")
        together(
            partial(open_check_in, by=None, session=inside),
            partial(change, session=outside),
            partial(change, session=inside),
        )
        begun, other = (VotingSession.objects.get(pk=session.pk) for session in (inside, outside))
        assert (begun.state, other.place) == (SessionState.CHECKING_IN, f"Nhà {number}")
        for _ in range(2):
            step_back(by=None, session=inside, reason="Làm lại")


def test_one_room_at_one_time_for_two_planners(world: World) -> None:
    inside, outside = world.inside.session, world.outside.session
    for number in range(ROUNDS):
        meeting = {"place": f"Hội trường {number}", "held_at": inside.held_at}
        refused = together(
            partial(edit_session, by=None, session=inside, changes=meeting, reason="Theo lịch"),
            partial(edit_session, by=None, session=outside, changes=meeting, reason="Theo lịch"),
        )
        assert len(refused) == 1
        assert "đã dành cho" in refused[0]
        assert VotingSession.objects.filter(place=meeting["place"]).count() == 1


def test_judging_while_somebody_decides(world: World, an: User, khanh: User) -> None:
    asked = list(world.draft.eligibilities.exclude(questions=[]).values_list("appointment", flat=True))
    official = world.outside.post.official
    together(
        lambda: evaluate_campaign(by=an, campaign=world.draft),
        lambda: answer_cases(by=an, campaign=world.draft, appointments=asked, is_subject=False, reason="Thôi"),
        lambda: confirm_override(by=khanh, decision=world.outside.decision),
        lambda: choose_venues(
            by=an, campaign=world.draft, official=official, units=[world.outside.post.unit_id], reason="Chọn"
        ),
        lambda: evaluate_campaign(by=an, campaign=world.draft),
    )
    again = evaluate_campaign(by=an, campaign=world.draft)
    assert again.changes == 0


def test_accepting_a_change_while_the_session_is_prepared(world: World, khanh: User) -> None:
    """Whoever comes second sees what the first one did: nobody who left the list is frozen on a ballot."""
    post = world.inside.post
    Official.objects.filter(pk=post.official_id).update(retirement_notice_on=date(2026, 1, 1))
    refused = together(
        lambda: accept_differences(by=khanh, campaign=world.approved, officials=[post.official_id], document=PAPER),
        lambda: prepare_session(by=None, session=world.inside.session),
    )
    session = VotingSession.objects.get(pk=world.inside.session.pk)
    assert session.state == SessionState.PLANNED
    assert len(refused) == 1


def test_preparing_while_the_roll_and_the_board_change(world: World) -> None:
    """Whatever comes first, the roll that is frozen is the roll that there is."""
    session = world.inside.session
    voter = session.voters.filter(is_removed=False)[0]
    together(
        lambda: prepare_session(by=None, session=session),
        lambda: remove_voter(by=None, voter=voter, reason="Vắng"),
        lambda: work_out_roll(by=None, session=session),
        lambda: propose_board(by=None, session=session, entries=[BoardEntry("Người Mới")]),
    )
    session.refresh_from_db()
    assert session.state == SessionState.PREPARED
    assert session.roll_digest == roll_digests([session.pk])[session.pk]


def test_a_session_deleted_meanwhile(world: World) -> None:
    session = world.outside.session
    voter = session.voters.filter(is_removed=False)[0]
    refused = together(
        lambda: delete_session(by=None, session=session, reason="Thừa"),
        lambda: delete_session(by=None, session=session, reason="Thừa"),
    )
    assert refused == ["Hội nghị này không còn nữa. Quay lại danh sách hội nghị của đợt để xem."]
    for act in (
        lambda: prepare_session(by=None, session=session),
        lambda: step_back(by=None, session=session, reason="Lùi"),
        lambda: remove_voter(by=None, voter=voter, reason="Vắng"),
        lambda: edit_session(by=None, session=session, changes={"place": "Sân"}),
    ):
        with pytest.raises(Refused, match="không còn nữa"):
            act()


def test_changing_a_unit_while_somebody_joins_it(world: World, an: User) -> None:
    for number in range(ROUNDS):
        post = world.outside.post
        unit = OrganisationUnit.objects.get(pk=post.unit_id)
        unit.place = f"Nơi {number}"
        person = Official.objects.get(pk=post.official_id)
        person.born_year = 1970 + number
        comer = Official(code=f"M{number}", full_name="Mới Đến")
        new = Appointment(title=post.title, unit=unit, means=Means.ELECTED, started_on=date(2026, 1, 1))
        together(
            partial(change_unit, by=an, unit=unit),
            partial(create_official, by=an, official=comer, appointment=new, today=date(2026, 2, 1)),
            partial(change_official, by=an, official=person),
            partial(evaluate_campaign, by=an, campaign=world.draft),
        )
        unit.refresh_from_db()
        person.refresh_from_db()
        assert (unit.place, person.born_year) == (f"Nơi {number}", 1970 + number)
        assert Appointment.objects.filter(official__code=f"M{number}", unit=unit).count() == 1
