"""Storing who is voted on in a campaign."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from campaigns.actions.campaigns import locked_campaign
from campaigns.models import Campaign, CampaignState, Eligibility, Venue
from campaigns.queries.eligibility import Judged, Row, counted, judged, stored_rows
from config.accounts.permissions import Permission
from config.audit.actions import record
from config.errors import Refused
from config.statistics import count_anew
from officials.models import Appointment

FORGET_VENUES = "DELETE FROM campaigns_venue WHERE campaign_id = %s AND official_id = ANY(%s::bigint[])"
ADD_VENUES = """
    INSERT INTO campaigns_venue (campaign_id, official_id, unit_id, slot, cap)
    SELECT %s, found.official, found.unit, found.slot, %s
    FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS found (official, unit, slot)
"""
# Each part of a key ends with chr(1), below every character of a name: a longer name comes after a shorter one.
SORT = """
    UPDATE campaigns_eligibility AS verdict SET by_office = keyed.by_office, by_name = keyed.by_name
    FROM (
        SELECT id, name AS by_name, lpad(unit::text, 10, '0') || code || chr(1) || lpad(rank::text, 5, '0') || name
            AS by_office
        FROM (
            SELECT post.id, unit.position AS unit, unit.code, title.rank, official.sort_key || chr(1) || official.code
                || chr(1) || lpad(post.position::text, 5, '0') || post.id AS name
            FROM officials_appointment AS post
            JOIN officials_official AS official ON official.id = post.official_id
            JOIN officials_organisationunit AS unit ON unit.id = post.unit_id
            JOIN officials_title AS title ON title.id = post.title_id
        ) AS named
    ) AS keyed
    WHERE verdict.campaign_id = %s AND keyed.id = verdict.appointment_id
        AND (%s OR verdict.appointment_id = ANY(%s::bigint[]))
        AND (verdict.by_office, verdict.by_name) IS DISTINCT FROM (keyed.by_office, keyed.by_name)
"""
UPSERT = """
    INSERT INTO campaigns_eligibility
        (campaign_id, appointment_id, phase_id, is_subject, reasons, ruled, questions, decision_id, venue_id,
        by_office, by_name)
    SELECT %s, found.appointment, found.phase, found.reasons = '', string_to_array(found.reasons, ',')::varchar[],
        string_to_array(found.ruled, ',')::varchar[], string_to_array(found.questions, ',')::varchar[],
        found.decision, venue.id, '', ''
    FROM unnest(
        %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[]
    ) AS found (appointment, phase, reasons, ruled, questions, decision, official, unit)
    LEFT JOIN campaigns_venue AS venue ON venue.campaign_id = %s AND venue.official_id = found.official
        AND venue.unit_id = found.unit
    ON CONFLICT (campaign_id, appointment_id)
    DO UPDATE SET phase_id = excluded.phase_id, is_subject = excluded.is_subject, reasons = excluded.reasons,
        ruled = excluded.ruled, questions = excluded.questions, decision_id = excluded.decision_id,
        venue_id = excluded.venue_id
"""
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation found, and what it changed. `reasons` counts appointments by reason code;
    `questions` those that wait for a decision."""

    total: int
    subjects: int
    reasons: dict[str, int]
    questions: int
    created: int
    changed: int
    deleted: int

    @property
    def changes(self) -> int:
        return self.created + self.changed + self.deleted


def require_evaluable(campaign: Campaign) -> None:
    """Refused once the list of people is approved: from then on it stands."""
    if campaign.state != CampaignState.DRAFT:
        raise Refused(
            f"Đợt {campaign.code} đang ở bước “{campaign.get_state_display()}”, danh sách đã chốt nên không xét lại "
            "được. Đưa đợt về bước chuẩn bị trước."
        )


@transaction.atomic
def evaluate_campaign(
    *, by: Any, campaign: Campaign, vote_on: date | None = None, progress: Report | None = None
) -> Evaluation:
    """Judge every appointment held on the day of the vote and store the verdicts; `vote_on` sets that day.

    Rows are written only where something differs, so that judging again without a change writes nothing. A fixed
    number of queries, whatever the number of people.
    """
    report = progress or (lambda _stage, _done, _total: None)
    campaign = locked_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    require_evaluable(campaign)
    day = vote_on or campaign.vote_on
    if day.year != campaign.year:
        raise Refused(f"Ngày lấy phiếu phải thuộc năm {campaign.year} của đợt.")
    report("Đọc chức vụ và xét từng trường hợp", 0, 0)
    found = judged(campaign, day)
    report("Lưu kết quả", len(found.rows), len(found.rows))
    evaluation = store_verdicts(campaign, found)
    if evaluation.changes:
        count_anew(Eligibility, Venue)
    if evaluation.changes or campaign.evaluated_at is None or day != campaign.vote_on:
        _finish(by, campaign, day, evaluation)
    return evaluation


def store_verdicts(campaign: Campaign, found: Judged, officials: Collection[int] | None = None) -> Evaluation:
    """Make what is stored what was found, for all officials or for some, and write only what differs.

    Within the caller's transaction, who has locked the campaign: venues may change hands in between.
    """
    stored = stored_rows(campaign, officials)
    moved = _venues_moved(found, stored)
    writing = [pk for pk, row in found.rows.items() if stored.get(pk) != row]
    again = [pk for pk, row in found.rows.items() if row.venue and found.holdings[pk].official.id in moved]
    stale = stored.keys() - found.rows.keys()
    with connection.cursor() as cursor:
        cursor.execute(FORGET_VENUES, [campaign.pk, list(moved)])
        _add_venues(cursor, campaign, found, moved)
        _write(cursor, campaign, found, sorted({*writing, *again}))
        # All at once by hashing: a database that has not yet counted a roster just imported would go through it
        # once for each row.
        cursor.execute("SET LOCAL enable_nestloop TO %s", ["off" if officials is None else "on"])
        cursor.execute(SORT, [campaign.pk, officials is None, writing])
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    if stale:
        Eligibility.objects.filter(campaign=campaign, appointment__in=stale).delete()
    if writing or stale or officials is None:
        _count(campaign)
    return _evaluation(found.rows, writing, stored, len(stale))


def _count(campaign: Campaign) -> None:
    """Keep the numbers of verdicts, where they are others than those kept."""
    counts = [list(group) for group in counted(Eligibility.objects.filter(campaign=campaign))]
    if counts != campaign.verdict_counts:
        campaign.verdict_counts = counts
        campaign.save(update_fields=["verdict_counts"])


def _venues_moved(found: Judged, stored: dict[int, Row]) -> set[int]:
    """The officials whose venues are not those that are stored."""
    owner = {pk: holding.official.id for pk, holding in found.holdings.items()}
    gone = stored.keys() - owner.keys()
    owner |= dict(Appointment.objects.filter(pk__in=gone).values_list("pk", "official_id")) if gone else {}
    wanted: dict[int, set[tuple[int, int] | None]] = defaultdict(set)
    there: dict[int, set[tuple[int, int] | None]] = defaultdict(set)
    for rows, venues in ((found.rows, wanted), (stored, there)):
        for pk, row in rows.items():
            if row.venue:
                venues[owner[pk]].add(row.venue)
    return {official for official in wanted.keys() | there.keys() if wanted[official] != there[official]}


def _add_venues(cursor: Any, campaign: Campaign, found: Judged, officials: set[int]) -> None:
    venues = sorted(
        {
            (found.holdings[pk].official.id, *row.venue)
            for pk, row in found.rows.items()
            if row.venue and found.holdings[pk].official.id in officials
        }
    )
    columns = [[venue[at] for venue in venues] for at in range(3)]
    cursor.execute(ADD_VENUES, [campaign.pk, campaign.venue_cap, *columns])


def _write(cursor: Any, campaign: Campaign, found: Judged, appointments: list[int]) -> None:
    """Upsert by arrays in one statement: five times as fast as bulk_create, which builds a model and a clause a row."""
    rows = [found.rows[pk] for pk in appointments]
    cursor.execute(
        UPSERT,
        [
            campaign.pk,
            appointments,
            [row.phase_id for row in rows],
            [",".join(row.reasons) for row in rows],
            [",".join(row.ruled) for row in rows],
            [",".join(row.questions) for row in rows],
            [row.decision_id for row in rows],
            [found.holdings[pk].official.id for pk in appointments],
            [row.venue[0] if row.venue else None for row in rows],
            campaign.pk,
        ],
    )


def _evaluation(rows: dict[int, Row], written: list[int], stored: dict[int, Row], deleted: int) -> Evaluation:
    created = sum(pk not in stored for pk in written)
    return Evaluation(
        total=len(rows),
        subjects=sum(not row.reasons for row in rows.values()),
        reasons=dict(Counter(reason for row in rows.values() for reason in row.reasons)),
        questions=sum(bool(row.questions) for row in rows.values()),
        created=created,
        changed=len(written) - created,
        deleted=deleted,
    )


def _finish(by: Any, campaign: Campaign, day: date, evaluation: Evaluation) -> None:
    before = {"vote_on": campaign.vote_on.isoformat()}
    campaign.vote_on, campaign.evaluated_at = day, timezone.now()
    campaign.save(update_fields=["vote_on", "evaluated_at"])
    after = {
        "vote_on": day.isoformat(),
        "total": evaluation.total,
        "subjects": evaluation.subjects,
        "reasons": evaluation.reasons,
        "questions": evaluation.questions,
        "changed": evaluation.changes,
    }
    record(by=by, action="campaign.evaluate", obj=campaign, before=before, after=after, unit_id=campaign.organiser_id)
