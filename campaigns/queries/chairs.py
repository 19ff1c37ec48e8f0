"""Who may be meant by the name of a chair."""

import re
from typing import Any

from django.db.models import QuerySet

from campaigns.models import VotingSession
from config.accounts.permissions import Permission
from officials.models import Official, OrganisationUnit
from officials.permissions import officials_within

MOST = 100
WITH_CODE = re.compile(r"(?P<name>.+?)\s*\((?P<code>[^()]+)\)")


def chairs_suggested(unit: OrganisationUnit) -> list[tuple[str, str]]:
    """The leaders of the unit and of the one above, as "name (code)"."""
    rows = _holding_office(unit).filter(appointments__title__is_leadership=True).order_by("sort_key").distinct()
    return [(f"{official.full_name} ({official.code})", "") for official in rows[:MOST]]


def chair_text(session: VotingSession) -> str:
    """A session's chair as the field of the form takes it."""
    chair = session.chair_official
    return f"{chair.full_name} ({chair.code})" if chair else session.chair


def find_chair(text: str, unit: OrganisationUnit, by: Any) -> Official | None:
    """The official of this very code or name, where there is exactly one; of several with the name the one at the unit
    or above it. A code by itself is looked for among those whom `by` may see."""
    if not text:
        return None
    if named := WITH_CODE.fullmatch(text):
        return _only(Official.objects.filter(full_name__iexact=named["name"], code__iexact=named["code"]))
    seen = Official.objects.all() if by is None else officials_within(by, Permission.VIEW_OFFICIALS)
    if by_code := _only(seen.filter(code__iexact=text)):
        return by_code
    same_name = Official.objects.filter(full_name__iexact=text)
    return _only(same_name) or _only(_holding_office(unit).filter(full_name__iexact=text).distinct())


def _holding_office(unit: OrganisationUnit) -> QuerySet[Official]:
    units = [pk for pk in (unit.pk, unit.parent_id) if pk is not None]
    return Official.objects.filter(appointments__unit__in=units, appointments__ended_on__isnull=True)


def _only(officials: QuerySet[Official]) -> Official | None:
    found = list(officials[:2])
    return found[0] if len(found) == 1 else None
