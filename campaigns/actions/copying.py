"""Opening a campaign after the model of an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from campaigns.actions.campaigns import WINDOW_FIELDS, CampaignPlan, create_campaign, plan_opening
from campaigns.models import Campaign, Phase
from campaigns.rules.opening import Opening, OpeningPhase, parameters_that_differ
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from officials.models import OrganisationUnit


@dataclass(frozen=True)
class OtherRules:
    """A phase whose rules are of another version than in the earlier campaign; `differing` names parameters."""

    phase: str
    before: str
    after: str
    differing: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """What an earlier campaign gives to one of another year, and what it cannot give: units that have ended by then,
    and the rules that have changed."""

    organiser: OrganisationUnit | None
    organiser_ended: bool
    units_ended: tuple[OrganisationUnit, ...]
    other_rules: tuple[OtherRules, ...]
    deadline: date | None
    off_term: str


def model_for(source: Campaign, year: int) -> Model:
    """What the source gives to a campaign of the year; nothing is written. Refused for a year that cannot be."""
    opened = plan_opening(year, rule_set_of(source))
    day = date(year, 7, 1)
    rules = opened.phases[0].version.parameters
    units = (
        OrganisationUnit.objects.filter(sessions__in=source.sessions.polls()).distinct().order_by("position", "code")
    )
    organiser = source.organiser
    ended = organiser is not None and rules.has_ended(organiser.tier, organiser.valid_until, day)
    return Model(
        organiser=None if ended else organiser,
        organiser_ended=ended,
        units_ended=tuple(unit for unit in units if rules.has_ended(unit.tier, unit.valid_until, day)),
        other_rules=tuple(_other_rules(source, opened)),
        deadline=shifted(source.deadline, year - source.year),
        off_term=opened.off_term,
    )


@transaction.atomic
def copy_campaign(*, by: Any, source: Campaign, plan: CampaignPlan) -> Campaign:
    """Open the planned campaign with the phases of the source, under the rules in force in its own year; the windows
    of the phases move by as many years. People, sessions and decisions are not taken over: they are worked out anew.
    """
    require(by, Permission.EDIT_CAMPAIGNS)
    campaign = create_campaign(by=by, plan=replace(plan, rule_set=rule_set_of(source)))
    campaign.copied_from = source
    campaign.save(update_fields=["copied_from"])
    windows = {phase.kind: phase for phase in source.phases.all()}
    for phase in campaign.phases.all():
        if phase.kind in windows:
            _take_window(phase, windows[phase.kind], campaign.year - source.year)
    after = {"copied_from": source.code}
    record(by=by, action="campaign.copy", obj=campaign, after=after, unit_id=campaign.organiser_id)
    return campaign


def rule_set_of(source: Campaign) -> str:
    """The rule set of a campaign of one phase; nothing for the three phases in legal order."""
    phases: Sequence[Phase] = list(source.phases.select_related("rule_set"))
    return phases[0].rule_set.code if len(phases) == 1 else ""


def shifted(day: date | None, years: int) -> date | None:
    """The same day so many years later; 29 February becomes the 28th where it must."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _take_window(phase: Phase, model: Phase, years: int) -> None:
    phase.earliest, phase.latest = shifted(model.earliest, years), shifted(model.latest, years)
    phase.save(update_fields=WINDOW_FIELDS)


def _other_rules(source: Campaign, opened: Opening) -> list[OtherRules]:
    new: dict[str, OpeningPhase] = {phase.kind: phase for phase in opened.phases}
    found = []
    for phase in source.phases.select_related("rule_set"):
        if phase.kind in new and new[phase.kind].version.id != phase.rule_set_id:
            version = new[phase.kind].version
            differing = parameters_that_differ(phase.rule_set.rules, version.parameters)
            after = f"{version.code} phiên bản {version.number}"
            found.append(OtherRules(str(phase), str(phase.rule_set), after, differing))
    return found
