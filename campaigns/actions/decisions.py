"""What people decide on single cases: answers to questions of the rules, overrides of the rules, choices of venues.

While the list is being drafted a decision holds in it at once. Once the list is approved the decision shows among the
differences, and holds when somebody accepts it there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.campaigns import locked_campaign
from campaigns.actions.eligibility import store_verdicts
from campaigns.actions.locking import held
from campaigns.models import Campaign, CampaignState, Decision, Eligibility, Venue, VenueChoice
from campaigns.queries.eligibility import judged, unanswered
from campaigns.queries.venues import votable_units
from campaigns.rules.campaign_steps import decision_obstacle
from config.accounts.permissions import Permission
from config.audit.actions import Change, record, record_many, snapshot
from config.errors import Refused, refused_when_taken
from config.vietnamese import tidy
from officials.models import Appointment, Official, OrganisationUnit
from officials.permissions import require_for_official, require_for_units

Kind = Decision.Kind
TAKEN = "Chức vụ này đã có quyết định. Tải lại trang để xem; muốn đổi thì rút quyết định đó trước."


@dataclass(frozen=True)
class Override:
    """A decision that differs from the rules, with the document it rests on."""

    is_subject: bool
    reason: str
    number: str
    day: date
    authority: str


@transaction.atomic
def answer_cases(*, by: Any, campaign: Campaign, appointments: Collection[int], is_subject: bool, reason: str) -> int:
    """Decide cases that the rules leave to people, many at once; returns how many. Appointments without an open
    question are passed over; refused when none has one. It takes the permission for the campaign and for the unit of
    each appointment."""
    campaign = _open_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    _require(reason, "Ghi lý do quyết định.")
    rows = list(
        unanswered(Eligibility.objects.filter(campaign=campaign, appointment__in=appointments)).select_related(
            "appointment__official", "appointment__title", "appointment__unit"
        )
    )
    require_for_units(by, Permission.EDIT_CAMPAIGNS, [row.appointment.unit for row in rows])
    if not rows:
        raise Refused("Không có chức vụ nào đang chờ quyết định trong số đã chọn. Tải lại trang để xem.")
    made = [
        Decision(
            campaign=campaign,
            appointment=row.appointment,
            kind=Kind.ANSWER,
            is_subject=is_subject,
            reason=tidy(reason),
            proposed_by=by,
        )
        for row in rows
    ]
    with refused_when_taken(TAKEN):
        Decision.objects.bulk_create(made)
    _apply(campaign, {row.appointment.official_id for row in rows})
    changes = [
        Change(
            "decision.answer",
            decision,
            after={"appointment": str(decision.appointment), "is_subject": is_subject},
            unit_id=decision.appointment.unit_id,
            label=str(decision.appointment.official),
        )
        for decision in made
    ]
    record_many(by=by, changes=changes, reason=tidy(reason))
    return len(made)


@transaction.atomic
def propose_override(*, by: Any, campaign: Campaign, appointment: Appointment, override: Override) -> Decision:
    """Record a decision that differs from the rules; it holds once a second person has confirmed it."""
    campaign = _open_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    _require(override.reason, "Ghi lý do quyết định khác với quy định chung.")
    _require(override.number, "Ghi số văn bản của cấp có thẩm quyền.")
    _require(override.authority, "Ghi cấp có thẩm quyền đã quyết định.")
    if override.day > timezone.localdate():
        raise Refused("Ngày văn bản chưa đến. Kiểm tra lại ngày.")
    require_for_units(by, Permission.EDIT_CAMPAIGNS, [appointment.unit])
    verdict = Eligibility.objects.filter(campaign=campaign, appointment=appointment).first()
    if verdict is None or verdict.phase_id is None:
        raise Refused("Chức vụ này không thuộc phạm vi của đợt nên không quyết định khác được.")
    if override.is_subject == verdict.is_subject:
        now = "được lấy phiếu" if verdict.is_subject else "không lấy phiếu"
        raise Refused(f"Chức vụ này đang {now} rồi. Chọn kết quả khác, hoặc không cần quyết định.")
    if override.is_subject and verdict.reasons == ["over_two_venues"]:
        raise Refused(
            f"Cán bộ đã đủ {campaign.venue_cap} nơi lấy phiếu. Đổi nơi lấy phiếu ở trang “Nơi lấy phiếu” thay vì ghi "
            "quyết định."
        )
    with refused_when_taken(TAKEN):
        decision = Decision.objects.create(
            campaign=campaign,
            appointment=appointment,
            kind=Kind.OVERRIDE,
            is_subject=override.is_subject,
            reason=tidy(override.reason),
            document_number=tidy(override.number),
            document_date=override.day,
            authority=tidy(override.authority),
            proposed_by=by,
        )
    _record(by, decision, "decision.propose")
    return decision


@transaction.atomic
def confirm_override(*, by: Any, decision: Decision) -> Decision:
    """The second person confirms; from now on the decision holds."""
    decision, campaign = _locked(by, decision, Permission.CONFIRM_DECISIONS)
    if decision.kind != Kind.OVERRIDE or decision.confirmed_at is not None:
        raise Refused("Quyết định này không chờ xác nhận. Tải lại trang để xem.")
    if by is not None and decision.proposed_by_id == by.pk:
        raise Refused("Người ghi quyết định không tự xác nhận. Nhờ người thứ hai.")
    decision.confirmed_by, decision.confirmed_at = by, timezone.now()
    decision.save(update_fields=["confirmed_by", "confirmed_at"])
    _apply(campaign, {decision.appointment.official_id})
    _record(by, decision, "decision.confirm")
    return decision


@transaction.atomic
def withdraw_decision(*, by: Any, decision: Decision, reason: str) -> None:
    """Take a decision back; the rules hold again. Who could confirm an override may also turn it down."""
    needed = withdrawing_takes(decision)
    decision, campaign = _locked(by, decision, needed)
    if withdrawing_takes(decision) != needed:
        raise Refused("Quyết định này vừa được xác nhận. Tải lại trang để xem.")
    _require(reason, "Ghi lý do rút quyết định.")
    decision.withdrawn_at = timezone.now()
    decision.save(update_fields=["withdrawn_at"])
    _apply(campaign, {decision.appointment.official_id})
    _record(by, decision, "decision.withdraw", tidy(reason))


@transaction.atomic
def choose_venues(
    *, by: Any, campaign: Campaign, official: Official, units: Sequence[int], reason: str
) -> tuple[Venue, ...]:
    """Vote on an official at these units, the first one first, instead of where the priority puts them; no units at all
    goes back to the proposal. Refused beyond the greatest number, and for a unit where the official cannot be voted on.
    """
    campaign = _open_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    if by is not None:
        require_for_official(by, Permission.EDIT_CAMPAIGNS, official)
    _require(reason, "Ghi lý do chọn nơi lấy phiếu.")
    if len(set(units)) != len(units):
        raise Refused("Một đơn vị được chọn hai lần. Chọn lại.")
    if len(units) > campaign.venue_cap:
        raise Refused(f"Mỗi người lấy phiếu ở nhiều nhất {campaign.venue_cap} nơi. Bỏ bớt nơi đã chọn.")
    possible = votable_units(campaign, official)
    if not set(units) <= possible:
        raise Refused("Có đơn vị mà cán bộ này không thuộc diện lấy phiếu. Tải lại trang rồi chọn lại.")
    before = VenueChoice.objects.filter(campaign=campaign, official=official).first()
    if units:
        VenueChoice.objects.update_or_create(
            campaign=campaign,
            official=official,
            defaults={"units": list(units), "reason": tidy(reason), "chosen_by": by},
        )
    elif before is not None:
        before.delete()
    _apply(campaign, {official.pk})
    names = dict(OrganisationUnit.objects.without_tree_fields().values_list("pk", "name"))
    record(
        by=by,
        action="venue.choose",
        obj=official,
        before={"campaign": campaign.code, "venues": [names.get(unit) for unit in before.units] if before else []},
        after={"campaign": campaign.code, "venues": [names[unit] for unit in units]},
        reason=tidy(reason),
    )
    return tuple(Venue.objects.filter(campaign=campaign, official=official).order_by("slot"))


def withdrawing_takes(decision: Decision) -> Permission:
    """The permission for withdrawing this decision."""
    is_waiting = decision.kind == Kind.OVERRIDE and decision.confirmed_at is None
    return Permission.CONFIRM_DECISIONS if is_waiting else Permission.EDIT_CAMPAIGNS


def _apply(campaign: Campaign, officials: set[int]) -> None:
    """Judge these officials again while the list is a draft."""
    if campaign.state == CampaignState.DRAFT:
        store_verdicts(campaign, judged(campaign, campaign.vote_on, officials), officials)


def _open_campaign(by: Any, campaign: Campaign, permission: Permission) -> Campaign:
    campaign = locked_campaign(by, campaign, permission)
    obstacle = decision_obstacle(campaign.state, is_evaluated=campaign.evaluated_at is not None)
    if obstacle is not None:
        raise Refused(obstacle.sentence)
    return campaign


def _locked(by: Any, decision: Decision, permission: Permission) -> tuple[Decision, Campaign]:
    campaign = _open_campaign(by, decision.campaign, permission)
    rows = Decision.objects.select_related("appointment__official", "appointment__unit", "appointment__title")
    locked = held(rows).get(pk=decision.pk)
    require_for_units(by, permission, [locked.appointment.unit])
    if locked.withdrawn_at is not None:
        raise Refused("Quyết định này đã được rút. Tải lại trang để xem.")
    return locked, campaign


def _require(text: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence)


def _record(by: Any, decision: Decision, action: str, reason: str = "") -> None:
    names = ("appointment", "is_subject", "document_number", "document_date", "authority")
    change = Change(
        action,
        decision,
        after=snapshot(decision, names),
        unit_id=decision.appointment.unit_id,
        label=str(decision.appointment.official),
    )
    record_many(by=by, changes=[change], reason=reason or decision.reason)
