"""Setting the papers of a session day, all together or one by one; what is handed out leaves its event."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ballots.queries.rehearsals import decks_of
from campaigns.models import CampaignState, SessionState, VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from reports.presenters.ballots import ballot_paper
from reports.presenters.deck import deck_paper, expected_minutes
from reports.presenters.labels import labels_paper
from reports.presenters.minutes_form import minutes_skeleton
from reports.presenters.pack import OF_REHEARSALS, PART_NAMES, PackOptions, Part, chosen_size, copies, tally_copies
from reports.presenters.records import BALLOT_SEALING, BOX_SEALING, HANDOVER, record_paper
from reports.presenters.sign_in import sign_in_paper
from reports.presenters.tally import tally_paper
from reports.presenters.wording import SPECIMEN, mark_of
from reports.queries.pack import PackFacts, StyleFacts, pack_facts
from reports.queries.rehearsals import expected_result

if TYPE_CHECKING:
    from reports.pdf import Bound

Report = Callable[[str, int, int], None]
PRINTABLE = (SessionState.PREPARED, SessionState.CHECKING_IN, SessionState.VOTING)
RECORDS = {Part.HANDOVER: HANDOVER, Part.BOX_SEALING: BOX_SEALING, Part.BALLOT_SEALING: BALLOT_SEALING}


def issue_pack(*, by: Any, session: VotingSession, options: PackOptions, progress: Report | None = None) -> bytes:
    """The chosen papers as one PDF. Ballots are handed out of a prepared session only, to whoever runs it."""
    require(by, Permission.VIEW_CAMPAIGNS, session.unit)
    if not options.parts:
        raise Refused("Chưa chọn giấy tờ nào. Chọn ít nhất một loại.")
    if Part.BALLOTS in options.parts:
        check_ballots(by, session)
        if options.ballots < 1:
            raise Refused("Chưa biết in bao nhiêu phiếu. Ghi số phiếu giấy cần in của mỗi loại.")
    facts = pack_facts(session)
    _check_facts(facts, options.parts)
    from reports.pdf import bound  # noqa: PLC0415 - takes most of a second to load, and only papers need it

    pdf = bound(list(_set(session, facts, options, progress)))
    numbers = {"ballots": options.ballots if Part.BALLOTS in options.parts else 0}
    _record(by, session, pdf, {"parts": list(options.parts), **numbers})
    return pdf


def issue_part(*, by: Any, session: VotingSession, part: Part) -> bytes:
    """One paper once, set while the reader waits; ballots as samples that cannot be used."""
    require(by, Permission.VIEW_CAMPAIGNS, session.unit)
    facts = pack_facts(session)
    _check_facts(facts, [part])
    options = PackOptions((part,), ballots=0)
    from reports.pdf import Bound, bound  # noqa: PLC0415 - as above

    if part == Part.BALLOTS:
        parts = [Bound(style.name, sample(facts, style, options)) for style in facts.styles]
    else:
        parts = list(_part(session, facts, part, options))
    pdf = bound(parts)
    _record(by, session, pdf, {"parts": [part], "sample": part == Part.BALLOTS})
    return pdf


def sample(facts: PackFacts, style: StyleFacts, options: PackOptions) -> bytes:
    """A ballot of one kind to look at."""
    mark = mark_of(is_draft=False, is_rehearsal=facts.is_rehearsal) or SPECIMEN
    return _ballot(facts, style, options, mark)


def may_print_ballots(session: VotingSession) -> bool:
    return session.state in PRINTABLE and session.has_paper


def check_ballots(by: Any, session: VotingSession) -> None:
    """Stop with a sentence where ballots of the session may not be printed."""
    require(by, Permission.RUN_SESSIONS, session.unit)
    if session.campaign.state == CampaignState.ARCHIVED:
        raise Refused("Đợt đã lưu trữ nên không in phiếu nữa. Bỏ chọn phiếu.")
    if not session.has_paper:
        raise Refused("Hội nghị ghi phiếu trên màn hình nên không in phiếu. Bỏ chọn phiếu.")
    if session.state not in PRINTABLE:
        raise Refused(
            "Chỉ in phiếu khi hội nghị đã chuẩn bị xong và chưa kiểm phiếu. Trước đó xem phiếu mẫu, hoặc bỏ chọn phiếu."
        )


def _check_facts(facts: PackFacts, parts: Sequence[str]) -> None:
    if not facts.is_rehearsal and set(parts) & set(OF_REHEARSALS):
        raise Refused("Chỉ hội nghị diễn tập có bộ phiếu mẫu. Lập diễn tập trước, hoặc bỏ chọn giấy tờ này.")
    if not facts.voters:
        raise Refused("Danh sách người ghi phiếu chưa có ai. Xác định lại danh sách, hoặc thêm người ghi phiếu trước.")
    if not any(style.people for style in facts.styles):
        raise Refused("Phiếu chưa có ai nên chưa lập được giấy tờ.")


def _set(session: VotingSession, facts: PackFacts, options: PackOptions, progress: Report | None) -> "Iterator[Bound]":
    chosen = [part for part in Part if part in options.parts]
    for done, part in enumerate(chosen):
        if progress is not None:
            progress(f"Dàn trang: {PART_NAMES[part]}", done, len(chosen))
        yield from _part(session, facts, part, options)
    if progress is not None:
        progress("Ghép thành một tệp", len(chosen), len(chosen))


def _part(session: VotingSession, facts: PackFacts, part: Part, options: PackOptions) -> "Iterator[Bound]":
    from reports.pdf import Bound, render_pdf  # noqa: PLC0415 - as above

    mark = mark_of(is_draft=facts.is_planned, is_rehearsal=facts.is_rehearsal)
    name = PART_NAMES[part]
    if part == Part.BALLOTS:
        for style in facts.styles:
            times = copies(chosen_size(facts, style, options.size), options.ballots)
            yield Bound(f"{name}: {style.name}", _ballot(facts, style, options, mark), times)
    elif part == Part.TALLY:
        for style in facts.styles:
            pdf = render_pdf("reports/print/tally.html", {"paper": tally_paper(facts, style, mark)})
            yield Bound(f"{name}: {style.name}", pdf, tally_copies(facts))
    else:
        template, paper = _single(session, facts, part, mark)
        yield Bound(name, render_pdf(template, {"paper": paper, "is_skeleton": part == Part.MINUTES}))


def _single(session: VotingSession, facts: PackFacts, part: Part, mark: str) -> tuple[str, Any]:
    """The template and the data of a paper that is there once."""
    if part in RECORDS:
        return "reports/print/record.html", record_paper(facts, RECORDS[part], mark)
    if part == Part.SIGN_IN:
        return "reports/print/sign_in.html", sign_in_paper(session)
    if part == Part.LABELS:
        return "reports/print/labels.html", labels_paper(facts, mark)
    if part == Part.DECK:
        return "reports/print/deck.html", deck_paper(facts, decks_of(session))
    if part == Part.EXPECTED:
        return "reports/print/minutes.html", expected_minutes(expected_result(session))
    return "reports/print/minutes.html", replace(minutes_skeleton(session), mark=mark)


def _ballot(facts: PackFacts, style: StyleFacts, options: PackOptions, mark: str) -> bytes:
    from reports.pdf import render_pdf  # noqa: PLC0415 - as above

    size = chosen_size(facts, style, options.size)
    paper = ballot_paper(facts, style, size, mark, with_criteria=options.with_criteria)
    return render_pdf("reports/print/ballots.html", {"paper": paper}, is_tagged=False)


@transaction.atomic
def _record(by: Any, session: VotingSession, pdf: bytes, what: dict[str, Any]) -> None:
    after = {"sha256": hashlib.sha256(pdf).hexdigest(), **what}
    record(by=by, action="pack.issued", obj=session, after=after, unit_id=session.unit_id)
