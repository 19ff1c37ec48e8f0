"""Opening a counted session again: two people, both counts kept, one column counted by itself."""

import pytest
from django.core.exceptions import PermissionDenied

from ballots.actions.bundles import choose_counting
from ballots.actions.keying import return_to_voting, start_keying, submit_keying
from ballots.actions.reopening import confirm_reopening, propose_reopening, withdraw_reopening
from ballots.actions.settling import settle_count
from ballots.models import Bundle, BundleCount, BundleKeying, Count, Reopening, TotalsKeying
from ballots.queries.counts import results_of
from ballots.queries.laws import violations
from ballots.queries.totals import keyings_of, layout_of, state_of
from ballots.queries.versions import standing_version, versions_of
from ballots.rules.double_keying import PairState
from ballots.rules.totals import cell
from ballots.rules.versions import CountVersion, differing_cells, version_words
from campaigns.actions.tallies import recount
from campaigns.models import CampaignState, Counting, SessionState, Subject, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.ballots.conftest import MakeSession
from tests.ballots.test_keying_actions import key_in

pytestmark = pytest.mark.django_db
WHY = "Kiến nghị của đại biểu Nguyễn Văn A"


@pytest.fixture
def counted(make_session: MakeSession, dung: User, em: User, chi: User) -> VotingSession:
    session = make_session()
    recount([session.pk])
    for by in (dung, em):
        key_in(by, session)
    return settle_count(by=chi, session=session)


def reopened(session: VotingSession, chi: User, khanh: User, scope: str = "all", *detail: int) -> VotingSession:
    found = propose_reopening(by=chi, session=session, scope=scope, detail=detail, reason=WHY)
    return confirm_reopening(by=khanh, reopening=found)


def test_a_second_person_confirms_and_the_earlier_count_is_kept_whole(
    counted: VotingSession, chi: User, khanh: User
) -> None:
    before = standing_version(counted)
    again = reopened(counted, chi, khanh)
    assert (again.state, again.count_version) == (SessionState.COUNTING, 2)
    assert not Count.objects.exists()
    assert not TotalsKeying.objects.exists()
    kept = Reopening.objects.get()
    assert (kept.state, kept.proposed_by, kept.confirmed_by) == ("confirmed", chi, khanh)
    assert CountVersion.from_json(kept.earlier) == before
    assert (before.keyed_by, before.state) == (("Phạm Tiến Dũng", "Hoàng Văn Em"), "counted")
    assert before.confirmed_by == "Lê Thị Chi"
    assert [event.action for event in AuditEvent.objects.order_by("pk")][-3:] == [
        "count.reopening_proposed", "session.counting", "count.reopened"
    ]  # fmt: skip
    assert not list(violations())


def test_nobody_confirms_the_own_proposal(counted: VotingSession, chi: User) -> None:
    found = propose_reopening(by=chi, session=counted, scope="all", reason=WHY)
    with pytest.raises(Refused, match="phải là người khác"):
        confirm_reopening(by=chi, reopening=found)
    counted.refresh_from_db()
    assert counted.state == SessionState.COUNTED


def test_without_a_reason_or_the_permission_or_a_result_nothing_is_proposed(
    counted: VotingSession, chi: User, an: User, dung: User, make_session: MakeSession
) -> None:
    with pytest.raises(Refused, match="Ghi lý do"):
        propose_reopening(by=chi, session=counted, scope="all", reason="  ")
    for by in (an, dung):
        with pytest.raises(PermissionDenied):
            propose_reopening(by=by, session=counted, scope="all", reason=WHY)
    with pytest.raises(Refused, match="chưa có kết quả"):
        propose_reopening(by=chi, session=make_session("HN2"), scope="all", reason=WHY)
    for scope, detail in (("column", ()), ("column", (0,)), ("bundles", (1,)), ("x", ()), ("all", (1,))):
        with pytest.raises(Refused):
            propose_reopening(by=chi, session=counted, scope=scope, detail=detail, reason=WHY)


@pytest.mark.parametrize(
    ("state", "words"), [(CampaignState.COMPLETED, "trở lại bước"), (CampaignState.ARCHIVED, "lưu trữ")]
)
def test_a_campaign_that_is_over_says_which_step_first(
    counted: VotingSession, chi: User, khanh: User, state: str, words: str
) -> None:
    found = propose_reopening(by=chi, session=counted, scope="all", reason=WHY)
    counted.campaign.state = state
    counted.campaign.save()
    with pytest.raises(Refused, match=words):
        propose_reopening(by=chi, session=counted, scope="all", reason=WHY)
    with pytest.raises(Refused, match=words):
        confirm_reopening(by=khanh, reopening=found)


def test_one_proposal_at_a_time_which_can_be_withdrawn(counted: VotingSession, chi: User, khanh: User) -> None:
    found = propose_reopening(by=chi, session=counted, scope="all", reason=WHY)
    with pytest.raises(Refused, match="đang chờ"):
        propose_reopening(by=khanh, session=counted, scope="all", reason=WHY)
    withdraw_reopening(by=khanh, reopening=found)
    with pytest.raises(Refused, match="đã rút"):
        confirm_reopening(by=khanh, reopening=found)
    propose_reopening(by=khanh, session=counted, scope="all", reason=WHY)
    assert not list(violations())


def test_everything_is_keyed_again_and_both_versions_stay(
    counted: VotingSession, chi: User, khanh: User, dung: User, em: User
) -> None:
    again = reopened(counted, chi, khanh)
    for by in (em, dung):
        assert start_keying(by=by, session=again).cells == {}
        key_in(by, again, Một_low="3", Một_high="39")
    settle_count(by=chi, session=again)
    again.refresh_from_db()
    first, second = versions_of(again)
    subject = Subject.objects.get(printed_name="Lê Văn Một")
    assert differing_cells(first, second) == {f"subject:{subject.pk}:high", f"subject:{subject.pk}:low"}
    assert (first.version, second.version) == (1, 2)
    assert results_of(again)[0].people[0].result.votes["low"] == 3
    assert not list(violations())


def test_of_one_column_only_that_person_is_keyed_twice(
    counted: VotingSession, chi: User, khanh: User, dung: User, em: User
) -> None:
    person = Subject.objects.get(printed_name="Trần Thị Hai")
    again = reopened(counted, chi, khanh, "column", person.pk)
    own = {cell(f"subject:{person.pk}", level) for level in ("high", "normal", "low")}
    other = cell(f"subject:{Subject.objects.get(printed_name='Lê Văn Một').pk}", "high")
    with pytest.raises(Refused, match="kiểm lại một phần"):
        choose_counting(by=chi, session=again, counting=Counting.BALLOTS)
    first = start_keying(by=dung, session=again)
    assert own.isdisjoint(first.cells)
    assert set(layout_of(again).kept) == set(first.cells)
    typed = dict(zip(sorted(own), ("38", "5", "4"), strict=True))  # high, low, normal
    submit_keying(by=dung, keying=first, typed={**typed, other: "1"})
    assert state_of(keyings_of(again)) == PairState.WAITING
    second = start_keying(by=em, session=again)
    assert own.isdisjoint(second.cells)
    wrong = {**typed, f"subject:{person.pk}:high": "37"}
    done = submit_keying(by=em, keying=second, typed=wrong)
    assert [problem.code for problem in done.problems] == ["W.301"]
    explained = {problem.key: "Một dòng bỏ trống" for problem in done.problems}
    assert submit_keying(by=em, keying=second, typed=wrong, explanations=explained).pair == PairState.DIFFERENT
    for by, keying in ((dung, first), (em, second)):
        keying.refresh_from_db()
        assert keying.returned == [f"subject:{person.pk}:high"]
        submit_keying(by=by, keying=keying, typed=typed)
    settle_count(by=chi, session=again)
    again.refresh_from_db()
    earlier, later = versions_of(again)
    assert differing_cells(earlier, later) <= own
    assert later.cells()[other] == 40
    assert not list(violations())


def test_a_session_that_counts_again_does_not_go_back_to_the_voting(
    counted: VotingSession, chi: User, khanh: User
) -> None:
    again = reopened(counted, chi, khanh)
    with pytest.raises(Refused, match="kiểm phiếu lại"):
        return_to_voting(by=chi, session=again, reason="Nhầm")


def test_bundles_that_are_not_named_are_carried_over_with_their_sums(
    counted: VotingSession, chi: User, khanh: User, dung: User, em: User
) -> None:
    VotingSession.objects.update(counting=Counting.BALLOTS)
    counted.refresh_from_db()
    style = counted.styles.get(position=1)
    bundles = [
        Bundle.objects.create(style=style, number=number, size=20, state=Bundle.State.AGREED) for number in (1, 2)
    ]
    for bundle in bundles:
        BundleCount.objects.create(bundle=bundle, valid=19, wholly_invalid=1, reasons={"signed": 1}, lines={"1": {}})
        for number, by in ((1, dung), (2, em)):
            BundleKeying.objects.create(bundle=bundle, number=number, by=by, is_submitted=True, sheets=20)
    reopened(counted, chi, khanh, "bundles", bundles[1].pk)
    kept, again = Bundle.objects.filter(version=2).order_by("number")
    assert (kept.state, kept.sums.valid, kept.sums.reasons) == ("agreed", 19, {"signed": 1})
    assert list(kept.keyings.values_list("by", flat=True)) == [dung.pk, em.pk]  # who therefore confirm nothing
    assert (again.state, BundleCount.objects.filter(bundle=again).exists()) == ("keying", False)
    assert not again.keyings.exists()
    assert Bundle.objects.filter(version=1, keyings__isnull=False).distinct().count() == 2


def test_check_data_finds_what_is_wrong_with_a_reopening(counted: VotingSession, chi: User, khanh: User) -> None:
    reopened(counted, chi, khanh)
    Reopening.objects.update(earlier={})
    VotingSession.objects.update(count_version=3)
    found = " ".join(violations())
    assert "không liên tục" in found
    assert "không đọc được" in found
    Reopening.objects.update(state="proposed")
    assert "chờ xác nhận mở lại" in " ".join(violations())


def test_a_version_survives_its_own_text() -> None:
    assert version_words(1, "biên bản") == ""
    assert version_words(2, "biên bản") == "Kiểm phiếu lần 2, thay biên bản lần 1"
    with pytest.raises(ValueError, match="không đọc được"):
        CountVersion.from_json({"version": 1})
