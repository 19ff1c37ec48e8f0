"""Rehearsals: made up throughout, run like a session, compared with their deck, and never among results."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ballots.actions.keying import start_keying, submit_keying
from ballots.actions.rehearsals import delete_rehearsal
from ballots.actions.reopening import confirm_reopening, propose_reopening
from ballots.actions.settling import settle_count
from ballots.exports import totals_template_bytes
from ballots.models import Count
from ballots.queries.laws import violations
from ballots.queries.rehearsals import decks_of, expected_cells
from campaigns.actions.day import close_voting, open_check_in, open_voting, step_back
from campaigns.actions.rehearsals import create_rehearsal
from campaigns.actions.tallies import recount
from campaigns.models import BoardMember, Campaign, CampaignState, SessionState, Voter, VotingSession
from campaigns.queries.campaigns import campaign_facts, campaign_rows, sessions_seen_by
from campaigns.queries.cockpit import lateness_of, overview
from campaigns.queries.dossiers import open_sessions
from campaigns.queries.search import search, words_of
from campaigns.queries.sessions import open_subjects, sessions_before
from campaigns.queries.timetable import conflicts_between, frames, overlapping_any, slots_of
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from reports.actions.papers import export_results
from reports.queries.home import awaiting, campaigns_under_way
from tests.ballots.conftest import MakeSession
from tests.ballots.test_keying_actions import key_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def session(make_session: MakeSession, dung: User, em: User, chi: User) -> VotingSession:
    """A counted session with ten voters and a board."""
    made = make_session()
    for number in range(10):
        Voter.objects.create(session=made, name=f"Nguyễn Văn {number}", source="rule")
    BoardMember.objects.create(session=made, name="Lê Thị Chi", role="head", position=1)
    recount([made.pk])
    for by in (dung, em):
        key_in(by, made)
    return settle_count(by=chi, session=made)


def counted(rehearsal: VotingSession, dung: User, em: User, chi: User, **changes: int) -> VotingSession:
    """Run the whole rehearsal with its deck, by cell other numbers."""
    number = rehearsal.voter_count
    open_check_in(by=chi, session=rehearsal)
    open_voting(by=chi, session=rehearsal, total_members=number, summoned=number, present=number)
    close_voting(by=chi, session=rehearsal)
    rehearsal.refresh_from_db()
    cells = expected_cells(decks_of(rehearsal), rehearsal.rules.level_codes) | changes
    for by in (dung, em):
        keying = start_keying(by=by, session=rehearsal)
        answers: dict[str, str] = {}
        typed = {name: str(cell) for name, cell in cells.items()}
        while problems := submit_keying(by=by, keying=keying, typed=typed, explanations=answers).problems:
            assert not [problem for problem in problems if problem.blocks], problems
            answers |= {problem.key: "Đúng" for problem in problems}
    settle_count(by=chi, session=rehearsal)
    rehearsal.refresh_from_db()
    return rehearsal


def test_nobody_real_is_on_a_rehearsal(session: VotingSession, chi: User) -> None:
    rehearsal = create_rehearsal(by=chi, session=session)
    assert (rehearsal.code, rehearsal.state, rehearsal.is_rehearsal) == ("HN1-DT1", "prepared", True)
    assert rehearsal.origin == session
    names = set(rehearsal.subjects().values_list("printed_name", flat=True))
    assert names == {"Cán bộ Diễn tập 01", "Cán bộ Diễn tập 02", "Cán bộ Diễn tập 03"}
    assert not rehearsal.subjects().exclude(official=None, appointments=None).exists()
    assert (rehearsal.voter_count, rehearsal.board_count) == (10, 1)
    assert not rehearsal.voters.exclude(official=None).exists()
    assert create_rehearsal(by=chi, session=session).code == "HN1-DT2"
    assert not list(violations())


def test_what_cannot_be_rehearsed_says_why(session: VotingSession, make_session: MakeSession, chi: User) -> None:
    rehearsal = create_rehearsal(by=chi, session=session)
    with pytest.raises(Refused, match="đã là diễn tập"):
        create_rehearsal(by=chi, session=rehearsal)
    with pytest.raises(Refused, match="người ghi phiếu"):
        create_rehearsal(by=chi, session=make_session("HN2"))
    with pytest.raises(Refused, match="Xóa diễn tập này"):
        step_back(by=chi, session=rehearsal, reason="Sửa")
    session.campaign.state = CampaignState.COMPLETED
    session.campaign.save()
    with pytest.raises(Refused, match="đã kết thúc"):
        create_rehearsal(by=chi, session=session)


def test_a_rehearsal_does_not_move_its_campaign(session: VotingSession, chi: User) -> None:
    session.campaign.state = CampaignState.DRAFT
    session.campaign.save()
    open_check_in(by=chi, session=create_rehearsal(by=chi, session=session))
    session.campaign.refresh_from_db()
    assert session.campaign.state == CampaignState.DRAFT


def test_the_deck_counted_right_agrees_and_a_wrong_figure_is_shown(
    session: VotingSession, chi: User, dung: User, em: User, signed_in: SignIn
) -> None:
    right = counted(create_rehearsal(by=chi, session=session), dung, em, chi)
    page = signed_in(chi).get(reverse("session-rehearsal", args=["DOT", right.code])).content.decode()
    assert "Khớp hoàn toàn" in page
    assert "DIỄN TẬP – không có giá trị" in page
    fresh = create_rehearsal(by=chi, session=session)
    cells = expected_cells(decks_of(fresh), fresh.rules.level_codes)
    name = next(name for name, number in cells.items() if name.endswith(":high") and number)
    wrong = counted(fresh, dung, em, chi, **{name: cells[name] - 1})
    page = signed_in(chi).get(reverse("session-rehearsal", args=["DOT", wrong.code])).content.decode()
    assert "1 số chưa khớp" in page
    assert f"phải ra {cells[name]}" in page


def test_a_rehearsal_is_deleted_whole_and_only_a_rehearsal(
    session: VotingSession, chi: User, khanh: User, dung: User, em: User
) -> None:
    rehearsal = counted(create_rehearsal(by=chi, session=session), dung, em, chi)
    confirm_reopening(
        by=khanh, reopening=propose_reopening(by=chi, session=rehearsal, scope="all", reason="Tập mở lại")
    )
    before = Count.objects.filter(style__session=session).count()
    delete_rehearsal(by=chi, session=rehearsal)
    assert not VotingSession.objects.filter(is_rehearsal=True).exists()
    assert AuditEvent.objects.latest("pk").action == "rehearsal.delete"
    assert Count.objects.filter(style__session=session).count() == before
    with pytest.raises(Refused, match="hội nghị thật"):
        delete_rehearsal(by=chi, session=session)
    assert not list(violations())


def test_from_the_session_to_its_rehearsal_and_back(
    session: VotingSession, chi: User, giang: User, signed_in: SignIn
) -> None:
    head, page = signed_in(chi), reverse("session-rehearsal", args=["DOT", "HN1"])
    assert "Chưa diễn tập lần nào" in head.get(page).content.decode()
    made = head.post(page, {"do": "create"}, follow=True).content.decode()
    assert "Bộ phiếu diễn tập" in made
    assert "HN1-DT1" in head.get(page).content.decode()
    for name in ("session-detail", "session-count", "voter-roll"):
        assert "không có giá trị" in head.get(reverse(name, args=["DOT", "HN1-DT1"])).content.decode(), name
    assert "không có quyền" in signed_in(giang).post(page, {"do": "create"}, follow=True).content.decode()
    own = reverse("session-rehearsal", args=["DOT", "HN1-DT1"])
    assert "Đã xóa diễn tập" in head.post(own, {"do": "delete"}, follow=True).content.decode()


def everything_read(campaign: Campaign, users: list[User], folder: Path, signed_in: SignIn) -> dict[str, Any]:
    """What every reader of sessions says: results, exports, the cockpit, tasks, timetable, steps, the import."""
    phase, real = campaign.phases.get(position=1), VotingSession.objects.filter(is_rehearsal=False)
    (lateness,) = lateness_of([campaign], timezone.localdate())
    target, seen = folder / "x.xlsx", users[0]
    export_results(by=None, campaign=campaign, target=target)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(target).active.iter_rows()]
    template = folder / "t.xlsx"
    template.write_bytes(totals_template_bytes(by=seen, campaign=campaign))
    pages = ("campaign-results", "campaign-margins", "timetable-list", "reminder-list")
    browser = signed_in(seen)
    return {
        "export": rows,
        "template": [list(sheet.values) for sheet in openpyxl.load_workbook(template)],
        "facts": campaign_facts(campaign),
        "rows": [(row.session_count, row.counted_count) for row in campaign_rows()],  # type: ignore[attr-defined]
        "seen": list(sessions_seen_by(seen, campaign).values_list("code")),
        "cockpit": overview(sessions_seen_by(seen, campaign), lateness.condition()),
        "home": [[(item.session.code, item.permission) for item in awaiting(user)] for user in users],
        "under way": campaigns_under_way(seen),
        "frames": frames(campaign),
        "meeting": list(overlapping_any(slots_of(real, None), []).values_list("code")),
        "conflicts": conflicts_between(real, campaign, seen),
        "reminders": list(open_sessions(seen, campaign).values_list("code")),
        "open": list(open_subjects(campaign).values_list("pk")),
        "before": sessions_before(phase, [phase.sessions.earliest("pk").unit]),
        "search": [(found.group, found.total) for found in search(seen, words_of("HN1"))],
        "pages": {name: _main(browser.get(reverse(name, args=[campaign.code])).content.decode()) for name in pages},
        "list": _main(browser.get(reverse("campaign-list")).content.decode()),
        "detail": _main(browser.get(reverse("campaign-detail", args=[campaign.code])).content.decode()),
    }


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("csrfmiddlewaretoken")[0]


def test_nothing_of_a_rehearsal_reaches_any_reader(
    session: VotingSession, an: User, chi: User, dung: User, em: User, tmp_path: Path, signed_in: SignIn
) -> None:
    users, campaign = [an, chi, dung], session.campaign
    before = everything_read(campaign, users, tmp_path, signed_in)
    rehearsal = create_rehearsal(by=chi, session=session)
    VotingSession.objects.filter(pk=rehearsal.pk).update(held_at=session.held_at, place=session.place)
    waiting = create_rehearsal(by=chi, session=session)
    cells = expected_cells(decks_of(rehearsal), rehearsal.rules.level_codes)
    worst = {name: 10 if name.endswith((":low", ":valid")) else 0 for name in cells}
    extreme = worst | {name: 10 for name in cells if name.endswith((":issued", ":returned"))}
    counted(rehearsal, dung, em, chi, **extreme)
    assert waiting.state == SessionState.PREPARED
    after = everything_read(campaign, users, tmp_path, signed_in)
    for reader, found in before.items():
        assert after[reader] == found, reader
