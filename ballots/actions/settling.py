"""The counting board makes two equal entries the result."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from ballots.actions.bundle_guards import PAPER_COUNTED
from ballots.actions.counts import store_counts
from ballots.actions.stock import stock_obstacles
from ballots.models import Channel, Count, Source, TotalsKeying
from ballots.queries.counts import is_paper_counted
from ballots.queries.totals import keyings_of, layout_of, state_of
from ballots.rules.codes import board_text
from ballots.rules.double_keying import PairState
from ballots.rules.fingerprint import CountedLine, CountedStyle
from ballots.rules.stock import Counted
from ballots.rules.totals import SESSION, Layout, Problem, Style, cell, check, figures_of, line_invalid_of
from campaigns.actions.day import mark_counted
from campaigns.actions.locking import held_session
from campaigns.models import SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.errors import Refused


@transaction.atomic
def settle_count(*, by: Any, session: VotingSession) -> VotingSession:
    """Make the agreed totals the count. `by` confirms counts here and has keyed neither entry."""
    session = paper_confirming_session(by, session)
    keyings = keyings_of(session)
    if sentence := obstacle_to_settling(by, keyings):
        raise Refused(sentence)
    layout = layout_of(session)
    numbers, problems = check(layout, keyings[0].cells)
    refuse_wrong(problems)
    refuse_ledger(session, layout, numbers)
    counted = {session.pk: counted_of(layout, numbers, _explanations(keyings))}
    store_counts(by=by, counted=counted, sessions=[session], source=Source.KEYED)
    return complete_count(by=by, session=session)


def complete_count(*, by: Any, session: VotingSession) -> VotingSession:
    """The session is counted once every way of casting that it has is: its paper ballots, its box, or both."""
    done = set(Count.objects.filter(style__session=session).values_list("channel", flat=True))
    if done < channels_of(session):
        return session
    return mark_counted(by=by, session=session)


def channels_of(session: VotingSession) -> set[str]:
    """The ways in which ballots are cast at the session."""
    return {
        channel.value
        for channel, is_used in ((Channel.PAPER, session.has_paper), (Channel.SCREEN, session.has_screen))
        if is_used
    }


def confirming_session(by: Any, session: VotingSession) -> VotingSession:
    """The session under lock, for somebody who confirms counts here, in the state in which they are confirmed."""
    require(by, Permission.CONFIRM_COUNT, session.unit)
    locked = held_session(session.pk)
    if locked.state != SessionState.COUNTING:
        raise Refused(f"Hội nghị đang ở bước “{locked.get_state_display()}”; chỉ xác nhận khi đang kiểm phiếu.")
    return locked


def paper_confirming_session(by: Any, session: VotingSession) -> VotingSession:
    """The same for its paper ballots: it has some, and they are not counted yet."""
    locked = confirming_session(by, session)
    if not locked.has_paper:
        raise Refused("Hội nghị ghi phiếu trên màn hình nên không có phiếu giấy để kiểm. Mở hòm phiếu bằng thẻ khóa.")
    if is_paper_counted(locked):
        raise Refused(PAPER_COUNTED)
    return locked


def refuse_wrong(problems: Iterable[Problem]) -> None:
    """Stop with what the laws of the numbers forbid, in the board's words."""
    if blocking := [board_text(problem) for problem in problems if problem.blocks]:
        raise Refused(" ".join(blocking))


def obstacle_to_settling(by: Any, keyings: list[TotalsKeying]) -> str:
    """Why `by` cannot confirm now, or an empty text: the tooltip of the button and the guard of the action."""
    if state_of(keyings) != PairState.AGREED:
        return "Chưa đủ hai lần nhập khớp nhau nên chưa xác nhận được kết quả."
    if by.pk in {keying.by_id for keying in keyings}:
        return "Đồng chí đã nhập số liệu của hội nghị này; người xác nhận phải là người khác."
    return ""


def refuse_ledger(session: VotingSession, layout: Layout, numbers: Mapping[str, int]) -> None:
    """Refuse a count that the ledger of blanks contradicts, or a ledger that does not balance."""
    if sentence := stock_obstacles(session, counted_ballots(layout, numbers)):
        raise Refused(sentence)


def counted_ballots(layout: Layout, numbers: Mapping[str, int]) -> dict[int, Counted]:
    """What the agreed totals say of the ballots of each style."""
    return {
        style.key: Counted(numbers[cell(style.place, "issued")], numbers[cell(style.place, "returned")])
        for style in layout.styles
    }


def _explanations(keyings: list[TotalsKeying]) -> dict[str, str]:
    """What both typists wrote, by code and place; the same words once."""
    merged: dict[str, list[str]] = {}
    for keying in keyings:
        for key, text in keying.explanations.items():
            merged.setdefault(key, []).append(text)
    return {key: " / ".join(dict.fromkeys(texts)) for key, texts in merged.items()}


def counted_of(layout: Layout, numbers: Mapping[str, int], explanations: Mapping[str, str]) -> list[CountedStyle]:
    """The totals as counts; each style takes the explanations of its own places."""
    return [_style(layout, style, numbers, explanations) for style in layout.styles]


def _style(layout: Layout, style: Style, numbers: Mapping[str, int], explanations: Mapping[str, str]) -> CountedStyle:
    figures = figures_of(layout, style, numbers)
    places = {SESSION, style.place, *(line.place for line in style.lines)}
    return CountedStyle(
        style_id=style.key,
        channel=Channel.PAPER.value,
        issued=figures.issued,
        returned=figures.returned,
        valid=figures.valid,
        wholly_invalid=figures.wholly_invalid,
        lines=tuple(
            CountedLine(
                subject_id=line.key,
                votes={code: numbers[cell(line.place, code)] for code in layout.parameters.level_codes},
                line_invalid=line_invalid_of(layout, style, line, numbers),
            )
            for line in style.lines
        ),
        explanations={key: text for key, text in explanations.items() if key.partition(":")[2] in places},
    )
