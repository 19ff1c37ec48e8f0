"""Keying twice, returning only what differs, and settling the count: actions on PostgreSQL."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from ballots.actions.keying import discard_keyings, return_to_voting, save_keying, start_keying, submit_keying
from ballots.actions.settling import settle_count
from ballots.models import Count, CountLine, Source, Stock, TotalsKeying
from ballots.queries.counts import results_of
from ballots.queries.totals import keyings_of, layout_of
from ballots.rules.double_keying import PairState
from ballots.rules.totals import FIGURES, cell
from campaigns.actions.day import step_back
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Assignment
from tests.ballots.conftest import MakeSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return make_session()


def sheet(session: VotingSession, **changes: str) -> dict[str, str]:
    """Complete, faultless totals of the session; `changes` by "<person's given name>_<level>" or figure."""
    cells: dict[str, str] = {}
    for style in layout_of(session).styles:
        cells |= {
            cell(style.place, f): changes.get(f, v) for f, v in zip(FIGURES, ("47", "47", "47", "0"), strict=True)
        }
        for line in style.lines:
            for level, votes in (("high", "40"), ("normal", "5"), ("low", "2")):
                cells[cell(line.place, level)] = changes.get(f"{line.name.split()[-1]}_{level}", votes)
    return cells


def key_in(by: User, session: VotingSession, **changes: str) -> TotalsKeying:
    keying = start_keying(by=by, session=session)
    submit_keying(by=by, keying=keying, typed=sheet(session, **changes))
    keying.refresh_from_db()
    return keying


def test_two_people_get_the_two_passes(session: VotingSession, dung: User, em: User) -> None:
    assert start_keying(by=dung, session=session).number == 1
    assert start_keying(by=em, session=session).number == 2
    assert start_keying(by=dung, session=session).number == 1  # pressing again opens the own entry


def test_a_third_person_is_told_who_keys(session: VotingSession, dung: User, em: User, chi: User) -> None:
    Assignment.objects.create(user=chi, role=Role.CLERK)
    start_keying(by=dung, session=session)
    start_keying(by=em, session=session)
    with pytest.raises(Refused, match="Phạm Tiến Dũng và Hoàng Văn Em"):
        start_keying(by=chi, session=session)


@pytest.mark.parametrize("name", ["an", "binh", "chi", "giang", "ha"])
def test_only_clerks_key(session: VotingSession, request: pytest.FixtureRequest, name: str) -> None:
    with pytest.raises(PermissionDenied):
        start_keying(by=request.getfixturevalue(name), session=session)


@pytest.mark.parametrize("state", [state for state in SessionState if state != SessionState.COUNTING])
def test_keying_only_while_counting(make_session: MakeSession, dung: User, state: str) -> None:
    with pytest.raises(Refused, match="chỉ nhập số liệu khi đang kiểm phiếu"):
        start_keying(by=dung, session=make_session(state=state))


def test_a_draft_is_kept_as_typed(session: VotingSession, dung: User) -> None:
    keying = start_keying(by=dung, session=session)
    name = next(iter(sheet(session)))
    save_keying(by=dung, keying=keying, typed={name: " 4x ", "style:999:issued": "1"})
    save_keying(by=dung, keying=keying, typed={}, explanations={"W.201:style:1": "  mất  một phiếu "})
    keying.refresh_from_db()
    assert keying.cells == {name: "4x"}
    assert keying.explanations == {"W.201:style:1": "mất một phiếu"}


def test_errors_hold_back_and_lose_nothing(session: VotingSession, dung: User) -> None:
    keying = start_keying(by=dung, session=session)
    submission = submit_keying(by=dung, keying=keying, typed=sheet(session, Ba_high="41"))
    assert [problem.code for problem in submission.problems] == ["F.301"]
    keying.refresh_from_db()
    assert not keying.is_submitted
    assert "41" in keying.cells.values()


def test_warnings_want_an_explanation(session: VotingSession, dung: User) -> None:
    keying = start_keying(by=dung, session=session)
    typed = sheet(session, Ba_high="39")
    problems = submit_keying(by=dung, keying=keying, typed=typed).problems
    assert [problem.code for problem in problems] == ["W.301"]
    key = problems[0].key
    assert submit_keying(by=dung, keying=keying, typed=typed, explanations={key: " "}).problems
    given = {key: "Một phiếu bỏ trống dòng này", "W.301:subject:0": "thừa"}
    assert submit_keying(by=dung, keying=keying, typed=typed, explanations=given).pair == PairState.WAITING
    keying.refresh_from_db()
    assert keying.explanations == {key: "Một phiếu bỏ trống dòng này"}


def test_equal_entries_agree(session: VotingSession, dung: User, em: User) -> None:
    key_in(dung, session)
    key_in(em, session)
    assert all(keying.is_submitted and not keying.returned for keying in keyings_of(session))


def test_only_the_differing_cells_come_back_to_both(session: VotingSession, dung: User, em: User) -> None:
    key_in(dung, session)
    second = key_in(em, session, Hai_high="41", Hai_low="1")
    first = TotalsKeying.objects.get(by=dung)
    assert first.returned == second.returned
    assert {name.rpartition(":")[2] for name in first.returned} == {"high", "low"}
    for keying in (first, second):
        assert not keying.is_submitted
        assert not set(keying.returned) & set(keying.cells)
        assert len(keying.cells) == len(sheet(session)) - 2


def test_cells_that_agreed_stay_and_keying_again_settles_it(session: VotingSession, dung: User, em: User) -> None:
    first = key_in(dung, session)
    second = key_in(em, session, Hai_high="41", Hai_low="1")
    submission = submit_keying(by=em, keying=second, typed=sheet(session, Ba_high="39"))  # only the open cells count
    assert submission.pair == PairState.DIFFERENT
    assert submit_keying(by=dung, keying=first, typed=sheet(session)).pair == PairState.AGREED
    cells = [keying.cells for keying in keyings_of(session)]
    assert cells[0] == cells[1]
    assert 39 not in cells[0].values()


def test_keying_again_differently_returns_again(session: VotingSession, dung: User, em: User) -> None:
    first = key_in(dung, session)
    second = key_in(em, session, Hai_high="41", Hai_low="1")
    submit_keying(by=dung, keying=first, typed=sheet(session))
    assert submit_keying(by=em, keying=second, typed=sheet(session, Hai_high="41", Hai_low="1")).pair == (
        PairState.DIFFERENT
    )


def test_what_is_handed_in_and_what_is_others_stays(session: VotingSession, dung: User, em: User) -> None:
    keying = key_in(dung, session)
    with pytest.raises(Refused, match="không sửa được nữa"):
        save_keying(by=dung, keying=keying, typed={})
    with pytest.raises(Refused, match="không còn"):
        save_keying(by=em, keying=keying, typed={})


def agreed(session: VotingSession, dung: User, em: User, **changes: str) -> None:
    for by in (dung, em):
        keying = start_keying(by=by, session=session)
        problems = submit_keying(by=by, keying=keying, typed=sheet(session, **changes)).problems
        answers = {problem.key: f"đã xem lại ({by.username})" for problem in problems}
        if problems:
            submit_keying(by=by, keying=keying, typed={}, explanations=answers)


def test_the_board_settles_what_agrees(session: VotingSession, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em, Ba_high="19", Ba_normal="2", Ba_low="25")
    settled = settle_count(by=chi, session=session)
    assert settled.state == SessionState.COUNTED
    assert Stock.objects.filter(issued=47, returned=47).count() == 2
    assert set(Count.objects.values_list("source", "returned", "valid")) == {(Source.KEYED, 47, 47)}
    line = CountLine.objects.get(subject__printed_name="Phạm Văn Ba")
    assert line.line_invalid == 1
    assert line.count.explanations[f"W.301:subject:{line.subject_id}"] == "đã xem lại (dung) / đã xem lại (em)"
    results = results_of(settled)
    assert results[1].people[0].result.share_texts == {"high": "40,43", "normal": "4,26", "low": "53,19"}


def test_the_trail_holds_no_numbers(session: VotingSession, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em)
    settle_count(by=chi, session=session)
    counted = AuditEvent.objects.get(action="ballots.counted")
    assert set(counted.after) == {"source", "styles", "digest"}
    assert AuditEvent.objects.filter(action="session.counted").exists()
    for event in AuditEvent.objects.exclude(action="session.counted"):
        assert "cells" not in event.after
        assert 47 not in event.after.values()


def test_nothing_is_settled_before_both_agree(session: VotingSession, dung: User, chi: User) -> None:
    key_in(dung, session)
    with pytest.raises(Refused, match="Chưa đủ hai lần nhập khớp nhau"):
        settle_count(by=chi, session=session)
    assert not Count.objects.exists()


def test_who_keyed_does_not_settle(session: VotingSession, dung: User, em: User) -> None:
    Assignment.objects.create(user=em, role=Role.BOARD_HEAD)
    agreed(session, dung, em)
    with pytest.raises(Refused, match="người xác nhận phải là người khác"):
        settle_count(by=User.objects.get(pk=em.pk), session=session)


@pytest.mark.parametrize("name", ["an", "khanh", "dung", "giang", "ha"])
def test_only_the_board_settles(session: VotingSession, request: pytest.FixtureRequest, name: str) -> None:
    with pytest.raises(PermissionDenied):
        settle_count(by=request.getfixturevalue(name), session=session)


def test_an_administrator_has_no_power_over_a_count(session: VotingSession) -> None:
    admin = User.objects.create_superuser("quan-tri", "x", full_name="Quản Trị")
    for act in (start_keying, settle_count):
        with pytest.raises(PermissionDenied):
            act(by=admin, session=session)


def test_what_changed_since_keying_is_checked_again(session: VotingSession, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em)
    VotingSession.objects.update(present=40)
    with pytest.raises(Refused, match="chỉ có 40 người có mặt"):
        settle_count(by=chi, session=session)
    assert not Count.objects.exists()


def test_the_board_can_have_everything_keyed_anew(session: VotingSession, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em)
    with pytest.raises(Refused, match="Ghi lý do"):
        discard_keyings(by=chi, session=session, reason=" ")
    with pytest.raises(PermissionDenied):
        discard_keyings(by=dung, session=session, reason="nhầm biên bản")
    discard_keyings(by=chi, session=session, reason="nhầm biên bản")
    assert not keyings_of(session)
    assert AuditEvent.objects.filter(action="ballots.keying_discarded", reason="nhầm biên bản").count() == 2
    with pytest.raises(Refused, match="không có gì để hủy"):
        discard_keyings(by=chi, session=session, reason="lần nữa")
    assert start_keying(by=em, session=session).number == 1


def in_threads(*acts: Callable[[], object]) -> list[object]:
    """Do the acts at once, each on a connection of its own; what they return or raise, in order."""
    found: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(at: int) -> None:
        try:
            gate.wait(10)
            found[at] = acts[at]()
        except Exception as error:  # noqa: BLE001 - handed to the test
            found[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_people_who_start_at_once_get_different_passes(session: VotingSession, dung: User, em: User) -> None:
    found = in_threads(
        lambda: start_keying(by=dung, session=session).number, lambda: start_keying(by=em, session=session).number
    )
    assert sorted(found, key=str) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_one_person_in_two_windows_gets_one_entry(session: VotingSession, dung: User) -> None:
    found = in_threads(*[lambda: start_keying(by=dung, session=session).number] * 3)
    assert found == [1, 1, 1]
    assert TotalsKeying.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_in_at_once_are_compared_once(session: VotingSession, dung: User, em: User) -> None:
    first, second = start_keying(by=dung, session=session), start_keying(by=em, session=session)
    in_threads(
        lambda: submit_keying(by=dung, keying=first, typed=sheet(session)),
        lambda: submit_keying(by=em, keying=second, typed=sheet(session, Hai_high="41", Hai_low="1")),
    )
    assert [len(keying.returned) for keying in keyings_of(session)] == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_settling_twice_at_once_counts_once(session: VotingSession, dung: User, em: User, chi: User) -> None:
    agreed(session, dung, em)
    found = in_threads(*[lambda: settle_count(by=User.objects.get(pk=chi.pk), session=session)] * 2)
    assert sorted(type(result).__name__ for result in found) == ["Refused", "VotingSession"]
    assert Count.objects.count() == 2


def test_the_count_leads_back_only_while_nothing_is_keyed(session: VotingSession, chi: User, dung: User) -> None:
    start_keying(by=dung, session=session)
    with pytest.raises(Refused, match="Hủy số liệu đã nhập trước"):
        return_to_voting(by=chi, session=session, reason="Còn phiếu trong thùng")
    with pytest.raises(Refused, match="không lùi lại được"):
        step_back(by=chi, session=session, reason="Còn phiếu trong thùng")
    discard_keyings(by=chi, session=session, reason="Còn phiếu trong thùng")
    return_to_voting(by=chi, session=session, reason="Còn phiếu trong thùng")
    session.refresh_from_db()
    assert session.state == SessionState.VOTING
    assert AuditEvent.objects.get(action="session.voting").reason == "Còn phiếu trong thùng"


def test_going_back_from_the_count_needs_a_reason(session: VotingSession, chi: User) -> None:
    with pytest.raises(Refused, match="Ghi lý do"):
        return_to_voting(by=chi, session=session, reason=" ")
