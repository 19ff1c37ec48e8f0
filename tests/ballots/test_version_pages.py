"""The pages of reopening a count, of its versions, and of results near a threshold."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ballots.actions.reopening import confirm_reopening, propose_reopening
from ballots.actions.settling import settle_count
from ballots.models import Reopening
from campaigns.models import CampaignState, SessionState, Subject, VoteKind, VotingSession
from config.accounts.models import User
from tests.ballots.conftest import MakeSession
from tests.ballots.test_keying_actions import key_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def counted(make_session: MakeSession, dung: User, em: User, chi: User) -> VotingSession:
    session = make_session()
    for by in (dung, em):
        key_in(by, session)
    return settle_count(by=chi, session=session)


def address(name: str, *more: object) -> str:
    return reverse(name, args=["DOT", "HN1", *more])


def test_from_the_proposal_to_both_versions_side_by_side(
    counted: VotingSession, chi: User, khanh: User, dung: User, em: User, signed_in: SignIn
) -> None:
    head, leader = signed_in(chi), signed_in(khanh)
    person = Subject.objects.get(printed_name="Lê Văn Một")
    assert "Mở lại kiểm phiếu" in head.get(address("session-versions")).content.decode()
    wrong = head.post(address("session-reopen"), {"scope": "column", "reason": "Kiến nghị"})
    assert wrong.status_code == 422
    assert "Chọn một người" in wrong.content.decode()
    done = head.post(
        address("session-reopen"), {"scope": "column", "subject": person.pk, "reason": "Kiến nghị"}, follow=True
    )
    assert "Chi đề nghị mở lại: Kiểm lại một người: Lê Văn Một" in done.content.decode()
    confirm = address("reopening-confirm", Reopening.objects.get().pk)
    assert "phải là người khác" in head.get(confirm).content.decode()
    assert "Kiến nghị" in leader.get(confirm).content.decode()
    leader.post(confirm, {"do": "confirm"})
    counted.refresh_from_db()
    assert (counted.state, counted.count_version) == (SessionState.COUNTING, 2)
    signed_in(dung).post(address("session-keying"), {"do": "start"})
    sheet = signed_in(dung).get(address("session-keying")).content.decode()
    assert sheet.count('name="subject:') == 3
    assert "Lê Văn Một" in sheet
    assert "chỉ nhập lại" in sheet
    for by in (dung, em):
        key_in(by, counted, Một_high="39", Một_low="3")
    settle_count(by=chi, session=counted)
    page = leader.get(address("session-versions")).content.decode()
    assert "2 số khác nhau" in page
    assert "<mark>39</mark>" in page
    assert "<mark>40</mark>" in page
    assert "Đã được thay" in page
    assert "(chi)" not in page  # names, not accounts


def test_a_proposal_can_be_turned_down(counted: VotingSession, chi: User, khanh: User, signed_in: SignIn) -> None:
    found = propose_reopening(by=chi, session=counted, scope="all", reason="Thử")
    browser = signed_in(khanh)
    assert "Đã rút" in browser.post(
        address("reopening-confirm", found.pk), {"do": "withdraw"}, follow=True
    ).content.decode()  # fmt: skip
    assert browser.get(address("reopening-confirm", found.pk)).status_code == 302
    assert Reopening.objects.get().state == "withdrawn"


def test_a_motion_from_the_result_is_warned_about(
    counted: VotingSession, chi: User, khanh: User, signed_in: SignIn, make_session: MakeSession
) -> None:
    make_session("BP1", kind=VoteKind.MOTION, origin=counted)
    found = propose_reopening(by=chi, session=counted, scope="all", reason="Thử")
    assert "hội nghị bỏ phiếu tín nhiệm BP1" in signed_in(khanh).get(
        address("reopening-confirm", found.pk)
    ).content.decode()  # fmt: skip


def test_pages_say_why_nothing_can_be_reopened(counted: VotingSession, chi: User, signed_in: SignIn) -> None:
    counted.campaign.state = CampaignState.COMPLETED
    counted.campaign.save()
    page = signed_in(chi).get(address("session-reopen")).content.decode()
    assert "trở lại bước" in page
    assert "<form" not in page.partition("<main")[2]


def test_who_sees_the_versions(
    counted: VotingSession, an: User, dung: User, giang: User, signed_in: SignIn, khanh: User, chi: User
) -> None:
    confirm_reopening(by=khanh, reopening=propose_reopening(by=chi, session=counted, scope="all", reason="Thử"))
    for by, status in ((an, 200), (giang, 200), (dung, 403)):
        assert signed_in(by).get(address("session-versions")).status_code == status
    for by in (an, giang, dung):
        assert signed_in(by).get(address("session-reopen")).status_code == 403


def test_results_near_a_threshold_are_listed(
    make_session: MakeSession, dung: User, em: User, chi: User, an: User, signed_in: SignIn
) -> None:
    session = make_session()
    for by in (dung, em):
        key_in(by, session, Một_high="25", Một_normal="0", Một_low="22")
    settle_count(by=chi, session=session)
    bare = signed_in(chi).get(address("session-count")).content.decode()
    assert "Thêm 2 phiếu tín nhiệm thấp thì quá 1/2." in bare
    for page in (reverse("session-results", args=["DOT", "HN1"]), reverse("campaign-margins", args=["DOT"])):
        assert "Thêm 2 phiếu" in signed_in(an).get(page).content.decode()
        assert "Thêm 2 phiếu" not in signed_in(an).get(f"{page}?k=1").content.decode()
        assert signed_in(an).get(f"{page}?k=x").status_code == 200
