"""The long work of this app."""

from dataclasses import asdict
from datetime import date, time
from typing import Any

from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.many_sessions import Pattern, Selection, create_sessions
from campaigns.models import Campaign, Phase
from campaigns.rules.spreading import Spread
from config.errors import Refused
from config.jobs.models import Job
from config.jobs.running import Progress, job_kind

EVALUATE = "campaigns.evaluate"
CREATE_SESSIONS = "campaigns.create_sessions"


@job_kind(EVALUATE)
def evaluate(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: the counts of the evaluation."""
    campaign = Campaign.objects.filter(pk=job.arguments["campaign"]).first()
    if campaign is None:
        raise Refused("Đợt này đã bị xóa.")
    return asdict(evaluate_campaign(by=job.by, campaign=campaign, progress=progress))


@job_kind(CREATE_SESSIONS)
def plan_sessions(job: Job, progress: Progress) -> dict[str, Any]:
    """Result: how many sessions were created, and a sentence for each unit that got none."""
    given = job.arguments
    phase = Phase.objects.select_related("campaign").filter(pk=given["phase"]).first()
    if phase is None:
        raise Refused("Giai đoạn này đã bị xóa.")
    pattern, selection = _pattern(given["pattern"]), Selection(**given["selection"])
    return asdict(create_sessions(by=job.by, phase=phase, pattern=pattern, selection=selection, progress=progress))


def session_arguments(pattern: Pattern, selection: Selection) -> dict[str, Any]:
    """What `plan_sessions` takes, as JSON."""
    spread = pattern.spread
    days = {"first": spread.first.isoformat(), "last": spread.last.isoformat()}
    hours = [hour.isoformat() for hour in spread.hours]
    shown = {**asdict(pattern), "spread": {**asdict(spread), **days, "hours": hours}}
    return {"pattern": shown, "selection": asdict(selection)}


def _pattern(given: dict[str, Any]) -> Pattern:
    spread = given["spread"]
    days = {name: date.fromisoformat(spread[name]) for name in ("first", "last")}
    hours = tuple(time.fromisoformat(hour) for hour in spread["hours"])
    return Pattern(**{**given, "spread": Spread(**{**spread, **days, "hours": hours})})
