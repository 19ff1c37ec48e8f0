"""What is stored, in the shape that a roster is compared with: five queries whatever the size."""

from collections import defaultdict

from config.vietnamese import search_key
from officials.models import Appointment, Official, OrganisationUnit, Title
from officials.rules.changes import Existing, PostKey, Stored, TitleKey

PERSON_FACTS = ("full_name", "sex", "born_on", "born_year", "retirement_notice_on", "illness_from")
POST_FACTS = ("means", "started_on", "decision", "position")
TITLE_FACTS = ("name", "regime", "is_leadership", "rank")


def existing() -> Existing:
    """All units, titles, officials and posts."""
    keys: dict[int, TitleKey] = {}
    titles: dict[TitleKey, Stored] = {}
    for pk, kind, *facts in Title.objects.values_list("pk", "unit_kind", *TITLE_FACTS):
        keys[pk] = (search_key(facts[0]), kind)
        titles[keys[pk]] = Stored(pk, dict(zip(TITLE_FACTS, facts, strict=True)))
    codes = dict(Official.objects.values_list("pk", "code"))
    found = Existing(units=_units(), titles=titles, officials=_officials())
    unit_codes = {stored.pk: code for code, stored in found.units.items()}
    rows = Appointment.objects.order_by().values_list(
        "pk", "official_id", "title_id", "unit_id", "ended_on", *POST_FACTS
    )
    posts: dict[str, dict[PostKey, Stored]] = defaultdict(dict)
    for pk, official, title, unit, ended_on, *facts in rows.iterator(chunk_size=5000):
        key = (keys[title], unit_codes[unit])
        if ended_on is None:
            posts[codes[official]][key] = Stored(pk, dict(zip(POST_FACTS, facts, strict=True)))
        else:
            found.ended.add((codes[official], key, facts[1]))
    found.posts = dict(posts)
    return found


def _units() -> dict[str, Stored]:
    names = ("name", "kind", "tier", "position")
    return {
        code: Stored(pk, {"parent": parent or "", **dict(zip(names, facts, strict=True))})
        for pk, code, parent, *facts in OrganisationUnit.objects.order_by().values_list(
            "pk", "code", "parent__code", *names
        )
    }


def _officials() -> dict[str, Stored]:
    rows = Official.objects.order_by().values_list("pk", "code", *PERSON_FACTS)
    return {
        code: Stored(pk, dict(zip(PERSON_FACTS, facts, strict=True)))
        for pk, code, *facts in rows.iterator(chunk_size=5000)
    }
