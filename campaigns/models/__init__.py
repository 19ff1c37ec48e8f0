"""What is to happen: rule sets, campaigns and their phases, who is voted on, the sessions and their ballots' lines."""

from campaigns.models.campaigns import AMENDABLE, LIST_OPEN, OVER, Campaign, CampaignState, Phase, PhaseKind, Secrecy
from campaigns.models.dossiers import DossierItem, Milestone, SelfReportFile
from campaigns.models.eligibility import Decision, Eligibility, ListVersion, Venue, VenueChoice
from campaigns.models.rule_sets import RuleSet
from campaigns.models.sessions import (
    COUNTED,
    BallotStyle,
    BoardMember,
    BoxState,
    Casting,
    Counting,
    Disclosure,
    SessionState,
    Subject,
    VoteKind,
    VotingSession,
)
from campaigns.models.voters import Attendance, Voter

__all__ = [
    "AMENDABLE",
    "COUNTED",
    "LIST_OPEN",
    "OVER",
    "Attendance",
    "BallotStyle",
    "BoardMember",
    "BoxState",
    "Campaign",
    "CampaignState",
    "Casting",
    "Counting",
    "Decision",
    "Disclosure",
    "DossierItem",
    "Eligibility",
    "ListVersion",
    "Milestone",
    "Phase",
    "PhaseKind",
    "RuleSet",
    "Secrecy",
    "SelfReportFile",
    "SessionState",
    "Subject",
    "Venue",
    "VenueChoice",
    "VoteKind",
    "Voter",
    "VotingSession",
]
