"""The papers that hold secrets of a ballot box. Each exists in the one answer that it is made for: never in a job, a
table or a file of this server. Where a paper cannot be set nothing has happened: no lock without its cards."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from ballots.actions.boxes import lock_box
from ballots.actions.code_slips import print_codes
from ballots.models import BallotBox
from campaigns.models import VotingSession
from reports.presenters.box_papers import code_slips_paper, key_cards_paper


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
