"""Adding voters from a workbook: first what that would do, then everybody in it, or nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from campaigns.actions.voters import NewVoter, add_voters, require_open_roll
from campaigns.models import VotingSession
from campaigns.queries.voters import on_roll
from campaigns.rules.roll_file import FileRow, Known, matched, read_roll, unknown_faults
from config.vietnamese import sort_key
from officials.models import Official
from officials.queries.officials import with_codes, with_posts
from officials.rules.roster_headings import Sheet
from officials.rules.roster_types import Fault


@dataclass(frozen=True)
class PlannedVoter:
    """Somebody of the file as they would stand on the roll. `is_removed`: None for somebody who is not on it yet, else
    whether they were taken off it."""

    row: FileRow
    voter: NewVoter
    is_removed: bool | None


@dataclass(frozen=True)
class RollPlan:
    """What an import would do, or everything that is wrong with the file."""

    voters: tuple[PlannedVoter, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def new(self) -> int:
        return sum(planned.is_removed is None for planned in self.voters)

    @property
    def removed(self) -> int:
        return sum(planned.is_removed is True for planned in self.voters)

    @property
    def there(self) -> int:
        return len(self.voters) - self.new - self.removed

    @property
    def unknown(self) -> int:
        return sum(planned.voter.official is None for planned in self.voters)


def read_and_plan(*, by: Any, session: VotingSession, sheets: Sequence[Sheet], with_unknown: bool) -> RollPlan:
    """Hold a workbook against the register and the roll; nothing is stored."""
    rows, faults = read_roll(sheets)
    plan = plan_roll(by=by, session=session, rows=rows, with_unknown=with_unknown)
    if faults:
        return RollPlan(faults=tuple(sorted((*faults, *plan.faults), key=lambda fault: fault.row)))
    return plan


def plan_roll(*, by: Any, session: VotingSession, rows: Sequence[FileRow], with_unknown: bool) -> RollPlan:
    """The same for rows that were read. Refused once the roll is frozen."""
    require_open_roll(by, session)
    officials = {official.pk: official for official in _officials(rows)}
    found = matched(rows, [_known(official) for official in officials.values()])
    faults = found.faults if with_unknown else (*found.faults, *unknown_faults(found.unknown))
    if faults:
        return RollPlan(faults=tuple(sorted(faults, key=lambda fault: fault.row)))
    there = on_roll(session)
    planned = []
    for row, pk in found.rows:
        voter = _voter(row, officials.get(pk) if pk else None)
        planned.append(PlannedVoter(row, voter, there.is_removed(pk, voter.name, voter.workplace)))
    return RollPlan(tuple(planned))


@transaction.atomic
def import_roll(
    *, by: Any, session: VotingSession, rows: Sequence[FileRow], with_unknown: bool, reason: str
) -> RollPlan:
    """Put those of the rows on the roll who are not on it; with any fault nothing is stored. Gives what was done."""
    plan = plan_roll(by=by, session=session, rows=rows, with_unknown=with_unknown)
    if not plan.faults:
        add_voters(by=by, session=session, voters=[planned.voter for planned in plan.voters], reason=reason)
    return plan


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
    return NewVoter(official.full_name if official else row.name, title, workplace, official)
