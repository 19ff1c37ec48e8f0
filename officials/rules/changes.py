"""Comparing a roster with what is stored: the plan of what to create and what to change. Pure.

A unit is known by its code, a title by its folded name and kind of unit, an official by the code, a post by official,
title and unit among those still held. What the file does not mention stays as it is; nothing is ended or deleted.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from config.vietnamese import search_key
from officials.rules.roster_types import Roster, RosterPerson, RosterPost, RosterTitle, RosterUnit

Wanted = TypeVar("Wanted")
Facts = dict[str, Any]
TitleKey = tuple[str, str]
PostKey = tuple[TitleKey, str]

# A column of the list of people, and the fact that it is about.
OPTIONAL_COLUMNS = {"retirement": "retirement_notice_on", "illness": "illness_from"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it is stored: its primary key and the facts that a roster speaks of."""

    pk: int
    facts: Facts


@dataclass(slots=True)
class Existing:
    """What is stored, by what a roster knows it by. `ended` holds the posts that were held and given up, by start."""

    units: dict[str, Stored] = field(default_factory=dict)
    titles: dict[TitleKey, Stored] = field(default_factory=dict)
    officials: dict[str, Stored] = field(default_factory=dict)
    posts: dict[str, dict[PostKey, Stored]] = field(default_factory=dict)
    ended: set[tuple[str, PostKey, date]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Step(Generic[Wanted]):
    """One thing to create (`pk` None) or to change; `before` and `after` hold the facts that differ."""

    wanted: Wanted
    pk: int | None
    before: Facts
    after: Facts

    @property
    def creates(self) -> bool:
        return self.pk is None

    @property
    def is_needed(self) -> bool:
        return self.pk is None or bool(self.after)


@dataclass(frozen=True, slots=True)
class PersonStep:
    """What happens to one official, and to the posts of that official."""

    person: Step[RosterPerson]
    posts: tuple[Step[RosterPost], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that are needed, and counts of all that the roster holds."""

    units: tuple[Step[RosterUnit], ...]
    titles: tuple[Step[RosterTitle], ...]
    people: tuple[PersonStep, ...]
    counts: dict[str, Tally]

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.titles or self.people)


def plan_changes(roster: Roster, existing: Existing) -> Plan:
    """What has to be done so that the stored rows say what the roster says."""
    units = [_step(unit, existing.units.get(unit.code), unit_facts(unit)) for unit in roster.units]
    titles = [_step(title, existing.titles.get(title_key(title)), title_facts(title)) for title in roster.titles]
    silent = {fact for column, fact in OPTIONAL_COLUMNS.items() if column not in roster.columns}
    says_decision = "decision" in roster.columns
    people, persons, posts = [], _Counter(), _Counter()
    for wanted in roster.people:
        step = _person_step(wanted, existing, silent, says_decision=says_decision)
        persons.add(step.person)
        posts.add_left(len(wanted.posts) - len(step.posts))
        for post in step.posts:
            posts.add(post)
        needed = tuple(post for post in step.posts if post.is_needed)
        if step.person.is_needed or needed:
            people.append(PersonStep(step.person, needed))
    return Plan(
        units=tuple(step for step in units if step.is_needed),
        titles=tuple(step for step in titles if step.is_needed),
        people=tuple(people),
        counts={
            "units": _tally(units),
            "titles": _tally(titles),
            "officials": persons.tally,
            "appointments": posts.tally,
        },
    )


@lru_cache(maxsize=4096)
def title_key(title: RosterTitle) -> TitleKey:
    return search_key(title.name), title.unit_kind


def unit_facts(unit: RosterUnit) -> Facts:
    return {
        "name": unit.name,
        "parent": unit.parent,
        "kind": unit.kind,
        "tier": unit.tier,
        "position": unit.position,
    }


def title_facts(title: RosterTitle) -> Facts:
    return {"name": title.name, "regime": title.regime, "is_leadership": title.is_leadership, "rank": title.rank}


def person_facts(person: RosterPerson) -> Facts:
    return {
        "full_name": person.full_name,
        "sex": person.sex,
        "born_on": person.born_on,
        "born_year": person.born_year,
        "retirement_notice_on": person.retirement_notice_on,
        "illness_from": person.illness_from,
    }


def post_facts(post: RosterPost) -> Facts:
    return {
        "means": post.means,
        "started_on": post.started_on,
        "decision": post.decision,
        "position": post.position,
    }


def digest_of(plan: Plan) -> str:
    """SHA-256 over everything the plan would do: the same plan later means that nothing moved in between."""
    whole = hashlib.sha256()
    for step in plan.units:
        whole.update(_line("unit", step.wanted.code, step))
    for title in plan.titles:
        whole.update(_line("title", list(title_key(title.wanted)), title))
    for person in plan.people:
        whole.update(_line("official", person.person.wanted.code, person.person))
        for post in person.posts:
            whole.update(_line("post", [post.wanted.unit, post.wanted.title.name], post))
    return whole.hexdigest()


def _line(what: str, key: object, step: Step[Any]) -> bytes:
    return json.dumps([what, key, step.pk, step.before, step.after], ensure_ascii=False, default=str).encode()


def _step(wanted: Wanted, stored: Stored | None, facts: Facts) -> Step[Wanted]:
    if stored is None:
        return Step(wanted, None, {}, facts)
    before = stored.facts
    differing = [name for name, value in facts.items() if before[name] != value]
    return Step(wanted, stored.pk, {n: before[n] for n in differing}, {n: facts[n] for n in differing})


def _person_step(wanted: RosterPerson, existing: Existing, silent: set[str], *, says_decision: bool) -> PersonStep:
    stored = existing.officials.get(wanted.code)
    facts = person_facts(wanted)
    if stored is not None:
        for name in silent | _unsaid_birth(wanted, stored.facts):
            del facts[name]
    held = existing.posts.get(wanted.code, {})
    posts = []
    for post in wanted.posts:
        key = (title_key(post.title), post.unit)
        if key not in held and (wanted.code, key, post.started_on) in existing.ended:
            continue  # the file is older than the end of this post
        said = post_facts(post)
        if key in held and not says_decision:
            del said["decision"]
        posts.append(_step(post, held.get(key), said))
    return PersonStep(_step(wanted, stored, facts), tuple(posts))


def _unsaid_birth(wanted: RosterPerson, known: Facts) -> set[str]:
    """A roster without a birth, or with the year of one known by its day, says nothing new about it."""
    if not wanted.sex:
        return {"sex", "born_on", "born_year"}
    if wanted.born_on is None and wanted.born_year == known["born_year"]:
        return {"born_on"}
    return set()


class _Counter:
    def __init__(self) -> None:
        self.created = self.changed = self.unchanged = 0

    def add(self, step: Step[Any]) -> None:
        if step.creates:
            self.created += 1
        elif step.after:
            self.changed += 1
        else:
            self.unchanged += 1

    def add_left(self, number: int) -> None:
        self.unchanged += number

    @property
    def tally(self) -> Tally:
        return Tally(self.created, self.changed, self.unchanged)


def _tally(steps: Iterable[Step[Any]]) -> Tally:
    counter = _Counter()
    for step in steps:
        counter.add(step)
    return counter.tally
