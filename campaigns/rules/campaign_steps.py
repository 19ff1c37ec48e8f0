"""What stands in the way of a campaign's steps, and which step comes next. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from campaigns.rules.obstacles import Obstacle
from campaigns.rules.states import CAMPAIGN_STEPS

# Back only while nothing has been prepared, or while a completed campaign is not yet archived.
CAMPAIGN_STEPS_BACK: dict[str, tuple[str, ...]] = {
    "list_approved": ("draft",),
    "scheduled": ("draft",),
    "completed": ("in_progress",),
}


@dataclass(frozen=True)
class CampaignFacts:
    """What the steps of a campaign look at. `undecided`: appointments that wait for a decision; `unconfirmed`:
    overrides that nobody has confirmed; `waiting`: units with people to be voted on and no session; `begun`: sessions
    beyond planning; `unfinished`: sessions without a result."""

    state: str
    is_evaluated: bool
    subjects: int
    undecided: int
    unconfirmed: int
    waiting: int
    sessions: int
    begun: int
    unfinished: int


def campaign_obstacles(facts: CampaignFacts, target: str) -> tuple[Obstacle, ...]:
    """Everything that stands between the campaign and the state `target`; nothing means that the step is possible."""
    if target not in CAMPAIGN_STEPS[facts.state]:
        return (Obstacle("no_such_campaign_step"),)
    return tuple(_GUARDS.get(target, _free)(facts))


def decision_obstacle(state: str, *, is_evaluated: bool) -> Obstacle | None:
    """Why nothing can be decided on single cases now. An approved list takes decisions: they show as differences."""
    if state in ("completed", "archived"):
        return Obstacle("campaign_over")
    if state == "list_submitted":
        return Obstacle("list_awaits_approval")
    return None if is_evaluated else Obstacle("not_judged")


def _free(_facts: CampaignFacts) -> Iterator[Obstacle]:
    return iter(())


def _draft(facts: CampaignFacts) -> Iterator[Obstacle]:
    if facts.begun:
        yield Obstacle("sessions_begun", {"count": facts.begun})


def _list_submitted(facts: CampaignFacts) -> Iterator[Obstacle]:
    if not facts.is_evaluated:
        yield Obstacle("not_evaluated")
    elif not facts.subjects:
        yield Obstacle("nobody_voted_on")
    if facts.undecided:
        yield Obstacle("undecided", {"count": facts.undecided})
    if facts.unconfirmed:
        yield Obstacle("overrides_unconfirmed", {"count": facts.unconfirmed})


def _scheduled(facts: CampaignFacts) -> Iterator[Obstacle]:
    if not facts.sessions:
        yield Obstacle("no_session")
    elif facts.waiting:
        yield Obstacle("units_without_session", {"count": facts.waiting})


def _completed(facts: CampaignFacts) -> Iterator[Obstacle]:
    if not facts.sessions:
        yield Obstacle("no_session")
    if facts.unfinished:
        yield Obstacle("sessions_unfinished", {"count": facts.unfinished})


_GUARDS: dict[str, Callable[[CampaignFacts], Iterator[Obstacle]]] = {
    "draft": _draft,
    "list_submitted": _list_submitted,
    "scheduled": _scheduled,
    "completed": _completed,
}
