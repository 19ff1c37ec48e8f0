"""The pages of a session: planning, the steps of the day, and who may not."""

from collections.abc import Callable

import pytest
from django.test import Client

from campaigns.actions.day import open_check_in, prepare_session
from campaigns.models import Phase, VotingSession
from config.accounts.models import User
from officials.models import OrganisationUnit
from tests.campaigns.test_sessions_actions import Put, names, office, phase, put, session

__all__ = ["Put", "office", "phase", "put", "session"]
pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HOME = "/dot/LP2028/hoi-nghi/"
CREATE = "/dot/LP2028/lap-hoi-nghi/"
FIELDS = {
    "code": "HN-1",
    "name": "Hội nghị",
    "day": "2028-07-05",
    "hour": "08:00",
    "minutes_long": "120",
    "place": "Hội trường",
}


def test_units_with_people_waiting_are_offered(an: User, signed_in: SignedIn, office: OrganisationUnit) -> None:
    page = signed_in(an).get(f"{CREATE}").content.decode()
    assert "Sở Nội vụ" in page
    assert "3 người" in page


def test_a_search_needs_no_diacritics(an: User, signed_in: SignedIn, office: OrganisationUnit) -> None:
    assert "Sở Nội vụ" in signed_in(an).get(f"{CREATE}?tim=so+noi").content.decode()
    assert "Không tìm thấy" in signed_in(an).get(f"{CREATE}?tim=tai+chinh").content.decode()


def test_planning_a_session_leads_to_its_page(an: User, signed_in: SignedIn, office: OrganisationUnit) -> None:
    response = signed_in(an).post(f"{CREATE}?giai-doan=other&don-vi=S01", FIELDS, follow=True)
    assert response.redirect_chain == [(f"{HOME}HN-1/", 302)]
    assert names(VotingSession.objects.get()) == ["Phạm Minh Đức", "Lê Thị Ánh", "Trần Văn Bền"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "31/02/2028"}, "Không có ngày này trong lịch"),
        ({"day": "2029-01-05"}, "không thuộc năm 2028"),
        ({"hour": "25:00"}, "Ghi giờ và phút"),
        ({"code": "Hội nghị 1"}, "Mã chỉ gồm chữ không dấu"),
        ({"name": ""}, "bắt buộc"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_rest(
    an: User, signed_in: SignedIn, office: OrganisationUnit, changes: dict[str, str], sentence: str
) -> None:
    page = signed_in(an).post(f"{CREATE}?giai-doan=other&don-vi=S01", {**FIELDS, **changes}).content.decode()
    assert sentence in page
    assert "Hội trường" in page
    assert not VotingSession.objects.exists()


def test_a_unit_without_anybody_waiting_is_explained(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    page = signed_in(an).get(f"{CREATE}?giai-doan=other&don-vi=S01", follow=True).content.decode()
    assert "không còn ai chờ lấy phiếu" in page


def test_the_page_says_what_is_next(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    page = signed_in(an).get(f"{HOME}HN-S01/").content.decode()
    assert "Chuẩn bị xong" in page
    assert "Giám đốc Sở Nội vụ" in page


def test_a_step_is_one_press(chi: User, signed_in: SignedIn, session: VotingSession) -> None:
    signed_in(chi).post(f"{HOME}HN-S01/buoc/", {"target": "prepared"})
    session.refresh_from_db()
    assert session.state == "prepared"


@pytest.mark.parametrize("target", ["counted", "sealed", "voting", "x", ""])
def test_no_step_can_be_forced(chi: User, signed_in: SignedIn, session: VotingSession, target: str) -> None:
    signed_in(chi).post(f"{HOME}HN-S01/buoc/", {"target": target})
    session.refresh_from_db()
    assert session.state == "planned"


def test_numbers_below_the_quorum_stay_on_the_page(chi: User, signed_in: SignedIn, session: VotingSession) -> None:
    prepare_session(by=chi, session=session)
    open_check_in(by=chi, session=session)
    numbers = {"total_members": 30, "summoned": 30, "present": 19}
    page = signed_in(chi).post(f"{HOME}HN-S01/co-mat/", numbers).content.decode()
    assert "cần ít nhất 20" in page
    assert 'value="19"' in page


def test_going_back_asks_why(chi: User, signed_in: SignedIn, session: VotingSession) -> None:
    prepare_session(by=chi, session=session)
    assert "bắt buộc" in signed_in(chi).post(f"{HOME}HN-S01/lui/", {"reason": ""}).content.decode()
    signed_in(chi).post(f"{HOME}HN-S01/lui/", {"reason": "Sửa phiếu"})
    session.refresh_from_db()
    assert session.state == "planned"


def test_lines_are_put_in_another_order(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    first, second, third = session.subjects()
    wanted = {f"subject-{first.pk}": "2.5", f"subject-{second.pk}": "2", f"subject-{third.pk}": "3"}
    signed_in(an).post(f"{HOME}HN-S01/phieu/{session.styles.get().pk}/thu-tu/", wanted)
    assert names(session) == ["Lê Thị Ánh", "Phạm Minh Đức", "Trần Văn Bền"]


def test_an_edited_plan_is_kept(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    signed_in(an).post(f"{HOME}HN-S01/sua/", {**FIELDS, "name": "Tên mới"})
    session.refresh_from_db()
    assert (session.name, session.code) == ("Tên mới", "HN-S01")


def test_a_deleted_session_leads_to_the_campaign(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    response = signed_in(an).post(f"{HOME}HN-S01/xoa/", {"reason": "Nhầm"})
    assert response.headers["Location"] == "/dot/LP2028/"
    assert not VotingSession.objects.exists()


@pytest.mark.parametrize("page", ["sua/", "xoa/", "lui/", "buoc/", "co-mat/"])
def test_an_auditor_only_looks(giang: User, signed_in: SignedIn, session: VotingSession, page: str) -> None:
    assert signed_in(giang).get(f"{HOME}HN-S01/").status_code == 200
    assert signed_in(giang).post(f"{HOME}HN-S01/{page}", {"reason": "x"}).status_code == 403


def test_another_units_organiser_does_not_find_it(binh: User, signed_in: SignedIn, session: VotingSession) -> None:
    assert signed_in(binh).get(f"{HOME}HN-S01/").status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(
    an: User,
    phase: Phase,
    signed_in: SignedIn,
    session: VotingSession,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    browser = signed_in(an)
    with django_assert_max_num_queries(22):  # type: ignore[attr-defined]
        browser.get(f"{HOME}HN-S01/")


def test_a_session_may_be_called_like_a_verb(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    VotingSession.objects.update(code="tao")
    assert session.name in signed_in(an).get(f"{HOME}tao/").content.decode()
