"""The papers that hold secrets of a ballot box. Each exists in the one answer that it is made for: never in a job, a
table or a file of this server. Where a paper cannot be set nothing has happened: no lock without its cards."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from ballots.actions.boxes import lock_box
from ballots.actions.code_slips import print_codes
from ballots.models import BallotBox
from ballots.queries.boxes import box_of
from ballots.queries.seals import seal_of
from campaigns.models import VotingSession
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from reports.presenters.box_destruction import destruction_record
from reports.presenters.box_papers import code_slips_paper, key_cards_paper
from reports.queries.results import session_result


@transaction.atomic
def issue_key_cards(*, by: Any, session: VotingSession, holders: Sequence[str], threshold: int) -> bytes:
    """Lock the box; gives its key cards as PDF, a page a card."""
    texts = lock_box(by=by, session=session, holders=holders, threshold=threshold)
    from reports.pdf import render_pdf  # noqa: PLC0415 - takes most of a second to load, and only papers need it

    paper = key_cards_paper(session, BallotBox.objects.get(session=session), texts)
    return render_pdf("reports/print/key_cards.html", {"paper": paper})


@transaction.atomic
def issue_code_slips(
    *, by: Any, session: VotingSession, number: int, wifi: str, address_of: Callable[[BallotBox], str]
) -> bytes:
    """Make so many codes; gives their slips as PDF. `address_of` gives the voters' page of the box in full, as their
    phones reach it."""
    codes = print_codes(by=by, session=session, number=number)
    from reports.pdf import render_pdf  # noqa: PLC0415 - as above

    address = address_of(BallotBox.objects.get(session=session))
    paper = code_slips_paper(session, codes, address, wifi)
    return render_pdf("reports/print/code_slips.html", {"paper": paper}, is_tagged=False)


@transaction.atomic
def issue_destruction_record(*, by: Any, session: VotingSession) -> bytes:
    """The record of what the seal destroyed as PDF, to be signed; refused before that."""
    require(by, Permission.VIEW_CAMPAIGNS, session.unit)
    box, seal, result = box_of(session), seal_of(session), session_result(session.pk)
    if box is None or box.destroyed_at is None or seal is None or result is None:
        raise Refused("Mảnh phiếu của hội nghị này chưa hủy nên chưa có biên bản hủy. Niêm phong kết quả trước.")
    from reports.pdf import render_pdf  # noqa: PLC0415 - as above

    pdf = render_pdf("reports/print/record.html", {"paper": destruction_record(result, box, seal)})
    after = {"sha256": hashlib.sha256(pdf).hexdigest()}
    record(by=by, action="destruction_record.issued", obj=session, after=after, unit_id=session.unit_id)
    return pdf
