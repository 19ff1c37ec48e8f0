"""The day of a session in the demonstration: the door, the ledger, both ways to count, what comes after a result."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from ballots.actions.boxes import lock_box, try_cards
from ballots.actions.bundles import choose_counting, create_bundle, start_bundle
from ballots.actions.casting import cast_ballot
from ballots.actions.check_in import mark_attendance
from ballots.actions.code_slips import print_codes
from ballots.actions.keyed_sheets import save_sheet, submit_bundle
from ballots.actions.keying import start_keying, submit_keying
from ballots.actions.motions import create_motion
from ballots.actions.reopening import confirm_reopening, propose_reopening
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.actions.settling import settle_count
from ballots.actions.stock import end_voting, record_stock
from ballots.models import Bundle, Reopening
from ballots.queries.boxes import box_of, styles_of
from ballots.queries.stock import ledgers_of
from ballots.queries.totals import layout_of
from ballots.rules.bundles import ROUNDS, Sheet, opened_lines
from ballots.rules.totals import Layout, cell, check, required_cells
from campaigns.actions.day import close_voting, mark_printed, open_check_in, open_voting, prepare_session
from campaigns.actions.disclosure import set_disclosure
from campaigns.actions.sessions import SessionPlan
from campaigns.models import Attendance, BallotStyle, Counting, Disclosure, Subject, VotingSession
from config.accounts.models import User

People = dict[str, User]
ABSENT = 3
LOW_PLACE, MIDDLE_PLACE, SPOILED_PLACE = 1, 2, 2  # who is over half low; whose line one ballot leaves empty
BUNDLE, UNCLEAR = 10, 7  # ballots of a whole bundle, and the place of the one that two people read differently
DOORS_SO_FAR = 20
SPARE_CODES, SHOWN_CODES = 5, 3


def run(session: VotingSession, chi: User) -> None:
    """Everybody on the roll is summoned, and three of them are absent."""
    prepare_session(by=chi, session=session)
    mark_printed(by=chi, session=session)
    open_check_in(by=chi, session=session)
    _open(session, chi)
    close_voting(by=chi, session=session)


def _open(session: VotingSession, chi: User) -> None:
    session.refresh_from_db()
    number = session.voter_count
    open_voting(by=chi, session=session, total_members=number, summoned=number, present=number - ABSENT)
    session.refresh_from_db()


def count(session: VotingSession, people: People, recounted: int | None = None) -> None:
    """Totals keyed by two people and confirmed by a third one."""
    for name in ("dung", "em"):
        key(session, people[name], recounted)
    settle_count(by=people["chi"], session=session)
    session.refresh_from_db()


def key(session: VotingSession, by: User, recounted: int | None = None) -> None:
    """One entry of the totals; of the person `recounted` by himself, one low vote turns out to be a high one."""
    session.refresh_from_db()
    assert session.present is not None
    keying = start_keying(by=by, session=session)
    layout = layout_of(session)
    numbers = _numbers(layout, session.present, random.Random(session.code))  # noqa: S311 - the same at each start
    if recounted is not None:
        numbers[f"subject:{recounted}:low"] -= 1
        numbers[f"subject:{recounted}:high"] += 1
    typed = {name: str(numbers[name]) for name in required_cells(layout)}
    odd = {problem.key: "Đã xem lại phiếu" for problem in check(layout, typed)[1]}
    submitted = submit_keying(by=by, keying=keying, typed=typed, explanations=odd)
    assert not submitted.problems, submitted.problems


def _numbers(layout: Layout, ballots: int, rng: random.Random) -> dict[str, int]:
    """Plausible totals: one person over half low, one with a ballot invalid on the line alone."""
    numbers: dict[str, int] = {}
    for style in layout.styles:
        header = {"issued": ballots, "returned": ballots, "valid": ballots - 1, "wholly_invalid": 1}
        numbers |= {cell(style.place, name): number for name, number in header.items()}
        for place, line in enumerate(style.lines):
            low = ballots // 2 + 2 if place == LOW_PLACE else rng.randint(0, ballots // 10)
            normal = rng.randint(1, ballots // 4)
            high = ballots - 1 - low - normal - (1 if place == SPOILED_PLACE else 0)
            votes = {"high": high, "normal": normal, "low": low}
            if len(layout.parameters.levels) == 2:
                votes = {"confidence": ballots - 1 - low, "no_confidence": low}
            numbers |= {cell(line.place, level): number for level, number in votes.items()}
    return numbers


def seal_again(session: VotingSession, people: People) -> Subject:
    """After the count one person's column is counted again; then the result is sealed, to be shown in the hall."""
    an, chi, khanh = people["an"], people["chi"], people["khanh"]
    set_disclosure(by=an, session=session, disclosure=Disclosure.SESSION)
    person = BallotStyle.objects.filter(session=session).earliest("position").subjects.get(position=LOW_PLACE + 1)
    why = "Một đại biểu đề nghị kiểm tra lại cột của người này trước khi công bố"
    column = Reopening.Scope.COLUMN
    reopening = propose_reopening(by=chi, session=session, scope=column, detail=[person.pk], reason=why)
    confirm_reopening(by=khanh, reopening=reopening)
    session.refresh_from_db()
    count(session, people, recounted=person.pk)
    propose_seal(by=chi, session=session)
    confirm_seal(by=khanh, session=session)
    return person


def vote_on_confidence(origin: VotingSession, person: Subject, people: People) -> None:
    """The motion that follows from being over half low, counted and proposed to be sealed."""
    plan = SessionPlan(
        code=f"{origin.code}-BP1",
        name=f"{origin.name}: bỏ phiếu tín nhiệm",
        held_at=origin.held_at + timedelta(days=1),
        place=origin.place,
        chair=origin.chair,
    )
    reason = "Cùng kỳ họp, ngay hôm sau"
    motion = create_motion(by=people["an"], origin=origin, subjects=[person.pk], plan=plan, reason=reason)
    run(motion, people["chi"])
    count(motion, people)
    propose_seal(by=people["chi"], session=motion)


def ask_for_another_count(session: VotingSession, people: People) -> None:
    """A proposal that waits for its second person."""
    reason = "Kiểm tra lại một bó phiếu buộc nhầm màu"
    propose_reopening(by=people["chi"], session=session, scope=Reopening.Scope.ALL, reason=reason)


def fill_the_doors(session: VotingSession, people: People) -> None:
    """Ballots are printed and most people have come."""
    prepare_session(by=people["chi"], session=session)
    mark_printed(by=people["chi"], session=session)
    _write_ledger(session, people["dung"], printed=session.voters.count() + ABSENT)
    open_check_in(by=people["chi"], session=session)
    come = session.voters.order_by("sort_key")[:DOORS_SO_FAR]
    for place, voter in enumerate(come):
        attendance = Attendance.EXCUSED if place == ABSENT else Attendance.PRESENT
        mark_attendance(by=people["em"], voter=voter, attendance=attendance)


def hand_out_ballots(session: VotingSession, people: People) -> None:
    """The voting is open; a ballot was spoiled and exchanged."""
    prepare_session(by=people["chi"], session=session)
    mark_printed(by=people["chi"], session=session)
    _write_ledger(session, people["dung"], printed=session.voters.count())
    open_check_in(by=people["chi"], session=session)
    _open(session, people["chi"])
    _write_ledger(session, people["dung"], issued=session.present or 0, spoiled=1, unused=ABSENT - 1)


def key_ballots(session: VotingSession, people: People) -> None:
    """Ballot by ballot: one bundle agrees, one waits for the head of the board, one is half keyed."""
    choose_counting(by=people["chi"], session=session, counting=Counting.BALLOTS)
    hand_out_ballots(session, people)
    end_voting(by=people["chi"], session=session)
    ballots = session.present or 0
    _write_ledger(session, people["dung"], returned=ballots)
    style = session.styles.get()
    rng = random.Random(session.code)  # noqa: S311 - the same at each start
    agreed, disputed = (create_bundle(by=people["dung"], style=style, size=BUNDLE) for _ in range(2))
    sheets = _sheets(style, BUNDLE, rng)
    for name in ("dung", "em"):
        _key_sheets(agreed, sheets, people[name])
    for _ in range(ROUNDS):
        _key_sheets(disputed, sheets, people["dung"])
        _key_sheets(disputed, {**sheets, UNCLEAR: Sheet("3" * style.subjects.count())}, people["em"])
    rest = ballots - 2 * BUNDLE
    begun = start_bundle(by=people["dung"], bundle=create_bundle(by=people["dung"], style=style, size=rest))
    for position, sheet in _sheets(style, rest // 2, rng).items():
        save_sheet(by=people["dung"], keying=begun, position=position, sheet=sheet)


def _sheets(style: BallotStyle, number: int, rng: random.Random) -> dict[int, Sheet]:
    """So many ballots by their place in the bundle, the last one wholly invalid."""
    lines = style.subjects.count()
    marks = {place: "".join(rng.choices("1230", weights=(12, 5, 2, 1), k=lines)) for place in range(1, number + 1)}
    return {place: Sheet(text) if place < number else Sheet(reason="no_stamp") for place, text in marks.items()}


def _key_sheets(bundle: Bundle, sheets: dict[int, Sheet], by: User) -> None:
    """Key all of them and hand them in; of a bundle that came back, only the ballots that differ."""
    keying = start_bundle(by=by, bundle=bundle)
    for position in opened_lines(keying.returned) or sheets:
        save_sheet(by=by, keying=keying, position=position, sheet=sheets[position])
    submit_bundle(by=by, keying=keying)


def _write_ledger(session: VotingSession, by: User, **numbers: int) -> None:
    (ledger,) = ledgers_of(session)
    typed = {cell(ledger.place, name): str(number) for name, number in numbers.items()}
    problems = record_stock(by=by, session=session, typed=typed, seen={})
    assert not problems, problems


@dataclass(frozen=True)
class OpenBox:
    """A box that ballots are being cast into: its address, codes that nobody has used, the texts of its key cards."""

    address: str
    codes: tuple[str, ...]
    cards: tuple[str, ...]


def vote_on_screen(session: VotingSession, chi: User) -> OpenBox:
    """The box locked and tried, the slips printed, half of the voters done."""
    holders = [member.name for member in session.board.all()[:3]]
    cards = lock_box(by=chi, session=session, holders=holders, threshold=2)
    try_cards(by=chi, session=session, cards=cards[:2])
    session.refresh_from_db()
    codes = print_codes(by=chi, session=session, number=session.voter_count + SPARE_CODES)
    open_check_in(by=chi, session=session)
    _open(session, chi)
    box = box_of(session)
    assert box is not None
    chance = random.Random(session.code)  # noqa: S311 - the same at each start
    done = session.voter_count // 2
    for code in codes[:done]:
        marks = {person: _leaning(chance, box.levels) for style in styles_of(box) for person in style.people}
        cast_ballot(box=box, code=code, nonce=token_hex(16), marks=marks)
    return OpenBox(box.address, tuple(codes[done : done + SHOWN_CODES]), tuple(cards))


def _leaning(chance: random.Random, levels: Sequence[str]) -> str:
    return chance.choices(levels, weights=range(3 * len(levels), 0, -3))[0]
