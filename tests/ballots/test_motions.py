"""The whole story of a follow-up vote: from the result over the threshold to the minutes of its own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from ballots.actions.keying import start_keying, submit_keying
from ballots.actions.motions import create_motion
from ballots.actions.settling import settle_count
from ballots.models import CountLine
from ballots.queries.laws import violations
from ballots.queries.motions import nominees_of
from ballots.queries.totals import layout_of
from ballots.rules.totals import FIGURES, cell
from campaigns.actions.day import close_voting, open_check_in, open_voting, prepare_session
from campaigns.actions.sessions import SessionPlan
from campaigns.actions.tallies import recount
from campaigns.actions.voters import NewVoter, add_voter
from campaigns.models import Campaign, CampaignState, Eligibility, Venue, VoteKind, VotingSession
from campaigns.queries.sessions import free_code, open_subjects, units_waiting
from config.accounts.models import User
from config.errors import Refused
from officials.models import Appointment, OrganisationUnit, UnitKind
from reports.actions.papers import export_results, issue_minutes
from tests.conftest import MakeUnit
from tests.officials.factories import hold
from tests.reports.papers import sheet_rows, text
from tests.reports.sessions import Person, Style, counted_session, make_campaign, make_phase

pytestmark = pytest.mark.django_db
LATER = datetime(2023, 12, 14, 14, 0, tzinfo=timezone.get_default_timezone())
LOW = Person("Lê Duy Thành", "Chủ tịch UBND tỉnh", (19, 2, 25))
HIGH = Person("Vũ Việt Văn", "Phó Chủ tịch UBND tỉnh", (35, 9, 3))


@pytest.fixture
def poll(make_unit: MakeUnit, an: User) -> VotingSession:
    """Vĩnh Phúc, 13 December 2023: one of those voted on is over half low, 25 of 47."""
    council = make_unit("HDND", UnitKind.PEOPLES_COUNCIL, name="Hội đồng nhân dân tỉnh Vĩnh Phúc", place="Vĩnh Phúc")
    campaign = make_campaign(organiser=council, state=CampaignState.IN_PROGRESS)
    session = counted_session(make_phase(campaign), council, [Style("Khối UBND", [LOW, HIGH])])
    recount([session.pk])
    return session


def plan(code: str = "KH-15-BP1") -> SessionPlan:
    return SessionPlan(code, "Hội nghị bỏ phiếu tín nhiệm tại HĐND tỉnh Vĩnh Phúc", LATER, "Hội trường B")


def lines(session: VotingSession) -> dict[str, int]:
    return {subject.printed_name: subject.pk for subject in session.subjects()}


def motion_of(an: User, poll: VotingSession) -> VotingSession:
    return create_motion(by=an, origin=poll, subjects=[lines(poll)[LOW.name]], plan=plan(), reason="Kỳ họp tiếp theo")


def counted(motion: VotingSession, an: User, dung: User, em: User, chi: User, *votes: int) -> VotingSession:
    """The motion's own day: roll, check-in, vote, two keyings, the board's word."""
    for number in range(47):
        add_voter(by=an, session=motion, voter=NewVoter(f"Đại biểu {number}"), reason="Đại biểu HĐND")
    prepare_session(by=an, session=motion)
    open_check_in(by=an, session=motion)
    open_voting(by=an, session=motion, total_members=50, summoned=47, present=47)
    close_voting(by=an, session=motion)
    for typist in (dung, em):
        typed: dict[str, str] = {}
        for style in layout_of(motion).styles:
            typed |= {
                cell(style.place, figure): text for figure, text in zip(FIGURES, ("47", "47", "46", "1"), strict=True)
            }
            for line in style.lines:
                typed |= {
                    cell(line.place, f): str(n) for f, n in zip(("confidence", "no_confidence"), votes, strict=True)
                }
        keying = start_keying(by=typist, session=motion)
        found = submit_keying(by=typist, keying=keying, typed=typed)
        asked = {problem.key: "Đã xem lại" for problem in found.problems}
        assert not [problem for problem in found.problems if problem.blocks]
        if asked:
            submit_keying(by=typist, keying=keying, typed=typed, explanations=asked)
    settle_count(by=chi, session=motion)
    return VotingSession.objects.get(pk=motion.pk)


def test_from_the_result_to_the_minutes(an: User, dung: User, em: User, chi: User, poll: VotingSession) -> None:
    motion = motion_of(an, poll)
    assert (motion.kind, motion.origin, motion.phase, motion.unit) == (VoteKind.MOTION, poll, poll.phase, poll.unit)
    (subject,) = motion.subjects()
    assert (subject.printed_name, subject.printed_title) == (LOW.name, LOW.title)
    assert [level.code for level in motion.rules.levels] == ["confidence", "no_confidence"]
    assert [member.name for member in motion.board.all()] == [member.name for member in poll.board.all()]
    done = counted(motion, an, dung, em, chi, 20, 26)
    paper = text(issue_minutes(by=chi, session=done))
    assert "Hội nghị bỏ phiếu tín nhiệm tại HĐND tỉnh Vĩnh Phúc" in paper
    assert "Không tín nhiệm" in paper
    assert f"({poll.name}): {LOW.name}, {LOW.title}: 25/47 phiếu tín nhiệm thấp (53,19 %)" in paper
    assert (
        "; quá nửa, chưa đến 2/3 tín nhiệm thấp, thuộc trường hợp quy định tại Nghị quyết 96/2023/QH15, Điều 12."
        in paper
    )
    assert "bỏ phiếu tín nhiệm đối với 01 người theo Nghị quyết 96/2023/QH15, Điều 14" in paper
    assert "Tín nhiệm cao" not in paper
    assert "26/47 phiếu thu về ghi không tín nhiệm (55,32 %)" in paper
    assert "trình miễn nhiệm hoặc phê chuẩn việc miễn nhiệm" in paper
    assert "Nghị quyết 96/2023/QH15, Điều 14" in paper
    assert not [found for found in violations() if "nhật ký" not in found]


def test_others_need_to_be_demanded(an: User, poll: VotingSession) -> None:
    with pytest.raises(Refused, match=r"Vũ Việt Văn \(không vượt ngưỡng\)"):
        create_motion(by=an, origin=poll, subjects=lines(poll).values(), plan=plan(), reason="Thử")
    both = create_motion(
        by=an,
        origin=poll,
        subjects=lines(poll).values(),
        plan=plan(),
        trigger="Kiến nghị của một phần ba số đại biểu HĐND, văn bản 12/KN ngày 13/12/2023",
        reason="Thử",
    )
    assert [subject.position for subject in both.subjects()] == [1, 2]
    assert both.trigger.splitlines()[1].startswith("Căn cứ bỏ phiếu tín nhiệm: Kiến nghị của một phần ba")


def test_what_cannot_become_a_motion(an: User, dung: User, poll: VotingSession) -> None:
    with pytest.raises(PermissionDenied):
        motion_of(dung, poll)
    with pytest.raises(Refused, match="Chọn ít nhất một người"):
        create_motion(by=an, origin=poll, subjects=[], plan=plan(), reason="Thử")
    motion = motion_of(an, poll)
    with pytest.raises(Refused, match="đã có hội nghị mang mã KH-15-BP1"):
        motion_of(an, poll)
    assert free_code(poll, "BP") == "KH-15-BP2"
    for state, sentence in (("counting", "chưa có kết quả"), ("counted", "đã là hội nghị bỏ phiếu")):
        VotingSession.objects.filter(pk=motion.pk).update(state=state)
        VotingSession.objects.filter(pk=poll.pk).update(state="counting" if state == "counting" else "counted")
        with pytest.raises(Refused, match=sentence):
            create_motion(
                by=an, origin=poll if state == "counting" else motion, subjects=[1], plan=plan("X"), reason=""
            )


def test_a_member_of_the_board_who_is_voted_on_counts_nothing(an: User, poll: VotingSession) -> None:
    poll.board.filter(position=2).update(name=LOW.name)
    assert [member.name for member in motion_of(an, poll).board.all()] == ["Lê Thị Chi", "Hoàng Văn Em"]


def test_a_motion_takes_nobody_off_the_list(an: User, poll: VotingSession, make_unit: MakeUnit) -> None:
    committee = make_unit("UBND", UnitKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân tỉnh Vĩnh Phúc")
    post: Appointment = hold("T1", committee, "Chủ tịch", LOW.name).appointments.get()
    campaign: Campaign = poll.campaign
    venue = Venue.objects.create(campaign=campaign, official=post.official, unit=committee, slot=1, cap=2)
    Eligibility.objects.create(campaign=campaign, appointment=post, phase=poll.phase, is_subject=True, venue=venue)
    subject = poll.subjects().get(printed_name=LOW.name)
    subject.official = post.official
    subject.save()
    subject.appointments.add(post)
    motion = motion_of(an, poll)
    assert list(motion.subjects().get().appointments.all()) == [post]
    poll.subjects().filter(pk=subject.pk).get().appointments.clear()
    assert open_subjects(campaign).filter(appointment=post).exists()
    assert OrganisationUnit.objects.get(pk=committee.pk) in units_waiting(campaign)
    Eligibility.objects.filter(appointment=post).update(is_subject=False, venue=None, reasons=["new_in_year"])
    add_voter(by=an, session=motion, voter=NewVoter("Đại biểu"), reason="Thử")
    assert prepare_session(by=an, session=motion).state == "prepared"


def test_results_of_both_stand_on_sheets_of_their_own(
    an: User, dung: User, em: User, chi: User, poll: VotingSession, tmp_path: Path
) -> None:
    counted(motion_of(an, poll), an, dung, em, chi, 20, 26)
    target = tmp_path / "ket-qua.xlsx"
    assert export_results(by=an, campaign=poll.campaign, target=target) == 3
    _, polls = sheet_rows(target)
    assert [(row["Họ và tên"], row["Tín nhiệm thấp"]) for row in polls] == [(LOW.name, 25), (HIGH.name, 3)]
    assert "Không tín nhiệm" not in polls[0]
    headings, line = openpyxl.load_workbook(target)["Bỏ phiếu tín nhiệm"].iter_rows(values_only=True)
    row = dict(zip(headings, line, strict=True))
    assert (row["Tín nhiệm"], row["Không tín nhiệm"], row["Tỷ lệ % không tín nhiệm"]) == (20, 26, 55.32)
    assert row["Mức"] == "Quá nửa không tín nhiệm"


def test_the_pages(
    an: User, dung: User, em: User, chi: User, poll: VotingSession, signed_in: Callable[[User], Client]
) -> None:
    browser, here = signed_in(an), f"/dot/{poll.campaign.code}/hoi-nghi/KH-15"
    results = browser.get(f"/dot/{poll.campaign.code}/hoi-nghi/KH-15/ket-qua/").content.decode()
    low = lines(poll)[LOW.name]
    assert f"/bo-phieu-tin-nhiem/?nguoi={low}" in results
    form = browser.get(f"{here}/bo-phieu-tin-nhiem/?nguoi={low}").content.decode()
    assert 'value="KH-15-BP1"' in form
    assert "25/47 phiếu tín nhiệm thấp (53,19 %)" in form
    data = {
        "subjects": [str(low)], "code": "KH-15-BP1", "name": "Hội nghị bỏ phiếu tín nhiệm", "day": "14/12/2023",
        "hour": "14:00", "minutes_long": "60", "place": "Hội trường B", "chair": "", "trigger": "", "reason": "",
    }  # fmt: skip
    refused = browser.post(f"{here}/bo-phieu-tin-nhiem/", data)
    assert (refused.status_code, "ghi lý do" in refused.content.decode()) == (422, True)
    assert browser.post(f"{here}/bo-phieu-tin-nhiem/", {**data, "reason": "Kỳ họp tiếp theo"}).status_code == 302
    motion = VotingSession.objects.get(code="KH-15-BP1")
    results = browser.get(f"{here}/ket-qua/").content.decode()
    assert f'href="{here}-BP1/"' in results
    assert "/bo-phieu-tin-nhiem/?nguoi=" not in results
    counted(motion, an, dung, em, chi, 20, 26)
    own = browser.get(f"{here}-BP1/ket-qua/").content.decode()
    assert "Bỏ phiếu tín nhiệm</span>" in own
    assert "/bo-phieu-tin-nhiem/?nguoi=" not in own
    whole = browser.get(f"/dot/{poll.campaign.code}/ket-qua/").content.decode()
    assert whole.count("Quá nửa không tín nhiệm") >= 2
    assert browser.get(f"/dot/{poll.campaign.code}/ket-qua/?band=no_confidence_over_half").status_code == 200
    assert "Bỏ phiếu" in browser.get(f"/dot/{poll.campaign.code}/lich/?thang=2023-12").content.decode()
    assert browser.get(f"{here}-BP1/bo-phieu-tin-nhiem/").status_code == 302


def test_beyond_two_thirds_the_way_is_dismissal(an: User, poll: VotingSession) -> None:
    """Nghị quyết 96/2023/QH15, Điều 12: only over half and below two thirds does the vote follow from the result."""
    line = CountLine.objects.get(subject=lines(poll)[LOW.name])
    line.votes = {"high": 5, "normal": 2, "low": 39}
    line.save()
    (dismissed,) = [one for one in nominees_of(poll) if one.subject.pk == line.subject_id]
    assert dismissed.band
    assert not dismissed.follows
    with pytest.raises(Refused, match=r"từ 2/3 tín nhiệm thấp trở lên\)"):
        motion_of(an, poll)
