"""The state machines of a campaign and of a session, each one dict, and what stands in the way of a step. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.rules.obstacles import Obstacle
from campaigns.rules.parameters import Parameters
from campaigns.rules.quorum import is_quorate, quorum_needed, quorum_whole

CAMPAIGN_STEPS: dict[str, tuple[str, ...]] = {
    "draft": ("list_submitted",),
    "list_submitted": ("list_approved", "draft"),
    "list_approved": ("scheduled", "in_progress", "draft"),
    "scheduled": ("in_progress", "draft"),
    "in_progress": ("completed",),
    "completed": ("archived", "in_progress"),
    "archived": (),
}

SESSION_STEPS: dict[str, tuple[str, ...]] = {
    "planned": ("prepared",),
    "prepared": ("checking_in", "planned"),
    "checking_in": ("voting", "prepared"),
    "voting": ("counting", "checking_in"),
    "counting": ("counted", "voting", "checking_in"),
    "counted": ("sealed", "counting"),
    "sealed": ("counting",),
}
# A list that was handed in; a decision on one appointment; neither is touched again once it is settled.
LIST_VERSION_STEPS: dict[str, tuple[str, ...]] = {
    "submitted": ("approved", "returned", "withdrawn"),
    "approved": (),
    "returned": (),
    "withdrawn": (),
}
DECISION_STEPS: dict[str, tuple[str, ...]] = {
    "proposed": ("in_force", "withdrawn"),
    "in_force": ("withdrawn",),
    "withdrawn": (),
}
# The ballot box of a session that votes on screen; thrown away while nothing is in it or where it cannot be opened, or
# destroyed after the seal.
BOX_STEPS: dict[str, tuple[str, ...]] = {
    "": ("locked",),
    "locked": ("tried", ""),
    "tried": ("ready", ""),
    "ready": ("closed", ""),
    "closed": ("opened", ""),
    "opened": ("destroyed",),
    "destroyed": (),
}
# From the count only the app that counts leads back: somebody may be keying.
STEP_BACK = {"prepared": "planned", "checking_in": "prepared", "voting": "checking_in"}


@dataclass(frozen=True)
class SessionFacts:
    """What the steps of a session look at. `is_list_approved`: whether the campaign's list of people is; `excluded`:
    printed names of people on the ballot whom the campaign no longer votes on; `unsettled`: those who would leave the
    list by what the roster changed since its approval; `voters`: people on the roll;
    `board_on_ballot`: names of board members who are voted on; the numbers of people are None until they are known;
    `ticked`: how many the doors have marked as present, None where they kept no list here; `has_screen`: whether
    ballots are cast on screen; `box`: where the ballot box of such a session stands."""

    state: str
    is_list_approved: bool
    subjects: int
    excluded: tuple[str, ...]
    unsettled: tuple[str, ...]
    voters: int
    board_on_ballot: tuple[str, ...]
    total_members: int | None
    summoned: int | None
    present: int | None
    ticked: int | None
    has_screen: bool
    box: str
    parameters: Parameters


def obstacles(facts: SessionFacts, target: str) -> tuple[Obstacle, ...]:
    """Everything that stands between the session and the state `target`; nothing means that the step is possible."""
    if target not in SESSION_STEPS[facts.state]:
        return (Obstacle("no_such_step"),)
    return tuple(_GUARDS.get((facts.state, target), _free)(facts))


def attendance_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    """What is wrong with the numbers of people; below quorum nothing may be opened, and the number that is recorded is
    the one that the doors have marked, where they have."""
    if facts.total_members is None or facts.summoned is None or facts.present is None:
        yield Obstacle("attendance_unknown")
        return
    if facts.present > facts.summoned:
        yield Obstacle("more_present_than_summoned", {"present": facts.present, "summoned": facts.summoned})
    if facts.ticked is not None and facts.ticked != facts.present:
        yield Obstacle("differs_from_check_in", {"present": facts.present, "ticked": facts.ticked})
    whole = quorum_whole(facts.summoned, facts.total_members, facts.parameters)
    assert whole is not None, "both numbers are known"
    if not is_quorate(facts.present, facts.summoned, facts.total_members, facts.parameters):
        yield Obstacle(
            "below_quorum",
            {
                "present": facts.present,
                "whole": whole,
                "needed": quorum_needed(whole, facts.parameters),
                "quorum": str(facts.parameters.quorum),
                "citation": facts.parameters.citations.get("quorum", ""),
            },
        )


def _opening_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    yield from attendance_obstacles(facts)
    if facts.has_screen and facts.box != "ready":
        yield Obstacle("box_not_ready")


def _closing_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    if facts.has_screen and facts.box != "closed":
        yield Obstacle("box_not_closed")


def _planning_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    """Back to planning, where the ballots change: not under a lock that was made for these."""
    if facts.box:
        yield Obstacle("box_is_locked")


def _voting_again_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    if facts.box:
        yield Obstacle("box_is_closed")


def _free(_facts: SessionFacts) -> Iterator[Obstacle]:
    return iter(())


def _list_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    if not facts.is_list_approved:
        yield Obstacle("list_not_approved")
    if not facts.subjects:
        yield Obstacle("nobody_on_the_ballot")
    if facts.excluded:
        yield Obstacle("somebody_excluded", {"names": ", ".join(facts.excluded)})
    if facts.unsettled:
        yield Obstacle("somebody_unsettled", {"names": ", ".join(facts.unsettled)})
    if facts.board_on_ballot:
        citation = facts.parameters.citations.get("board", "")
        yield Obstacle("board_member_on_the_ballot", {"names": ", ".join(facts.board_on_ballot), "citation": citation})


def _preparing_obstacles(facts: SessionFacts) -> Iterator[Obstacle]:
    yield from _list_obstacles(facts)
    if facts.has_screen and not facts.parameters.screen_casting:
        yield Obstacle("screen_not_allowed")
    if not facts.voters:
        yield Obstacle("nobody_on_the_roll")


_GUARDS = {
    ("planned", "prepared"): _preparing_obstacles,
    ("prepared", "checking_in"): _list_obstacles,
    ("prepared", "planned"): _planning_obstacles,
    ("checking_in", "voting"): _opening_obstacles,
    ("voting", "counting"): _closing_obstacles,
    ("counting", "voting"): _voting_again_obstacles,
    ("counting", "checking_in"): _voting_again_obstacles,
}
