"""The timetable: conflicts in actions, forms and pages, moving many, and the files."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.move_sessions import Shift, move_sessions
from campaigns.actions.sessions import SessionPlan, create_session, edit_session
from campaigns.models import BoardMember, Campaign, CampaignState, Phase, VoteKind, VotingSession
from campaigns.queries.timetable import conflicts_between
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Official, OrganisationUnit, Tier

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SignIn = Callable[[User], Client]
Plan = Callable[..., VotingSession]
HOME = "/dot/LPTN-2028/lich/"
FIELDS = {"name": "Hội nghị", "day": "2028-07-05", "hour": "08:00", "minutes_long": "120", "place": "Hội trường A"}


def at(day: int, hour: int = 8, month: int = 7) -> datetime:
    return datetime(2028, month, day, hour, tzinfo=ZONE)


@pytest.fixture
def plan(approved_campaign: Campaign) -> Plan:
    """A session of the phase, at a unit of the small province, by somebody."""

    def make(
        kind: str, unit: str, held_at: datetime, reason: str = "", by: User | None = None, **fields: object
    ) -> VotingSession:
        phase = Phase.objects.select_related("campaign", "rule_set").get(campaign=approved_campaign, kind=kind)
        where = OrganisationUnit.objects.get(code=unit)
        planned = SessionPlan(f"HN-{unit}", f"Hội nghị {unit}", held_at, **fields)  # type: ignore[arg-type]
        return create_session(by=by, phase=phase, unit=where, units=[where], plan=planned, reason=reason)

    return make


def official(name: str) -> Official:
    return Official.objects.get(full_name=name)


def test_one_room_holds_one_session_at_a_time(plan: Plan) -> None:
    plan("council", "HD001", at(5), place="Hội trường A")
    with pytest.raises(Refused, match=r"đã dành cho hội nghị HN-HD001, 08:00–10:00 ngày 05/07/2028"):
        plan("party", "DU001", at(5, 9), place="hội trường a", reason="Vẫn làm")
    assert plan("party", "DU001", at(5, 10), place="hội trường a")


def test_the_length_counts(plan: Plan) -> None:
    plan("council", "HD001", at(5), place="A", minutes_long=180)
    with pytest.raises(Refused, match="Địa điểm"):
        plan("party", "DU001", at(5, 10), place="A")


def test_the_chair_is_in_one_place(plan: Plan) -> None:
    chair = official("Ngô Văn Sáu")
    plan("council", "HD001", at(5), chair=chair.full_name, chair_official=chair)
    with pytest.raises(Refused, match="Ngô Văn Sáu cùng lúc chủ trì"):
        plan("party", "DU001", at(5), chair=chair.full_name, chair_official=chair, reason="Vẫn làm")


def test_rooms_are_shared_between_campaigns(plan: Plan) -> None:
    session = plan("council", "HD001", at(5), place="A")
    other = Campaign.objects.create(code="KHAC", name="Đợt khác", year=2028, vote_on=date(2028, 7, 1), venue_cap=2)
    VotingSession.objects.filter(pk=session.pk).update(campaign=other)
    with pytest.raises(Refused, match="Địa điểm"):
        plan("party", "DU001", at(5), place="A")


def test_the_chair_on_the_ballot_needs_a_reason(plan: Plan) -> None:
    chair = official("Lê Văn Bảy")
    with pytest.raises(Refused, match=r"Người chủ trì Lê Văn Bảy có tên trên phiếu.*ghi lý do"):
        plan("party", "DU001", at(5), chair=chair.full_name, chair_official=chair)
    assert plan("party", "DU001", at(5), reason="Bí thư chủ trì", chair=chair.full_name, chair_official=chair)
    assert AuditEvent.objects.get(action="session.create").reason == "Bí thư chủ trì"


def test_the_order_of_phases_needs_a_reason(plan: Plan) -> None:
    plan("party", "DU001", at(5))
    with pytest.raises(Refused, match=r"Giai đoạn sau \(.*\) đã có hội nghị ngày 05/07/2028.*Điều"):
        plan("council", "HD001", at(6))
    assert plan("council", "HD001", at(6), reason="Theo kế hoạch")


def test_a_unit_of_an_abolished_tier_gets_no_session(plan: Plan) -> None:
    OrganisationUnit.objects.filter(code="S01").update(tier=Tier.DISTRICT)
    with pytest.raises(Refused, match="kết thúc hoạt động ngày 30/06/2025, chỉ còn để tra cứu"):
        plan("other", "S01", at(5))


def test_a_warning_that_had_its_reason_needs_no_other(plan: Plan) -> None:
    session = plan("other", "S01", at(5).replace(year=2029), reason="Lùi lịch")
    edit_session(by=None, session=session, changes={"place": "Phòng họp 2"})
    with pytest.raises(Refused, match="06/07/2029"):
        edit_session(by=None, session=session, changes={"held_at": at(6).replace(year=2029)})


def test_a_closed_campaign_keeps_its_timetable(plan: Plan, approved_campaign: Campaign) -> None:
    session = plan("other", "S01", at(5))
    for state in (CampaignState.COMPLETED, CampaignState.ARCHIVED):
        Campaign.objects.update(state=state)
        approved_campaign.refresh_from_db()
        with pytest.raises(Refused, match="đã kết thúc"):
            edit_session(by=None, session=session, changes={"place": "B"})
        with pytest.raises(Refused, match="đã kết thúc"):
            move_sessions(by=None, campaign=approved_campaign, sessions=[session.pk], shift=Shift(1), reason="x")
        with pytest.raises(Refused, match="đã kết thúc"):
            plan("council", "HD001", at(6))


def test_many_move_together_and_keep_their_hours(plan: Plan, an: User, approved_campaign: Campaign) -> None:
    first, second = plan("council", "HD001", at(5), place="A"), plan("party", "DU001", at(6, 14), place="A")
    chosen = [first.pk, second.pk]
    assert move_sessions(by=an, campaign=approved_campaign, sessions=chosen, shift=Shift(1), reason="") == 2
    held = [session.held_at for session in VotingSession.objects.order_by("held_at")]
    assert held == [at(6), at(7, 14)]
    assert AuditEvent.objects.filter(action="session.move").count() == 2


def test_motions_move_without_regard_to_the_plan_of_the_campaign(plan: Plan, approved_campaign: Campaign) -> None:
    """A motion follows a result and not the plan: no dates of its phase bind it, nor does it bind another session."""
    approved_campaign.phases.update(earliest=date(2028, 7, 1), latest=date(2028, 7, 31))
    motion, poll = plan("council", "HD001", at(5)), plan("party", "DU001", at(20))
    VotingSession.objects.filter(pk=motion.pk).update(kind=VoteKind.MOTION)
    chosen: dict[str, Any] = {"by": None, "campaign": approved_campaign, "reason": ""}
    assert move_sessions(sessions=[motion.pk], shift=Shift(to=date(2029, 3, 1)), **chosen) == 1
    with pytest.raises(Refused, match="sau ngày muộn nhất"):
        move_sessions(sessions=[poll.pk], shift=Shift(to=date(2028, 8, 1)), **chosen)
    assert move_sessions(sessions=[motion.pk, poll.pk], shift=Shift(1), **chosen) == 2
    assert move_sessions(sessions=[motion.pk, poll.pk], shift=Shift(1), **chosen) == 2


def test_all_move_or_none(plan: Plan, approved_campaign: Campaign) -> None:
    plan("council", "HD001", at(6), place="A")
    blocked, free = plan("party", "DU001", at(7), place="A"), plan("other", "S01", at(7, 14), place="B")
    chosen = [blocked.pk, free.pk]
    with pytest.raises(Refused, match="HN-DU001: Địa điểm"):
        move_sessions(by=None, campaign=approved_campaign, sessions=chosen, shift=Shift(-1), reason="x")
    assert set(VotingSession.objects.filter(pk__in=chosen).values_list("held_at", flat=True)) == {at(7), at(7, 14)}
    with pytest.raises(Refused, match="không thuộc năm"):
        move_sessions(by=None, campaign=approved_campaign, sessions=chosen, shift=Shift(365), reason="")


def test_to_one_day_two_of_one_room_do_not_fit(plan: Plan, approved_campaign: Campaign) -> None:
    chosen = [plan("council", "HD001", at(5), place="A").pk, plan("party", "DU001", at(6), place="A").pk]
    with pytest.raises(Refused, match="Địa điểm"):
        move_sessions(
            by=None, campaign=approved_campaign, sessions=chosen, shift=Shift(to=date(2028, 7, 20)), reason="x"
        )


def test_what_has_begun_stays(plan: Plan, approved_campaign: Campaign) -> None:
    session = plan("other", "S01", at(5))
    VotingSession.objects.update(state="voting")
    with pytest.raises(Refused, match="chưa bắt đầu"):
        move_sessions(by=None, campaign=approved_campaign, sessions=[session.pk], shift=Shift(1), reason="x")


def test_a_commune_moves_its_own_only(plan: Plan, binh: User, approved_campaign: Campaign) -> None:
    own, foreign = plan("party", "DU001", at(5)), plan("other", "S01", at(6))
    shift = Shift(7)
    assert (
        move_sessions(by=binh, campaign=approved_campaign, sessions=[own.pk, foreign.pk], shift=shift, reason="x") == 1
    )
    foreign.refresh_from_db()
    assert foreign.held_at == at(6)


# --- the form ---


def test_conflicts_are_shown_while_typing_and_nothing_is_saved(an: User, signed_in: SignIn, plan: Plan) -> None:
    plan("council", "HD001", at(5), place="Hội trường A")
    create = "/dot/LPTN-2028/lap-hoi-nghi/?giai-doan=party&don-vi=DU001"
    page = signed_in(an).post(create, {**FIELDS, "code": "HN-1", "check": "1"}).content.decode()
    assert "Không thể:" in page
    assert "/dot/LPTN-2028/hoi-nghi/HN-HD001/" in page
    assert "<form" not in page
    free = signed_in(an).post(create, {**FIELDS, "hour": "10:00", "check": "1"}).content.decode()
    assert "Không có xung đột lịch" in free
    assert VotingSession.objects.count() == 1


def test_without_a_script_the_first_try_shows_them_and_keeps_everything(
    an: User, signed_in: SignIn, plan: Plan
) -> None:
    create = "/dot/LPTN-2028/lap-hoi-nghi/?giai-doan=party&don-vi=DU001"
    typed = {**FIELDS, "code": "HN-1", "chair": "Lê Văn Bảy"}
    page = signed_in(an).post(create, typed).content.decode()
    assert "Người chủ trì Lê Văn Bảy có tên trên phiếu" in page
    assert "ghi lý do vẫn làm như vậy" in page
    assert 'value="Hội trường A"' in page
    assert not VotingSession.objects.exists()
    signed_in(an).post(create, {**typed, "reason": "Bí thư chủ trì"})
    assert VotingSession.objects.get().chair_official == official("Lê Văn Bảy")


@pytest.mark.parametrize(
    ("text", "name", "is_known"),
    [
        ("Ngô Văn Sáu", "Ngô Văn Sáu", True),
        ("ngô văn sáu", "Ngô Văn Sáu", True),
        ("Nguyễn Lạ", "Nguyễn Lạ", False),
        ("", "", False),
    ],
)
def test_the_chair_is_known_by_name_or_stays_a_name(
    an: User, signed_in: SignIn, plan: Plan, text: str, name: str, is_known: bool
) -> None:
    session = plan("party", "DU001", at(5))
    signed_in(an).post(f"/dot/LPTN-2028/hoi-nghi/{session.code}/sua/", {**FIELDS, "chair": text})
    session.refresh_from_db()
    assert (session.chair, session.chair_official is not None) == (name, is_known)


def test_a_code_names_the_chair_where_two_have_the_name(an: User, signed_in: SignIn, plan: Plan) -> None:
    session = plan("party", "DU001", at(5))
    known = official("Ngô Văn Sáu")
    Official.objects.create(code="X-77", full_name="Ngô Văn Sáu")
    edit = f"/dot/LPTN-2028/hoi-nghi/{session.code}/sua/"
    for text, wanted in (("Ngô Văn Sáu", None), ("Ngô Văn Sáu (X-77)", "X-77"), (known.code, known.code)):
        signed_in(an).post(edit, {**FIELDS, "chair": text})
        session.refresh_from_db()
        assert (session.chair_official.code if session.chair_official else None) == wanted


@pytest.mark.parametrize("changes", [{"day": "31/02/2028"}, {"hour": "25:00"}, {"minutes_long": "x"}, {"name": "\0"}])
def test_bad_input_loses_nothing(an: User, signed_in: SignIn, plan: Plan, changes: dict[str, str]) -> None:
    session = plan("party", "DU001", at(5))
    for extra in ({}, {"check": "1"}):
        edit = f"/dot/LPTN-2028/hoi-nghi/{session.code}/sua/"
        assert signed_in(an).post(edit, {**FIELDS, **changes, **extra}).status_code == 200


# --- the pages ---


def test_the_month_shows_its_sessions_only(an: User, signed_in: SignIn, plan: Plan) -> None:
    plan("council", "HD001", at(5))
    plan("party", "DU001", at(6, month=8))
    page = signed_in(an).get(f"{HOME}?thang=2028-07").content.decode()
    assert "Hội nghị HD001" in page
    assert "Hội nghị DU001" not in page
    assert "?thang=2028-08" in page
    assert "Hội nghị DU001" in signed_in(an).get(f"{HOME}?thang=2028-08").content.decode()


@pytest.mark.parametrize("month", ["", "2028-13", "x", "0001-01", "9999-12", "2028-07-01"])
def test_any_month_answers(an: User, signed_in: SignIn, plan: Plan, month: str) -> None:
    assert signed_in(an).get(f"{HOME}?thang={month}").status_code == 200


def test_windows_the_deadline_and_conflicts_are_seen(an: User, signed_in: SignIn, plan: Plan) -> None:
    session = plan("council", "HD001", at(5), place="A")
    plan("party", "DU001", at(5, 14), place="A")
    VotingSession.objects.filter(pk=session.pk).update(held_at=at(5, 13))
    Phase.objects.filter(kind="council").update(earliest=date(2028, 7, 1), latest=date(2028, 7, 4))
    Campaign.objects.update(deadline=date(2028, 7, 20))
    page = signed_in(an).get(f"{HOME}?thang=2028-07").content.decode()
    assert "trùng địa điểm, sau giai đoạn" in page
    assert page.count("band-council") == 4
    assert "Hạn của đợt" in page
    listed = signed_in(an).get(f"{HOME}danh-sach/?conflict=yes").content.decode()
    assert "HN-DU001" in listed or "Hội nghị DU001" in listed


def test_more_than_four_a_day_fold(an: User, signed_in: SignIn, plan: Plan, approved_campaign: Campaign) -> None:
    session = plan("party", "DU001", at(5))
    for number in range(9):
        VotingSession.objects.create(
            campaign=approved_campaign,
            phase=session.phase,
            unit=session.unit,
            code=f"X{number}",
            name=f"Thêm {number}",
            held_at=at(5, 9 + number),
        )
    page = signed_in(an).get(f"{HOME}?thang=2028-07").content.decode()
    assert "còn 7 hội nghị" in page
    assert "first=2028-07-05&amp;last=2028-07-05" in page


def test_the_list_is_narrowed(an: User, signed_in: SignIn, plan: Plan) -> None:
    plan("council", "HD001", at(5), place="Hội trường A")
    plan("party", "DU001", at(6))
    for query, is_there in (
        ("phase=council", True),
        ("phase=party", False),
        ("last=2028-07-05", True),
        ("first=2028-07-06", False),
        ("q=hoi+truong", True),
        ("unit=DU001", False),
        ("conflict=yes", False),
        ("first=31/02/2028", True),
    ):
        page = signed_in(an).get(f"{HOME}danh-sach/?{query}").content.decode()
        assert ("Hội nghị HD001" in page) is is_there, query


def test_a_commune_sees_its_own_sessions(binh: User, signed_in: SignIn, plan: Plan) -> None:
    plan("council", "HD001", at(5), place="A")
    own = plan("party", "DU001", at(6), place="A")
    VotingSession.objects.filter(pk=own.pk).update(held_at=at(5))
    for page in ("?thang=2028-07", "danh-sach/", "?thang=2028-07&format=ics"):
        text = signed_in(binh).get(f"{HOME}{page}").content.decode()
        assert "Hội nghị DU001" in text
        assert "Hội nghị HD001" not in text
    edit = f"/dot/LPTN-2028/hoi-nghi/{own.code}/sua/"
    checked = signed_in(binh).post(edit, {**FIELDS, "place": "A", "check": "1"}).content.decode()
    assert "một hội nghị ngoài phạm vi của đồng chí" in checked
    assert "HN-HD001" not in checked


def test_moving_is_looked_at_first(an: User, signed_in: SignIn, plan: Plan) -> None:
    session = plan("party", "DU001", at(5))
    plan("other", "S01", at(6), place="A")
    page = f"{HOME}doi/"
    assert "Hội nghị DU001" in signed_in(an).get(f"{page}?hn={session.pk}").content.decode()
    everything = signed_in(an).get(f"{page}?loc=phase%3Dother").content.decode()
    assert "Hội nghị S01" in everything
    assert "Hội nghị DU001" not in everything
    typed = {"hn": str(session.pk), "days": "-1", "preview": "1"}
    shown = signed_in(an).post(page, typed).content.decode()
    assert "08:00 04/07/2028" in shown
    assert not AuditEvent.objects.filter(action="session.move").exists()
    signed_in(an).post(page, {**typed, "move": "1"})
    session.refresh_from_db()
    assert session.held_at == at(4)


@pytest.mark.parametrize(
    "typed", [{}, {"days": "1", "to": "2028-07-09"}, {"days": "x"}, {"to": "31/02/2028"}, {"days": "99999"}]
)
def test_a_move_needs_a_day(an: User, signed_in: SignIn, plan: Plan, typed: dict[str, str]) -> None:
    session = plan("party", "DU001", at(5))
    response = signed_in(an).post(f"{HOME}doi/", {"hn": f"{session.pk},x,999999999999999999", "move": "1", **typed})
    assert response.status_code == 200
    session.refresh_from_db()
    assert session.held_at == at(5)


def test_an_auditor_looks_and_moves_nothing(giang: User, signed_in: SignIn, plan: Plan) -> None:
    session = plan("party", "DU001", at(5))
    browser = signed_in(giang)
    assert browser.get(HOME).status_code == browser.get(f"{HOME}danh-sach/").status_code == 200
    assert "Dời các hội nghị" not in browser.get(f"{HOME}danh-sach/").content.decode()
    assert browser.post(f"{HOME}doi/", {"hn": session.pk, "days": "1", "move": "1"}).status_code == 403


def test_the_calendar_file(an: User, signed_in: SignIn, plan: Plan) -> None:
    chair = official("Lê Văn Bảy")
    session = plan("party", "DU001", at(5), reason="x", place="Hội trường A", chair=chair.full_name)
    url = f"{HOME}danh-sach/?format=ics"
    book = Calendar.from_ical(signed_in(an).get(url).content)
    event: Any = book.walk("VEVENT")[0]
    uid = str(event["uid"])
    assert (event["dtstart"].dt, event["dtend"].dt) == (at(5), at(5) + timedelta(minutes=120))
    assert str(event["dtstart"].params["TZID"]) == "Asia/Ho_Chi_Minh"
    assert (str(event["summary"]), str(event["location"]), str(event["class"])) == (
        "Hội nghị DU001",
        "Hội trường A",
        "PUBLIC",
    )
    assert "Lê Văn Bảy" not in book.to_ical().decode()
    Campaign.objects.update(secrecy="secret")
    edit_session(by=None, session=session, changes={"place": "B"}, reason="x")
    event = Calendar.from_ical(signed_in(an).get(url).content).walk("VEVENT")[0]
    assert (str(event["uid"]), str(event["class"])) == (uid, "CONFIDENTIAL")
    assert "Độ mật: Mật" in str(event["description"])


def test_the_workbook(an: User, signed_in: SignIn, plan: Plan) -> None:
    plan("party", "DU001", at(5), place="=A1")
    for page in ("?thang=2028-07&format=xlsx", "danh-sach/?format=xlsx"):
        sheet = load_workbook(io.BytesIO(signed_in(an).get(f"{HOME}{page}").content)).active
        assert sheet is not None
        row = [cell.value for cell in sheet[2]]
        assert row[:6] == ["HN-DU001", "Hội nghị DU001", datetime(2028, 7, 5), "08:00", 120, "=A1"]


def test_the_pages_take_as_many_queries_for_many_as_for_few(
    an: User,
    signed_in: SignIn,
    plan: Plan,
    approved_campaign: Campaign,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    session = plan("party", "DU001", at(5))
    VotingSession.objects.bulk_create(
        VotingSession(
            campaign=approved_campaign,
            phase=session.phase,
            unit=session.unit,
            code=f"X{number}",
            name=f"Thêm {number}",
            held_at=at(1 + number % 28),
        )
        for number in range(120)
    )
    browser = signed_in(an)
    for page in ("?thang=2028-07", "danh-sach/", "danh-sach/?conflict=yes"):
        with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
            assert browser.get(f"{HOME}{page}").status_code == 200


def test_the_board_counts_as_busy(plan: Plan, approved_campaign: Campaign) -> None:
    member = official("Ngô Văn Sáu")
    entries = [BoardEntry(member.full_name, BoardMember.Role.HEAD, official=member)]
    first, second = plan("council", "HD001", at(5)), plan("party", "DU001", at(6))
    for session in (first, second):
        propose_board(by=None, session=session, entries=entries)
    with pytest.raises(Refused, match="Ngô Văn Sáu cùng lúc"):
        edit_session(by=None, session=second, changes={"held_at": at(5)}, reason="Vẫn làm")
    VotingSession.objects.filter(pk=second.pk).update(held_at=at(5))
    found = conflicts_between(VotingSession.objects.all(), approved_campaign, None)
    assert {conflict.code for conflict in found[first.pk]} == {"in_two_sessions"}


def test_nobody_joins_a_board_while_leading_another_session(plan: Plan, an: User, signed_in: SignIn) -> None:
    member = official("Ngô Văn Sáu")
    busy = plan("council", "HD001", at(5), chair=member.full_name, chair_official=member)
    session = plan("party", "DU001", at(5, 9))
    entries = [BoardEntry(member.full_name, BoardMember.Role.HEAD, official=member)]
    with pytest.raises(Refused, match="Ngô Văn Sáu cùng lúc chủ trì hoặc kiểm phiếu ở hội nghị HN-HD001"):
        propose_board(by=None, session=session, entries=entries, reason="Vẫn làm")
    page = f"/dot/LPTN-2028/hoi-nghi/{session.code}/ban-kiem-phieu/"
    assert "cùng lúc chủ trì" in signed_in(an).post(page, {"name": member.code}).content.decode()
    assert not session.board.exists()
    edit_session(by=None, session=busy, changes={"held_at": at(6)}, reason="Dời")
    propose_board(by=None, session=session, entries=entries)


def test_a_member_who_is_voted_on_elsewhere_needs_a_reason(plan: Plan, an: User, signed_in: SignIn) -> None:
    member = official("Trần Thị Tám")
    plan("council", "HD001", at(5))
    session = plan("party", "DU001", at(5, 9))
    page = f"/dot/LPTN-2028/hoi-nghi/{session.code}/ban-kiem-phieu/"
    browser = signed_in(an)
    shown = browser.post(page, {"name": member.code, "title": "Giữ lại"}).content.decode()
    assert "Trần Thị Tám cùng lúc có tên trên phiếu" in shown
    assert "Giữ lại" in shown
    browser.post(page, {"name": member.code, "reason": "Sẽ đến sau"})
    assert [row.name for row in session.board.all()] == ["Trần Thị Tám"]
    assert AuditEvent.objects.get(action="session.board").reason == "Sẽ đến sau"
    assert "Trần Thị Tám cùng lúc có tên trên phiếu" in browser.get(page).content.decode()
    head = BoardEntry(member.full_name, BoardMember.Role.HEAD, official=member)
    propose_board(by=None, session=session, entries=[head])  # the warning had its reason
