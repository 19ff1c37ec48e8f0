"""Single cases and their decisions as pages show them, and what may be done about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from campaigns.actions.decisions import withdrawing_takes
from campaigns.models import Campaign, Decision, Eligibility, Subject
from campaigns.permissions import may_decide_at
from campaigns.presenters.eligibility import (
    ShownDecision,
    ShownVerdict,
    deciding_obstacle,
    decision_on,
    document_of,
    ruled_words,
    shown_decision,
    shown_verdict,
)
from config.accounts.permissions import Permission
from officials.models import Appointment, Official
from officials.permissions import within

OWN = "Đồng chí là người ghi quyết định này nên không tự xác nhận. Nhờ người thứ hai."


@dataclass(frozen=True)
class WaitingLine:
    """An override that waits, and what this user may do about it; `note` says why not confirm."""

    post: Appointment
    decision: ShownDecision
    ruled: str
    may_confirm: bool
    may_withdraw: bool
    note: str


@dataclass(frozen=True)
class OfficialLine:
    """A verdict on one post of an official in one campaign."""

    campaign: Campaign
    post: Appointment
    verdict: ShownVerdict


def may_confirm(user: Any, campaign: Campaign, decision: Decision) -> bool:
    """Whether this user can be the second person for an override that waits."""
    is_waiting = decision.kind == Decision.Kind.OVERRIDE and not decision.confirmed_at and not decision.withdrawn_at
    may = may_decide_at(user, Permission.CONFIRM_DECISIONS, campaign, decision.appointment.unit)
    return is_waiting and may and decision.proposed_by_id != user.pk and deciding_obstacle(campaign) is None


def may_withdraw(user: Any, campaign: Campaign, decision: Decision) -> bool:
    may = may_decide_at(user, withdrawing_takes(decision), campaign, decision.appointment.unit)
    return may and decision.withdrawn_at is None and deciding_obstacle(campaign) is None


def case_page(user: Any, campaign: Campaign, case: Eligibility, history: Sequence[Decision]) -> dict[str, Any]:
    """Everything that the page of a case shows; `history` are all its decisions, the latest first."""
    decision = decision_on(case)
    obstacle = deciding_obstacle(campaign)
    may = may_decide_at(user, Permission.EDIT_CAMPAIGNS, campaign, case.appointment.unit) and obstacle is None
    return {
        "campaign": campaign,
        "case": case,
        "post": case.appointment,
        "verdict": shown_verdict(case, case.phase.rule_set.rules if case.phase else None, decision),
        "ruled": ruled_words(case),
        "live": decision,
        "may_answer": may and bool(case.questions) and decision is None,
        "may_override": may and case.phase is not None and decision is None,
        "may_confirm": decision is not None and may_confirm(user, campaign, decision),
        "may_withdraw": decision is not None and may_withdraw(user, campaign, decision),
        "note": _note(user, decision) or (obstacle.sentence if obstacle is not None else ""),
        "history": [shown_decision(one) for one in history],
    }


def waiting_lines(
    user: Any, campaign: Campaign, decisions: Iterable[Decision], verdicts: QuerySet[Eligibility]
) -> list[WaitingLine]:
    """The overrides that wait, each with what the rules say. One query."""
    ruled = {row.appointment_id: ruled_words(row) for row in verdicts}
    return [
        WaitingLine(
            post=decision.appointment,
            decision=shown_decision(decision),
            ruled=ruled.get(decision.appointment_id, ""),
            may_confirm=may_confirm(user, campaign, decision),
            may_withdraw=may_withdraw(user, campaign, decision),
            note=_note(user, decision),
        )
        for decision in decisions
    ]


def official_lines(user: Any, official: Official) -> list[OfficialLine]:
    """The official's verdicts at units that the user may see, the latest campaign first. Two queries."""
    rows = Eligibility.objects.filter(appointment__official=official).select_related(
        "campaign", "phase__rule_set", "appointment__official", "appointment__title", "appointment__unit"
    )
    decisions = Decision.objects.filter(appointment__official=official, withdrawn_at__isnull=True)
    live = {
        (decision.campaign_id, decision.appointment_id): decision
        for decision in decisions.select_related("proposed_by", "confirmed_by")
    }
    seen = within(rows, user, Permission.VIEW_CAMPAIGNS, "appointment__unit")
    return [
        OfficialLine(
            row.campaign,
            row.appointment,
            shown_verdict(
                row,
                row.phase.rule_set.rules if row.phase else None,
                live.get((row.campaign_id, row.appointment_id)),
            ),
        )
        for row in seen.order_by("-campaign__year", "campaign__code", "by_office")
    ]


def mark_overrides(campaign: Campaign, subjects: Iterable[Subject]) -> None:
    """Give each line of a ballot the documents of overrides of its appointments, as `documents`. One query."""
    lines = list(subjects)
    overrides = Decision.objects.filter(
        campaign=campaign, kind=Decision.Kind.OVERRIDE, withdrawn_at__isnull=True
    ).annotate(line=F("appointment__subjects"))
    documents: dict[int, list[str]] = {}
    for decision in overrides.filter(line__in=[line.pk for line in lines]).order_by("pk"):
        waiting = "" if decision.is_in_force else " (chờ xác nhận)"
        documents.setdefault(decision.line, []).append(document_of(decision) + waiting)
    for line in lines:
        line.documents = documents.get(line.pk, [])  # type: ignore[attr-defined]


def _note(user: Any, decision: Decision | None) -> str:
    is_waiting = decision is not None and decision.withdrawn_at is None and not decision.is_in_force
    return OWN if is_waiting and decision is not None and decision.proposed_by_id == user.pk else ""
