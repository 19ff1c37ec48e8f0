"""Writing the rows of a plan in bulk. `bulk_create` skips `save()`, so keys, history and audit are written here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from config.audit.actions import Change, record_many
from config.vietnamese import search_key
from officials.history import remember
from officials.models import Appointment, BallotGroup, Letterhead, Official, OrganisationUnit, Title, UnitKind
from officials.rules.changes import Facts, PersonStep, Step, TitleKey, title_key
from officials.rules.roster_types import RosterPost, RosterTitle, RosterUnit

Row = TypeVar("Row", bound=models.Model)
BATCH = 500
BALLOT_GROUPS = {
    UnitKind.PARTY_COMMITTEE.value: BallotGroup.PARTY,
    UnitKind.NATIONAL_ASSEMBLY.value: BallotGroup.COUNCIL,
    UnitKind.PEOPLES_COUNCIL.value: BallotGroup.COUNCIL,
    UnitKind.PEOPLES_COMMITTEE.value: BallotGroup.COMMITTEE,
}


class RosterWriter:
    """Writes steps within the caller's transaction, everything at one moment and in one person's name."""

    def __init__(self, by: Any) -> None:
        self.by, self.now = by, timezone.now()
        self.units: dict[str, int] = dict(OrganisationUnit.objects.order_by().values_list("code", "pk"))
        self.titles: dict[TitleKey, int] = {
            (search_key(name), kind): pk
            for pk, name, kind in Title.objects.order_by().values_list("pk", "name", "unit_kind")
        }

    def write_units(self, steps: Sequence[Step[RosterUnit]]) -> None:
        """Units level by level, so that a superior is there before those below it."""
        waiting = [step for step in steps if step.creates]
        while waiting:
            ready = [step for step in waiting if not step.wanted.parent or step.wanted.parent in self.units]
            assert ready, "the roster's units end at the top"
            created = [self._new_unit(step.wanted) for step in ready]
            self._create(created)
            self.units.update((unit.code, unit.pk) for unit in created)
            self._audit("unit.create", created, ready, unit_of=lambda unit: unit.pk)
            waiting = [step for step in waiting if step.wanted.code not in self.units]
        changed = [step for step in steps if not step.creates]
        rows = self._change(OrganisationUnit, changed, self._set_unit)
        self._audit("unit.change", rows, changed, unit_of=lambda unit: unit.pk)

    def write_titles(self, steps: Sequence[Step[RosterTitle]]) -> None:
        new = [step for step in steps if step.creates]
        created = [self._new_title(step) for step in new]
        self._create(created)
        self.titles.update((title_key(step.wanted), title.pk) for step, title in zip(new, created, strict=True))
        self._audit("title.create", created, new)
        changed = [step for step in steps if not step.creates]
        self._audit("title.change", self._change(Title, changed, _set), changed)

    def write_people(self, steps: Sequence[PersonStep]) -> None:
        """Officials and their posts; an official's event in the audit trail carries what happens to the posts."""
        new = [step for step in steps if step.person.creates]
        created = [Official(code=step.person.wanted.code, **step.person.after) for step in new]
        self._create(created)
        old = [step for step in steps if not step.person.creates]
        found = Official.objects.in_bulk([step.person.pk for step in old])
        self._change(Official, [s.person for s in old if s.person.after], _set, found)
        officials = {official.code: official for official in [*created, *found.values()]}
        self._write_posts(steps, officials)
        record_many(by=self.by, changes=[self._person_change(officials[s.person.wanted.code], s) for s in steps])

    def _write_posts(self, steps: Sequence[PersonStep], officials: dict[str, Official]) -> None:
        new = [
            Appointment(
                official=officials[step.person.wanted.code],
                title_id=self.titles[title_key(post.wanted.title)],
                unit_id=self.units[post.wanted.unit],
                **post.after,
            )
            for step in steps
            for post in step.posts
            if post.creates
        ]
        self._create(new)
        self._change(Appointment, [post for step in steps for post in step.posts if not post.creates], _set)

    def _person_change(self, official: Official, step: PersonStep) -> Change:
        unit = step.posts[0].wanted.unit if step.posts else None
        before, after = _plain(step.person.before), _plain(step.person.after)
        if step.posts:
            before["appointments"] = [_post_event(post, post.before) for post in step.posts if post.before]
            after["appointments"] = [_post_event(post, post.after) for post in step.posts]
        return Change(
            action="official.create" if step.person.creates else "official.change",
            obj=official,
            before={name: value for name, value in before.items() if value != []},
            after=after,
            unit_id=self.units[unit] if unit else None,
            label=f"{official.full_name} ({official.code})",
        )

    def _new_unit(self, wanted: RosterUnit) -> OrganisationUnit:
        party = wanted.kind == UnitKind.PARTY_COMMITTEE
        unit = OrganisationUnit(code=wanted.code, letterhead=Letterhead.PARTY if party else Letterhead.STATE)
        facts = {"name": wanted.name, "kind": wanted.kind, "tier": wanted.tier, "position": wanted.position}
        self._set_unit(unit, {**facts, "parent": wanted.parent})
        return unit

    def _set_unit(self, unit: OrganisationUnit, facts: Facts) -> None:
        facts = dict(facts)
        if "parent" in facts:
            parent = facts.pop("parent")
            unit.parent_id = self.units[parent] if parent else None
        _set(unit, facts)

    @staticmethod
    def _new_title(step: Step[RosterTitle]) -> Title:
        kind = step.wanted.unit_kind
        return Title(unit_kind=kind, ballot_group=BALLOT_GROUPS.get(kind, BallotGroup.AGENCY), **step.after)

    def _create(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        model = type(rows[0])
        for row in rows:
            _derive(row)
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        self._remember(model, rows, created=True)

    def _change(
        self,
        model: type[Row],
        steps: Sequence[Step[Any]],
        assign: Callable[[Row, Facts], None],
        found: dict[int, Row] | None = None,
    ) -> list[Row]:
        """Assign what each step changes and store it; the rows come back in the order of the steps."""
        if not steps:
            return []
        found = found if found is not None else model._default_manager.in_bulk([step.pk for step in steps])
        rows = [found[step.pk] for step in steps if step.pk is not None]
        for row, step in zip(rows, steps, strict=True):
            assign(row, step.after)
            _derive(row)
        names = {name for step in steps for name in step.after}
        stored = [field.name for field in model._meta.concrete_fields if field.name in names | _KEYS[model]]
        model._default_manager.bulk_update(rows, stored, batch_size=BATCH)
        self._remember(model, rows, created=False)
        return rows

    def _remember(self, model: type[Row], rows: Sequence[Row], *, created: bool) -> None:
        pks = [row.pk for row in rows]
        remember(model, pks, created=created, by=self.by, at=self.now, reason="Nhập danh sách cán bộ")

    def _audit(
        self,
        action: str,
        rows: Iterable[Row],
        steps: Iterable[Step[Any]],
        unit_of: Callable[[Row], int | None] = lambda _row: None,
    ) -> None:
        changes = [
            Change(action, row, _plain(step.before), _plain(step.after), unit_of(row))
            for row, step in zip(rows, steps, strict=True)
        ]
        if changes:
            record_many(by=self.by, changes=changes)


_KEYS: dict[type[models.Model], set[str]] = {
    OrganisationUnit: {"search_key"},
    Official: {"sort_key", "search_key", "born_year"},
    Title: set(),
    Appointment: set(),
}


def _derive(row: models.Model) -> None:
    if isinstance(row, OrganisationUnit | Official):
        row.derive_keys()


def _set(row: models.Model, facts: Facts) -> None:
    for name, value in facts.items():
        setattr(row, name, value)


def _plain(facts: Facts) -> Facts:
    """The facts as JSON values."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def _post_event(post: Step[RosterPost], facts: Facts) -> Facts:
    return {"title": post.wanted.title.name, "unit": post.wanted.unit, **_plain(facts)}
