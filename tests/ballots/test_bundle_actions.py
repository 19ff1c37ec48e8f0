"""Keying ballots in bundles, twice, and what stays of them: actions on PostgreSQL."""

import time
from collections.abc import Sequence

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from ballots.actions.bundle_settling import settle_bundles
from ballots.actions.bundles import choose_counting, create_bundle, start_bundle
from ballots.actions.deciding import decide_bundle, discard_bundle
from ballots.actions.keyed_sheets import Opened, OtherWindow, open_window, save_sheet, submit_bundle
from ballots.actions.keying import return_to_voting, start_keying
from ballots.actions.shredding import shred
from ballots.models import Bundle, BundleCount, BundleKeying, Count, KeyedSheet, Source, Stock, ThirdDecision
from ballots.queries.counts import results_of
from ballots.rules.bundles import Sheet
from campaigns.models import BallotStyle, Counting, SessionState, Subject, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Assignment
from tests.ballots.conftest import MakeSession
from tests.ballots.test_keying_actions import in_threads

pytestmark = pytest.mark.django_db
SHEETS = (Sheet("12"), Sheet("30"), Sheet("91"), Sheet(reason="struck_name"), Sheet("11"))


@pytest.fixture
def session(make_session: MakeSession) -> VotingSession:
    return make_session(counting=Counting.BALLOTS)


@pytest.fixture
def style(session: VotingSession) -> BallotStyle:
    return session.styles.get(position=1)


@pytest.fixture
def bundle(style: BallotStyle, dung: User) -> Bundle:
    return create_bundle(by=dung, style=style, size=len(SHEETS))


def key_in(by: User, bundle: Bundle, sheets: Sequence[Sheet] = SHEETS) -> BundleKeying:
    keying = start_bundle(by=by, bundle=bundle)
    for position, sheet in enumerate(sheets, 1):
        save_sheet(by=by, keying=keying, position=position, sheet=sheet, seconds=7)
    submit_bundle(by=by, keying=keying)
    keying.refresh_from_db()
    return keying


def changed(position: int, sheet: Sheet) -> list[Sheet]:
    sheets = list(SHEETS)
    sheets[position - 1] = sheet
    return sheets


def key_again(by: User, keying: BundleKeying, position: int, sheet: Sheet) -> None:
    save_sheet(by=by, keying=keying, position=position, sheet=sheet)
    submit_bundle(by=by, keying=keying)


def test_two_equal_keyings_leave_sums_only(bundle: Bundle, dung: User, em: User) -> None:
    key_in(dung, bundle)
    assert KeyedSheet.objects.count() == 5
    key_in(em, bundle)
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.AGREED
    assert not KeyedSheet.objects.exists()
    sums = BundleCount.objects.get()
    assert (sums.valid, sums.wholly_invalid, sums.reasons) == (4, 1, {"struck_name": 1})
    assert list(sums.lines.values()) == [
        {"high": 2, "normal": 0, "low": 1, "unmarked": 0, "several": 1},
        {"high": 2, "normal": 1, "low": 0, "unmarked": 1, "several": 0},
    ]
    assert [(k.sheets, k.wrong_cells, k.seconds) for k in bundle.keyings.all()] == [(5, 0, 35), (5, 0, 35)]


def test_a_bundle_has_at_most_fifty_ballots_and_not_too_few(style: BallotStyle, dung: User) -> None:
    for size in (0, 51):
        with pytest.raises(Refused, match="từ 1 đến 50"):
            create_bundle(by=dung, style=style, size=size)
    assert create_bundle(by=dung, style=style, size=3).number == 1  # the style has no more
    with pytest.raises(Refused, match="dễ làm lộ"):
        create_bundle(by=dung, style=style, size=4)
    assert create_bundle(by=dung, style=style, size=50).number == 2


def test_only_the_differing_cells_come_back(bundle: Bundle, dung: User, em: User) -> None:
    first = key_in(dung, bundle)
    second = key_in(em, bundle, changed(2, Sheet("31")))
    first.refresh_from_db()
    assert first.returned == second.returned == [[2, 2]]
    assert set(KeyedSheet.objects.filter(position=2).values_list("marks", flat=True)) == {"3."}
    with pytest.raises(Refused, match="đã khớp nên không sửa"):
        save_sheet(by=dung, keying=first, position=1, sheet=Sheet("11"))
    with pytest.raises(Refused, match="số 2"):
        submit_bundle(by=dung, keying=first)
    key_again(dung, first, 2, Sheet("90"))  # the first line is not open: it stays
    key_again(em, second, 2, Sheet("30"))
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.AGREED
    assert BundleCount.objects.get().valid == 4
    assert {k.by.username: k.wrong_cells for k in bundle.keyings.all()} == {"dung": 0, "em": 1}


def test_a_ballot_invalid_for_one_comes_back_whole(bundle: Bundle, dung: User, em: User) -> None:
    first = key_in(dung, bundle)
    second = key_in(em, bundle, changed(4, Sheet("22")))
    assert second.returned == [[4, 0]]
    key_again(dung, first, 4, Sheet(reason="no_stamp"))
    key_again(em, second, 4, Sheet(reason="no_stamp"))
    assert BundleCount.objects.get().reasons == {"no_stamp": 1}
    assert set(BundleKeying.objects.values_list("wrong_cells", flat=True)) == {1}


def test_after_a_second_difference_a_third_person_decides(bundle: Bundle, dung: User, em: User, chi: User) -> None:
    first, second = key_in(dung, bundle), key_in(em, bundle, changed(2, Sheet("31")))
    key_again(dung, first, 2, Sheet("30"))
    key_again(em, second, 2, Sheet("31"))
    with pytest.raises(Refused, match="người thứ ba quyết định"):
        save_sheet(by=dung, keying=first, position=2, sheet=Sheet("31"))
    with pytest.raises(Refused, match="Ghi chú"):
        decide_bundle(by=chi, bundle=bundle, typed={2: Sheet("30")}, note=" ")
    with pytest.raises(Refused, match="Phiếu số 2"):
        decide_bundle(by=chi, bundle=bundle, typed={}, note="Đã xem phiếu")
    decide_bundle(by=chi, bundle=bundle, typed={2: Sheet("30")}, note="Đã xem phiếu số 2")
    assert not KeyedSheet.objects.exists()
    decision = ThirdDecision.objects.get()
    assert (decision.by, decision.cells, decision.note) == (chi, 1, "Đã xem phiếu số 2")
    assert {k.by.username: k.wrong_cells for k in bundle.keyings.all()} == {"dung": 0, "em": 1}


@pytest.mark.parametrize("is_second_difference", [False, True])
def test_the_third_person_finds_a_ballot_wholly_invalid_of_which_one_line_came_back(
    bundle: Bundle, dung: User, em: User, chi: User, is_second_difference: bool
) -> None:
    """Both clerks took the ballot for valid; nothing else of the bundle has to be keyed again."""
    first, second = key_in(dung, bundle), key_in(em, bundle, changed(2, Sheet("31")))
    with pytest.raises(Refused, match="2 dòng"):  # a clerk types the line that came back, and no more
        save_sheet(by=dung, keying=first, position=2, sheet=Sheet(reason="struck_name"))
    if is_second_difference:
        key_again(dung, first, 2, Sheet("30"))
        key_again(em, second, 2, Sheet("31"))
    with pytest.raises(Refused, match=r"Phiếu số 2: .* không làm phiếu không hợp lệ"):
        decide_bundle(by=chi, bundle=bundle, typed={2: Sheet(reason="x")}, note="Đã xem phiếu số 2")
    decide_bundle(by=chi, bundle=bundle, typed={2: Sheet(reason="struck_name")}, note="Đã xem phiếu số 2")
    sums = BundleCount.objects.get()
    assert (sums.valid, sums.wholly_invalid, sums.reasons) == (3, 2, {"struck_name": 2})
    assert not KeyedSheet.objects.exists()
    assert set(BundleKeying.objects.values_list("wrong_cells", flat=True)) == {1}


def test_who_keyed_a_bundle_does_not_decide_it(bundle: Bundle, dung: User, em: User, chi: User) -> None:
    with pytest.raises(Refused, match="không có chỗ nào"):
        decide_bundle(by=chi, bundle=bundle, typed={}, note="x")
    Assignment.objects.create(user=em, role=Role.BOARD_HEAD)
    key_in(dung, bundle)
    key_in(em, bundle, changed(2, Sheet("31")))
    with pytest.raises(Refused, match="người thứ ba"):
        decide_bundle(by=User.objects.get(pk=em.pk), bundle=bundle, typed={2: Sheet("30")}, note="x")
    with pytest.raises(PermissionDenied):
        decide_bundle(by=dung, bundle=bundle, typed={2: Sheet("30")}, note="x")


def test_nobody_keys_a_bundle_twice_or_as_a_third(bundle: Bundle, dung: User, em: User, chi: User) -> None:
    first = key_in(dung, bundle)
    assert start_bundle(by=dung, bundle=bundle) == first
    with pytest.raises(Refused, match="đã nộp"):
        save_sheet(by=dung, keying=first, position=1, sheet=Sheet("11"))
    start_bundle(by=em, bundle=bundle)
    Assignment.objects.create(user=chi, role=Role.CLERK)
    with pytest.raises(Refused, match="Phạm Tiến Dũng và Hoàng Văn Em"):
        start_bundle(by=User.objects.get(pk=chi.pk), bundle=bundle)
    with pytest.raises(Refused, match="không còn"):
        save_sheet(by=em, keying=first, position=1, sheet=Sheet("11"))


@pytest.mark.parametrize("name", ["an", "binh", "chi", "giang", "ha"])
def test_only_clerks_key_ballots(bundle: Bundle, request: pytest.FixtureRequest, name: str) -> None:
    with pytest.raises(PermissionDenied):
        start_bundle(by=request.getfixturevalue(name), bundle=bundle)


@pytest.mark.parametrize(
    ("position", "sheet"), [(0, Sheet("11")), (6, Sheet("11")), (1, Sheet("1")), (1, Sheet("14")), (1, Sheet("1", "x"))]
)
def test_a_sheet_that_cannot_be_is_refused(bundle: Bundle, dung: User, position: int, sheet: Sheet) -> None:
    keying = start_bundle(by=dung, bundle=bundle)
    with pytest.raises(Refused):
        save_sheet(by=dung, keying=keying, position=position, sheet=sheet)
    assert not KeyedSheet.objects.exists()


def test_sending_a_ballot_again_keeps_it_once(bundle: Bundle, dung: User) -> None:
    keying = start_bundle(by=dung, bundle=bundle)
    for marks in ("11", "11", "12"):
        save_sheet(by=dung, keying=keying, position=1, sheet=Sheet(marks))
    assert KeyedSheet.objects.get().marks == "12"


def test_the_newer_window_keys_and_the_older_is_told(bundle: Bundle, dung: User) -> None:
    keying = start_bundle(by=dung, bundle=bundle)
    open_window(by=dung, keying=keying, window="a")
    save_sheet(by=dung, keying=keying, position=1, sheet=Sheet("11"), window="a")
    assert open_window(by=dung, keying=keying, window="b") == Opened({1: Sheet("11")}, "a")
    with pytest.raises(OtherWindow, match="cửa sổ khác"):
        save_sheet(by=dung, keying=keying, position=1, sheet=Sheet("22"), window="a")
    assert KeyedSheet.objects.get().marks == "11"


@pytest.mark.django_db(transaction=True)
def test_two_people_who_begin_at_once_get_different_passes(bundle: Bundle, dung: User, em: User) -> None:
    found = in_threads(
        lambda: start_bundle(by=dung, bundle=bundle).number, lambda: start_bundle(by=em, bundle=bundle).number
    )
    assert sorted(found, key=str) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_in_at_once_are_compared_once(bundle: Bundle, dung: User, em: User) -> None:
    keyings = [start_bundle(by=by, bundle=bundle) for by in (dung, em)]
    for keying, sheets in zip(keyings, (SHEETS, changed(2, Sheet("31"))), strict=True):
        for position, sheet in enumerate(sheets, 1):
            save_sheet(by=keying.by, keying=keying, position=position, sheet=sheet)
    in_threads(lambda: submit_bundle(by=dung, keying=keyings[0]), lambda: submit_bundle(by=em, keying=keyings[1]))
    bundle.refresh_from_db()
    assert (bundle.state, bundle.differences) == (Bundle.State.DIFFERING, 1)
    assert list(bundle.keyings.values_list("returned", flat=True)) == [[[2, 2]]] * 2


@pytest.mark.django_db(transaction=True)
def test_ballots_sent_at_once_are_all_kept(bundle: Bundle, dung: User) -> None:
    keying = start_bundle(by=dung, bundle=bundle)
    found = in_threads(
        *[
            lambda at=at: save_sheet(by=dung, keying=keying, position=at, sheet=Sheet("11"), seconds=2)
            for at in (1, 2, 3, 4, 5, 5)
        ]
    )
    assert not [error for error in found if isinstance(error, Exception)]
    assert KeyedSheet.objects.count() == 5
    keying.refresh_from_db()
    assert keying.seconds == 12


@pytest.mark.django_db(transaction=True)
def test_no_ballot_pattern_stays_in_any_table(session: VotingSession, style: BallotStyle, dung: User, em: User) -> None:
    """Every row of every table, what is kept to plan queries, and the file of the table itself."""
    for number in range(3, 21):
        Subject.objects.create(style=style, printed_name=f"Người {number}", printed_title="x", position=number)
    patterns = ["12301239012301239011", "33312102930192301230", "22211321302193012931"]
    sheets = [Sheet(marks) for marks in patterns] + [Sheet("1" * 20), Sheet(reason="no_stamp")]
    bundle = create_bundle(by=dung, style=style, size=5)
    keying = key_in(dung, bundle, sheets)
    assert [pattern for pattern in patterns if _kept_anywhere(pattern)] == patterns
    again = key_in(em, bundle, [Sheet("3" + patterns[0][1:]), *sheets[1:]])
    for one in (keying, again):
        key_again(one.by, one, 1, sheets[0])
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.AGREED
    assert not [pattern for pattern in patterns if _kept_anywhere(pattern) or _kept_anywhere(pattern[1:])]
    assert _file_is_empty_in_the_end()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'ballots_keyedsheet' AND attname = 'marks'")
        assert cursor.fetchone() == (0,)


def _file_is_empty_in_the_end() -> bool:
    """The server itself may look at the database while a bundle agrees (autoanalyze); then a later bundle's rewriting
    empties the file. Here that comes at once, and again until nobody is looking."""
    for _attempt in range(50):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size('ballots_keyedsheet')")
            if cursor.fetchone() == (0,):
                return True
        time.sleep(0.2)
        shred(KeyedSheet)
    return False


def _kept_anywhere(text: str) -> bool:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name} row WHERE strpos(row::text, %s) > 0)", [text])
            if cursor.fetchone()[0]:
                return True
    return False


def test_planning_queries_never_keeps_marks(bundle: Bundle, dung: User) -> None:
    keying = start_bundle(by=dung, bundle=bundle)
    for position in range(1, 6):
        save_sheet(by=dung, keying=keying, position=position, sheet=Sheet("12"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ballots_keyedsheet")
        cursor.execute("SELECT attname FROM pg_stats WHERE tablename = 'ballots_keyedsheet'")
        kept = {name for (name,) in cursor.fetchall()}
    assert not kept & {"marks", "invalid_reason", "earlier"}


def whole_session(session: VotingSession, dung: User, em: User) -> None:
    """Both styles keyed: five ballots, and five ballots of one line."""
    for style, sheets in zip(session.styles.order_by("position"), (SHEETS, [Sheet("1")] * 5), strict=True):
        bundle = create_bundle(by=dung, style=style, size=5)
        for by in (dung, em):
            key_in(by, bundle, sheets)


def test_the_board_makes_the_sums_the_result(session: VotingSession, dung: User, em: User, chi: User) -> None:
    whole_session(session, dung, em)
    first, second = session.styles.order_by("position")
    for style, issued in ((first, 6), (second, 5)):
        Stock.objects.create(style=style, issued=issued, returned=5)
    asked = settle_bundles(by=chi, session=session)
    assert [problem.code for problem in asked] == ["W.201", "W.202"]
    assert not Count.objects.exists()
    answers = {problem.key: "Một đại biểu giữ lại phiếu" for problem in asked}
    assert settle_bundles(by=chi, session=session, explanations=answers) == ()
    session.refresh_from_db()
    assert session.state == SessionState.COUNTED
    count = Count.objects.get(style=first)
    assert (count.source, count.returned, count.valid, count.wholly_invalid) == (Source.BALLOTS, 5, 4, 1)
    assert [(line.votes, line.line_invalid) for line in count.lines.order_by("subject__position")] == [
        ({"high": 2, "normal": 0, "low": 1}, 1),
        ({"high": 2, "normal": 1, "low": 0}, 1),
    ]
    assert "0 phiếu không đánh dấu, 1 phiếu đánh nhiều ô." in count.explanations.values()
    assert results_of(session)[0].figures.issued == 6


def test_blanks_that_the_ledger_does_not_know_are_typed(
    session: VotingSession, dung: User, em: User, chi: User
) -> None:
    whole_session(session, dung, em)
    with pytest.raises(Refused, match="chưa biết số phiếu phát ra"):
        settle_bundles(by=chi, session=session)
    styles = list(session.styles.order_by("position"))
    with pytest.raises(Refused, match="các bó có tất cả 5 phiếu nhưng thu về 6"):
        settle_bundles(by=chi, session=session, typed={styles[0].pk: (6, 6), styles[1].pk: (5, 5)})
    with pytest.raises(Refused, match="chỉ phát ra 4"):
        settle_bundles(by=chi, session=session, typed={styles[0].pk: (4, 5), styles[1].pk: (5, 5)})
    typed = {style.pk: (5, 5) for style in styles}
    asked = settle_bundles(by=chi, session=session, typed=typed)
    answers = {problem.key: "Đã xem lại" for problem in asked}
    assert settle_bundles(by=chi, session=session, typed=typed, explanations=answers) == ()
    assert set(Stock.objects.values_list("issued", "returned")) == {(5, 5)}


def test_nothing_is_settled_while_a_bundle_is_open(
    session: VotingSession, bundle: Bundle, dung: User, chi: User
) -> None:
    key_in(dung, bundle)
    with pytest.raises(Refused, match="Còn 1 bó phiếu chưa khớp"):
        settle_bundles(by=chi, session=session)
    Assignment.objects.create(user=dung, role=Role.BOARD_HEAD)
    with pytest.raises(Refused, match="người xác nhận phải là người khác"):
        settle_bundles(by=User.objects.get(pk=dung.pk), session=session)
    with pytest.raises(PermissionDenied):
        settle_bundles(by=User.objects.create_user("la", "x", full_name="Lạ"), session=session)


def test_a_bundle_is_thrown_away_with_a_reason(bundle: Bundle, dung: User, chi: User) -> None:
    key_in(dung, bundle)
    with pytest.raises(Refused, match="Ghi lý do"):
        discard_bundle(by=chi, bundle=bundle, reason=" ")
    with pytest.raises(PermissionDenied):
        discard_bundle(by=dung, bundle=bundle, reason="Buộc nhầm")
    discard_bundle(by=chi, bundle=bundle, reason="Buộc nhầm")
    assert not Bundle.objects.exists()
    assert not KeyedSheet.objects.exists()
    assert AuditEvent.objects.get(action="ballots.bundle_discarded").reason == "Buộc nhầm"


def test_the_way_of_counting_is_chosen_before_the_count(make_session: MakeSession, chi: User, dung: User) -> None:
    session = make_session()
    with pytest.raises(Refused, match="nhập số tổng kiểm tay"):
        create_bundle(by=dung, style=session.styles.get(position=1), size=5)
    choose_counting(by=chi, session=session, counting=Counting.BALLOTS)
    with pytest.raises(Refused, match="nhập từng phiếu"):
        start_keying(by=dung, session=session)
    session.refresh_from_db()
    create_bundle(by=dung, style=session.styles.get(position=1), size=5)
    with pytest.raises(Refused, match="Đã bắt đầu nhập"):
        choose_counting(by=chi, session=session, counting=Counting.TOTALS)
    with pytest.raises(Refused, match="Hủy số liệu đã nhập trước"):
        return_to_voting(by=chi, session=session, reason="Còn phiếu")
    with pytest.raises(PermissionDenied):
        choose_counting(by=dung, session=session, counting=Counting.TOTALS)


def test_the_trail_tells_who_and_never_a_mark(bundle: Bundle, dung: User, em: User) -> None:
    key_in(dung, bundle)
    key_in(em, bundle, changed(2, Sheet("31")))
    events = AuditEvent.objects.filter(action__startswith="ballots.bundle").order_by("pk")
    assert [(event.action.removeprefix("ballots.bundle_"), event.after) for event in events] == [
        ("created", {"size": 5}),
        ("started", {"number": 1}),
        ("submitted", {"number": 1}),
        ("started", {"number": 2}),
        ("submitted", {"number": 2}),
        ("returned", {"differing": 1}),
    ]
