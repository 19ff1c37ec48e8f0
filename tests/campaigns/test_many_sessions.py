"""The sessions of a whole phase at once."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import Campaign, Phase, Subject, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from config.errors import Refused
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import OrganisationUnit

HELD_AT = datetime(2028, 7, 5, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SignIn = Callable[[User], Client]


def test_every_unit_gets_its_session_and_a_council_takes_its_committee_along(small_campaign: Campaign) -> None:
    council_phase, party_phase, _ = small_campaign.phases.all()
    assert create_sessions(by=None, phase=council_phase, pattern=Pattern(Spread.at(HELD_AT))).created == 1
    session = VotingSession.objects.get()
    assert (session.code, session.unit.code) == ("HN-HD001", "HD001")
    assert session.name == "Hội nghị lấy phiếu tín nhiệm tại Hội đồng nhân dân xã Tân Bình 1"
    assert [style.name for style in session.styles.all()] == ["Khối HĐND", "Khối UBND"]
    assert create_sessions(by=None, phase=party_phase, pattern=Pattern(Spread.at(HELD_AT))).created == 1


def test_nobody_excluded_stands_on_a_ballot_and_everybody_else_does_once(imported: None, campaign: Campaign) -> None:
    from campaigns.actions.eligibility import evaluate_campaign

    found = evaluate_campaign(by=None, campaign=campaign)
    for phase in campaign.phases.all():
        create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD_AT), reason="Cùng một ngày"))
    on_ballots = list(Subject.objects.values_list("appointments", flat=True))
    eligible = campaign.eligibilities.filter(is_subject=True).values_list("appointment", flat=True)
    assert len(on_ballots) == len(set(on_ballots)) == found.subjects
    assert set(on_ballots) == set(eligible)


def test_again_nobody_is_left(small_campaign: Campaign) -> None:
    phase = small_campaign.phases.all()[1]
    create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD_AT)))
    with pytest.raises(Refused, match="Không còn đơn vị nào chờ"):
        create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD_AT)))


def test_an_odd_day_needs_a_reason(small_campaign: Campaign) -> None:
    phase = small_campaign.phases.all()[1]
    odd = HELD_AT.replace(year=2029)
    with pytest.raises(Refused, match="không thuộc năm 2028"):
        create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(odd)))
    assert create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(odd), reason="Hoãn do bão")).created == 1


def test_a_unit_that_has_ended_does_not_stop_the_others(small_campaign: Campaign) -> None:
    phase = small_campaign.phases.all()[0]
    OrganisationUnit.objects.filter(code="HD001").update(valid_until=date(2028, 6, 30))
    with pytest.raises(Refused, match="đã kết thúc hoạt động"):
        create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD_AT)))
    assert not VotingSession.objects.exists()


def test_the_page_starts_a_job(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    page = reverse("session-create-many", args=[small_campaign.code, "other"])
    browser = signed_in(an)
    assert "Sở Nội vụ" in browser.get(page).content.decode()
    entered = {
        "name": "Lấy phiếu tại {đơn vị}",
        "first": "2028-07-05",
        "hours": "08:00",
        "minutes_long": "120",
        "place": "Hội trường",
    }
    assert "05/07/2028" in browser.post(page, {**entered, "preview": "1"}).content.decode()
    assert not Job.objects.exists()
    browser.post(page, {**entered, "create": "1"})
    job = Job.objects.get()
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result["created"]) == (JobState.DONE, 1)
    assert VotingSession.objects.get().name == "Lấy phiếu tại Sở Nội vụ"
    assert "Mọi đơn vị đã có hội nghị" in browser.get(page).content.decode()


def test_the_name_must_tell_the_units_apart(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    page = reverse("session-create-many", args=[small_campaign.code, "other"])
    response = signed_in(an).post(page, {"name": "Hội nghị", "first": "2028-07-05", "hours": "08:00"})
    assert "Giữ {đơn vị} trong tên" in response.content.decode()


def test_a_commune_plans_its_own_units_only(
    binh: User, giang: User, signed_in: SignIn, small_campaign: Campaign
) -> None:
    party, other = (reverse("session-create-many", args=[small_campaign.code, kind]) for kind in ("party", "other"))
    assert "Đảng ủy xã Tân Bình 1" in signed_in(binh).get(party).content.decode()
    assert "Sở Nội vụ" not in signed_in(binh).get(other).content.decode()
    assert signed_in(giang).get(party).status_code == 403


PATTERN = {"name": "Lấy phiếu tại {đơn vị}", "first": "2028-07-05", "hours": "08:00", "minutes_long": "120"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "2028-07-08", "working_days_only": "on"}, "Hết chỗ trong các ngày đã chọn"),
        ({"first": "2029-07-05"}, "không thuộc năm 2028"),
        ({"first": "31/02/2028"}, "Không có ngày này trong lịch"),
        ({"last": "2028-07-01"}, "Ngày cuối phải từ ngày đầu"),
        ({"last": "2038-07-01"}, "quá một năm"),
        ({"hours": "25:00"}, "không phải là giờ"),
        ({"hours": "8h, 14h30"}, "08:00 05/07/2028"),
        ({"above": "Không có"}, "Không có đơn vị"),
        ({"tier": "commune"}, "Không có đơn vị nào"),
        ({"kind": "department", "tier": "province", "above": "S01"}, "08:00 05/07/2028"),
    ],
)
def test_a_preview_says_what_would_be(
    an: User, signed_in: SignIn, small_campaign: Campaign, changes: dict[str, str], sentence: str
) -> None:
    page = reverse("session-create-many", args=[small_campaign.code, "other"])
    shown = signed_in(an).post(page, {**PATTERN, **changes, "preview": "1"}).content.decode()
    assert sentence in shown
    assert not Job.objects.exists()


def test_what_cannot_be_is_refused_and_the_others_go_on(
    small_campaign: Campaign, appoint: Callable[..., object], make_unit: Callable[..., OrganisationUnit]
) -> None:
    from campaigns.actions.eligibility import evaluate_campaign

    appoint("Bùi Văn Khác", "Giám đốc", make_unit("S02", name="Sở Tài chính"))
    evaluate_campaign(by=None, campaign=small_campaign)
    phase = small_campaign.phases.get(kind="other")
    found = create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD_AT), place="Hội trường chung"))
    assert found.created == 1
    assert "Địa điểm “Hội trường chung” đã dành cho hội nghị HN-S0" in found.refused[0]
    again = create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(HELD_AT), place="Hội trường {đơn vị}"))
    assert (again.created, again.refused) == (1, ())


def test_a_working_day_is_proposed(an: User, signed_in: SignIn, small_campaign: Campaign) -> None:
    Phase.objects.update(earliest=date(2028, 7, 1))  # a Saturday
    browser = signed_in(an)
    shown = browser.get(reverse("session-create-many", args=[small_campaign.code, "other"])).content.decode()
    assert 'value="2028-07-03"' in shown
    one = reverse("session-create", args=[small_campaign.code])
    assert 'value="2028-07-03"' in browser.get(f"{one}?don-vi=S01&giai-doan=other").content.decode()
