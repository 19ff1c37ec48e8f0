"""What a voter's page asks: which box this is, whether a code may be used, whether a ballot has arrived."""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Prefetch

from ballots.keyed_digests import IN_USE, code_digest, kiosk_digest, nonce_digest
from ballots.models import AccessCode, BallotBox, Kiosk, Receipt
from ballots.rules.access_codes import LOOK_ALIKES, read_code
from campaigns.models import BallotStyle, Campaign, SelfReportFile, Subject, VotingSession
from officials.models import OrganisationUnit, Portrait

Row = TypeVar("Row", bound=Model)
# What every request of a voter needs, and no more: Django takes longer to word this than the database to answer it.
NEEDED: dict[type[Model], tuple[str, ...]] = {
    BallotBox: ("session_id", "address", "public_key", "styles", "levels"),
    VotingSession: ("id", "name", "kind", "state", "box", "is_rehearsal", "phase_id", "campaign_id", "unit_id"),
    Campaign: ("id", "state"),
    OrganisationUnit: ("id", "name"),
}
# In the order of each model, as Django wants them.
_NAMES = {
    model: [field.attname for field in model._meta.concrete_fields if field.attname in names]
    for model, names in NEEDED.items()
}
_COLUMNS = ", ".join(f"{model._meta.db_table}.{name}" for model, names in _NAMES.items() for name in names)
BOX_AT = f"""
    SELECT {_COLUMNS} FROM ballots_ballotbox
    JOIN campaigns_votingsession ON campaigns_votingsession.id = ballots_ballotbox.session_id
    JOIN campaigns_campaign ON campaigns_campaign.id = campaigns_votingsession.campaign_id
    JOIN officials_organisationunit ON officials_organisationunit.id = campaigns_votingsession.unit_id
    WHERE ballots_ballotbox.address = %s
"""  # noqa: S608 - own names


def box_at(address: str) -> BallotBox | None:
    """The box with this address, however its letters were typed, with its session, as far as a voter's request needs
    them; the rest is looked up where it is asked for. One query."""
    with connection.cursor() as cursor:
        cursor.execute(BOX_AT, [address.upper().translate(LOOK_ALIKES)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    box, session = _next(BallotBox, values), _next(VotingSession, values)
    box.session, session.campaign, session.unit = session, _next(Campaign, values), _next(OrganisationUnit, values)
    box.styles, box.levels = json.loads(box.styles), json.loads(box.levels)
    return box


def _next(model: type[Row], values: Iterator[Any]) -> Row:
    names = _NAMES[model]
    return model.from_db(connection.alias, names, [next(values) for _ in names])


def is_usable(box: BallotBox, code: str) -> bool:
    """Whether the code opens a ballot. One query, for every code."""
    digest = code_digest(box.pk, read_code(code))
    return AccessCode.objects.filter(digest=digest, box=box, state=AccessCode.State.READY).exists()


def has_arrived(box: BallotBox, nonce: str) -> bool:
    """Whether the ballot that was sent with this nonce is in the box, open or closed. At most two queries."""
    digest = nonce_digest(box.pk, nonce)
    used = AccessCode.objects.filter(box=box, nonce=digest, state=AccessCode.State.USED)
    return used.exists() or Receipt.objects.filter(box=box, nonce=digest).exists()


def is_cast(box: BallotBox, code: str, nonce: str) -> bool:
    """Whether the ballot that was sent with this code and this nonce is in the open box. One query."""
    sent = {"digest": code_digest(box.pk, read_code(code)), "nonce": nonce_digest(box.pk, nonce)}
    return AccessCode.objects.filter(**sent, box=box, state=AccessCode.State.USED).exists()


def kiosk_with(box: BallotBox, token: str) -> Kiosk | None:
    """The enrolled device that shows this token, revoked or not. One query."""
    return Kiosk.objects.filter(box=box, token=kiosk_digest(IN_USE, token)).first()


def printed_styles(box: BallotBox) -> list[BallotStyle]:
    """The ballots with the people on them, in ballot order, and whether there is a photo and a self-report of each. Two
    queries."""
    portrait = Portrait.objects.filter(official=OuterRef("official"))
    report = SelfReportFile.objects.filter(subject=OuterRef("pk"))
    shown = Subject.objects.annotate(has_portrait=Exists(portrait), has_report=Exists(report))
    people = Prefetch("subjects", shown)
    return list(box.session.styles.prefetch_related(people).order_by("position"))


def portrait_of(box: BallotBox, subject: int) -> bytes | None:
    """The photo of somebody on the ballots of this box. One query."""
    found = Portrait.objects.filter(official__subjects__pk=subject, official__subjects__style__session=box.session_id)
    content = found.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def self_report_of(box: BallotBox, subject: int) -> bytes | None:
    """The filed self-report of somebody on the ballots of this box. One query."""
    found = SelfReportFile.objects.filter(subject=subject, subject__style__session=box.session_id)
    content = found.values_list("content", flat=True).first()
    return None if content is None else bytes(content)
