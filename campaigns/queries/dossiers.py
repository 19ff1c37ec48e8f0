"""Reads about what has to be in hand before sessions, each in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from campaigns.models import (
    COUNTED,
    Campaign,
    DossierItem,
    Milestone,
    Phase,
    RuleSet,
    SelfReportFile,
    Subject,
    VotingSession,
)
from campaigns.queries.tallies import SETTLED
from campaigns.rules.dossiers import ALWAYS_OWED, EXPLANATION, PAPER_STEPS, due_on, held_by, own_steps, steps_due
from config.accounts.permissions import Permission
from officials.permissions import within

STEPS = "steps"  # stands for an organisation's own steps beside the kinds of papers


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
    """Everybody on the session's ballots with their papers and whether their self-report is filed (`is_filed`), in
    ballot order, and the session with its own steps. Three queries."""
    prefetch_related_objects([session], "milestones")
    file = SelfReportFile.objects.filter(subject=OuterRef("pk"))
    return session.subjects().select_related("style").prefetch_related("dossier").annotate(is_filed=Exists(file))


def open_sessions(user: Any, campaign: Campaign) -> QuerySet[VotingSession]:
    """The campaign's sessions without a result that the user may see: of those, somebody can be reminded."""
    rows = VotingSession.objects.real().filter(campaign=campaign).exclude(state__in=COUNTED)
    return within(rows, user, Permission.VIEW_CAMPAIGNS).order_by("held_at", "code")


def people_owing(
    sessions: QuerySet[VotingSession], phases: Iterable[Phase], kinds: Iterable[str], horizon: date | None
) -> QuerySet[Subject]:
    """People of the sessions who owe a paper of `kinds` that is due by `horizon` (None: whenever)."""
    owing = near = Q(pk__in=[])
    for kind in kinds:
        near |= _due(PAPER_STEPS[kind], phases, horizon, "")
        items = DossierItem.objects.filter(subject=OuterRef("pk"), kind=kind)
        missing = ~Exists(items.filter(SETTLED)) if kind in ALWAYS_OWED else Exists(items.exclude(SETTLED))
        owing |= Q(missing) & _due(PAPER_STEPS[kind], phases, horizon, "style__session__")
    # The sessions near enough are found first, so that nobody else's papers are looked at.
    lacking = sessions.filter(near, papers_missing__gt=0).order_by()
    return Subject.objects.filter(owing, style__session__in=lacking)


def sessions_lacking(
    sessions: QuerySet[VotingSession], phases: Sequence[Phase], kinds: Collection[str], horizon: date | None
) -> QuerySet[VotingSession]:
    """Sessions where a paper of `kinds`, or with STEPS among them an own step, is not settled and due by `horizon`."""
    papers = [kind for kind in kinds if kind in PAPER_STEPS]
    lacking = Q(pk__in=people_owing(sessions, phases, papers, horizon).order_by().values("style__session"))
    if STEPS in kinds:
        for phase in phases:
            for step in own_steps(days_of(phase)):
                done = Milestone.objects.filter(session=OuterRef("pk"), step=step)
                lacking |= Q(~Exists(done)) & _due(step, [phase], horizon, "")
    return sessions.filter(lacking)


def days_of(phase: Phase) -> dict[str, int]:
    days: dict[str, int] = phase.rule_set.parameters["dossier_days"]
    return days


def _due(step: str, phases: Iterable[Phase], horizon: date | None, path: str) -> Q:
    """Sessions of the phases whose step is due by the horizon, as a condition on the session reached by `path`."""
    due = Q(**{f"{path}pk__in": []})
    for phase in phases:
        window: dict[str, Any] = {f"{path}phase": phase}
        if horizon is not None:
            end = held_by(step, horizon, days_of(phase)) + timedelta(days=1)
            window[f"{path}held_at__lt"] = timezone.make_aware(datetime.combine(end, time()))
        due |= Q(**window)
    return due
