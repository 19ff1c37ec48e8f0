"""Kiosks by their actions: enrolled, taken into use once, revoked."""

import pytest
from django.core.exceptions import PermissionDenied

from ballots.actions.kiosks import enrol_kiosk, revoke_kiosk, take_into_use
from ballots.models import Kiosk
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.ballots.boxes import Screen, close, locked, open_screen
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return locked(make_session, chi)


def test_an_invitation_takes_one_device_into_use(screen: Screen, chi: User) -> None:
    kiosk, invitation = enrol_kiosk(by=chi, session=screen.session, name="  Máy  bàn 1 ")
    assert kiosk.name == "Máy bàn 1"
    assert [len(group) for group in invitation.split("-")] == [5, 5, 5, 5]
    typed = invitation.lower().replace("-", " ").replace("0", "o").replace("1", "i")
    token = take_into_use(box=screen.box, invitation=f" {typed} ")
    for used in (invitation, token, "", "x" * 32):
        with pytest.raises(Refused, match="không dùng được"):
            take_into_use(box=screen.box, invitation=used)


def test_neither_what_a_device_shows_nor_its_invitation_is_kept(screen: Screen, chi: User) -> None:
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    token = take_into_use(box=screen.box, invitation=invitation)
    kept = str(list(Kiosk.objects.values())) + str(list(AuditEvent.objects.values()))
    assert invitation not in kept
    assert token not in kept


def test_an_invitation_of_another_session_is_none(screen: Screen, make_session: MakeSession, chi: User) -> None:
    other = locked(make_session, chi, code="HN2")
    _, invitation = enrol_kiosk(by=chi, session=other.session, name="Máy bàn 1")
    with pytest.raises(Refused, match="không dùng được"):
        take_into_use(box=screen.box, invitation=invitation)


def test_a_revoked_device_is_revoked_once_and_takes_no_invitation(screen: Screen, chi: User) -> None:
    kiosk, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    assert revoke_kiosk(by=chi, kiosk=kiosk).is_revoked
    with pytest.raises(Refused, match="thu hồi rồi"):
        revoke_kiosk(by=chi, kiosk=kiosk)
    with pytest.raises(Refused, match="không dùng được"):
        take_into_use(box=screen.box, invitation=invitation)
    actions = AuditEvent.objects.filter(action__startswith="ballots.kiosk").values_list("action", flat=True)
    assert sorted(actions) == ["ballots.kiosk_enrolled", "ballots.kiosk_revoked"]


def test_names_are_given_and_differ(screen: Screen, chi: User) -> None:
    enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    for name, said in (("máy bàn 1", "Đã có máy tên"), (" ", "Ghi tên máy")):
        with pytest.raises(Refused, match=said):
            enrol_kiosk(by=chi, session=screen.session, name=name)


def test_the_name_of_a_revoked_device_is_given_again(screen: Screen, chi: User) -> None:
    kiosk, lost = enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")
    revoke_kiosk(by=chi, kiosk=kiosk)
    again, invitation = enrol_kiosk(by=chi, session=screen.session, name="máy bàn 1")
    assert (again.pk, again.name, again.is_revoked) == (kiosk.pk, "Máy bàn 1", False)
    with pytest.raises(Refused, match="không dùng được"):
        take_into_use(box=screen.box, invitation=lost)
    take_into_use(box=screen.box, invitation=invitation)


def test_no_device_for_a_closed_box(make_session: MakeSession, chi: User, an: User) -> None:
    screen = open_screen(make_session, chi)
    close(screen, chi, an)
    with pytest.raises(Refused, match="đã đóng"):
        enrol_kiosk(by=chi, session=screen.session, name="Máy bàn 1")


def test_who_runs_no_sessions_enrols_nothing(screen: Screen, dung: User) -> None:
    with pytest.raises(PermissionDenied):
        enrol_kiosk(by=dung, session=screen.session, name="Máy bàn 1")
