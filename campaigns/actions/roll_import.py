"""Adding voters from a workbook: everybody in it, or nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from campaigns.actions.voters import NewVoter, add_voters
from campaigns.models import VotingSession
from campaigns.rules.roll_file import FileRow, Known, matched, read_roll, unknown_faults
from config.vietnamese import sort_key
from officials.models import Official
from officials.queries.officials import with_codes, with_posts
from officials.rules.roster_headings import Sheet
from officials.rules.roster_types import Fault


@dataclass(frozen=True)
class Imported:
    """Either faults and nothing saved, or a sentence about what was."""

    faults: tuple[Fault, ...] = ()
    sentence: str = ""


@transaction.atomic
def import_roll(
    *, by: Any, session: VotingSession, sheets: Sequence[Sheet], with_unknown: bool, reason: str
) -> Imported:
    """Put those of the workbook on the roll who are not on it. Refused as `add_voters` is."""
    rows, faults = read_roll(sheets)
    officials = {official.pk: official for official in _officials(rows)}
    found = matched(rows, [_known(official) for official in officials.values()])
    faults += found.faults
    if found.unknown and not with_unknown:
        faults += unknown_faults(found.unknown)
    if faults:
        return Imported(tuple(sorted(faults, key=lambda fault: fault.row)))
    voters = [_voter(row, officials.get(pk) if pk else None) for row, pk in found.rows]
    added = add_voters(by=by, session=session, voters=voters, reason=reason)
    unknown = f", trong đó {len(found.unknown)} người không có trong danh sách cán bộ" if found.unknown else ""
    there = f"; {len(voters) - added} người đã có tên từ trước" if added < len(voters) else ""
    return Imported(sentence=f"Tệp có {len(voters)} người{unknown}. Đã thêm {added} người{there}.")


def _officials(rows: Sequence[FileRow]) -> Iterable[Official]:
    """Everybody whom a row can mean: two queries."""
    codes = {row.code for row in rows if row.code}
    keys = {sort_key(row.name)[:200] for row in rows if not row.code}
    called = Official.objects.filter(sort_key__in=keys).values("pk")
    coded = with_codes(Official.objects.order_by(), codes).values("pk")
    return with_posts(Official.objects.filter(Q(pk__in=called) | Q(pk__in=coded)))


def _known(official: Any) -> Known:
    posts = ((post.title.name.casefold(), post.unit.name.casefold()) for post in official.current_posts)
    return Known(official.pk, official.code, sort_key(official.full_name), tuple(posts))


def _voter(row: FileRow, official: Any) -> NewVoter:
    title, workplace = row.title, row.workplace
    if official is not None and not title and not workplace and official.current_posts:
        title, workplace = official.current_posts[0].title.name, official.current_posts[0].unit.name
    return NewVoter(row.name, title, workplace, official)
