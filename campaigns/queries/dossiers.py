"""Reads about what has to be in hand before sessions, each in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, prefetch_related_objects
from django.utils import timezone

from campaigns.models import COUNTED, DossierItem, Milestone, RuleSet, Subject, VotingSession
from campaigns.queries.tallies import SETTLED
from campaigns.rules.dossiers import ALWAYS_OWED, EXPLANATION, PAPER_STEPS, due_on, steps_due


@dataclass(frozen=True, slots=True)
class DossierState:
    """What a session still lacks. `missing` counts papers of people, `overdue` papers and own steps whose day has
    passed; `next_due` is the day of the earliest thing that is not settled, in the past where that is overdue, and
    `next_step` its step of the rule set (presenters.rule_sets.DEADLINES words it). A counted session lacks nothing."""

    people: int = 0
    missing: int = 0
    overdue: int = 0
    next_due: date | None = None
    next_step: str = ""


def dossier_states(sessions: QuerySet[VotingSession], today: date) -> dict[int, DossierState]:
    """The state of every session, by its id. Six queries, whatever their number."""
    days = {pk: parameters["dossier_days"] for pk, parameters in RuleSet.objects.values_list("pk", "parameters")}
    rows = sessions.order_by().values_list("pk", "held_at", "state", "phase__rule_set_id")
    chosen = sessions.order_by().values("pk")
    open_papers = _open_papers(chosen)
    done: dict[int, set[str]] = defaultdict(set)
    for session, step in Milestone.objects.filter(session__in=chosen).values_list("session_id", "step"):
        done[session].add(step)
    return {
        pk: _state(open_papers.get(pk, {}), done[pk], timezone.localdate(held_at), days[rules], today)
        if state not in COUNTED
        else DossierState(people=open_papers.get(pk, {}).get("people", 0))
        for pk, held_at, state, rules in rows
    }


def _open_papers(chosen: QuerySet[VotingSession, Any]) -> dict[int, dict[str, int]]:
    """Per session the number of people, and of papers by kind that are owed and not settled. Three queries."""
    items = DossierItem.objects.filter(subject__style__session__in=chosen)
    settled = items.filter(SETTLED, kind__in=ALWAYS_OWED).values_list("subject__style__session", "kind")
    asked = items.filter(kind=EXPLANATION).exclude(SETTLED).values_list("subject__style__session", "kind")
    people = Subject.objects.filter(style__session__in=chosen).order_by().values_list("style__session")
    counts = {pk: {"people": n, **dict.fromkeys(ALWAYS_OWED, n)} for pk, n in people.annotate(n=Count("pk"))}
    for session, kind, number in settled.annotate(n=Count("pk")).order_by():
        counts[session][kind] -= number
    for session, kind, number in asked.annotate(n=Count("pk")).order_by():
        counts[session][kind] = number
    return counts


def _state(papers: dict[str, int], done: set[str], held_on: date, days: dict[str, int], today: date) -> DossierState:
    dues = [(due_on(step, held_on, days), step, papers.get(kind, 0)) for kind, step in PAPER_STEPS.items()]
    dues += [(due.due_on, due.key, 1) for due in steps_due(done, held_on, days, today) if due.is_missing]
    waiting = [(day, step, number) for day, step, number in dues if number]
    earliest = min(waiting, default=(None, "", 0))
    return DossierState(
        people=papers.get("people", 0),
        missing=sum(papers.get(kind, 0) for kind in PAPER_STEPS),
        overdue=sum(number for day, _, number in waiting if day < today),
        next_due=earliest[0],
        next_step=earliest[1],
    )


def subjects_with_papers(session: VotingSession) -> QuerySet[Subject]:
    """Everybody on the session's ballots with their papers, in ballot order, and the session with its own steps. Three
    queries."""
    prefetch_related_objects([session], "milestones")
    return session.subjects().select_related("style").prefetch_related("dossier")
