"""Opening and changing campaigns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from campaigns.actions.locking import held_campaign
from campaigns.models import OVER, Campaign, CampaignState, Phase
from campaigns.permissions import require_for_organiser
from campaigns.queries.campaigns import campaign_facts
from campaigns.queries.rule_sets import versions
from campaigns.rules.campaign_steps import CAMPAIGN_STEPS_BACK, campaign_obstacles
from campaigns.rules.obstacles import Obstacle
from campaigns.rules.opening import FIRST_YEAR, LAST_YEAR, Opening, off_term_sentence, opening
from campaigns.rules.parameters import Parameters
from campaigns.rules.phase_windows import PhaseWindow, window_warnings
from campaigns.rules.terms import term_of
from config.accounts.permissions import Permission
from config.audit.actions import differences, record, snapshot
from config.errors import Refused
from config.vietnamese import short_date, tidy
from officials.models import OrganisationUnit

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}")
EDITABLE = ("name", "organiser", "plan_number", "plan_date", "secrecy", "deadline", "off_term_reason")
LIST_STEPS = (CampaignState.LIST_SUBMITTED, CampaignState.LIST_APPROVED)
WINDOW_FIELDS = ("earliest", "latest")
Window = tuple[date | None, date | None]
BY_COMMAND = "Mở bằng dòng lệnh ngoài năm thứ ba của nhiệm kỳ."


@dataclass(frozen=True)
class CampaignPlan:
    """What somebody enters about a campaign. Without `vote_on` cases are judged for 1 July of the year."""

    code: str
    name: str
    year: int
    rule_set: str = ""
    vote_on: date | None = None
    off_term_reason: str = ""
    organiser: OrganisationUnit | None = None
    plan_number: str = ""
    plan_date: date | None = None
    secrecy: str = ""
    deadline: date | None = None


def plan_opening(year: int, rule_set: str = "") -> Opening:
    """The phases a campaign would have, and its warnings. Refused for a year or a rule set that cannot be."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"Năm {year} không hợp lệ. Ghi năm từ {FIRST_YEAR} đến {LAST_YEAR}.")
    known = versions()
    try:
        return opening(known, year, rule_set)
    except KeyError:
        codes = ", ".join(sorted({version.code for version in known}))
        raise Refused(f"Không có bộ quy định {rule_set}. Chọn một trong: {codes}.")


@transaction.atomic
def create_campaign(*, by: Any, plan: CampaignPlan) -> Campaign:
    """Open a campaign with its phases. A year that is not mid-term needs a reason, except from the command line."""
    require_for_organiser(by, Permission.EDIT_CAMPAIGNS, plan.organiser)
    opened = plan_opening(plan.year, plan.rule_set)
    _check(plan)
    _require_living(plan.organiser, opened.phases[0].version.parameters, plan.vote_on or date(plan.year, 7, 1))
    reason = plan.off_term_reason.strip() or (BY_COMMAND if by is None else "")
    if opened.off_term and not reason:
        raise Refused(f"{opened.off_term} Ghi lý do để mở đợt ngoài kỳ.")
    campaign = Campaign.objects.create(
        code=plan.code,
        name=tidy(plan.name),
        term=term_of(plan.year, opened.phases[0].version.parameters.mid_term_years),
        year=plan.year,
        vote_on=plan.vote_on or date(plan.year, 7, 1),
        organiser=plan.organiser,
        plan_number=plan.plan_number,
        plan_date=plan.plan_date,
        secrecy=plan.secrecy,
        deadline=plan.deadline,
        off_term_reason=reason if opened.off_term else "",
        venue_cap=max(phase.version.parameters.venue_cap for phase in opened.phases),
    )
    phases = [
        Phase(
            campaign=campaign,
            kind=phase.kind,
            position=place,
            rule_set_id=phase.version.id,
            regimes=list(phase.regimes),
        )
        for place, phase in enumerate(opened.phases, 1)
    ]
    Phase.objects.bulk_create(phases)
    after = snapshot(campaign, ("code", "year", "term", "vote_on", *EDITABLE))
    after["phases"] = [f"{phase.version.code} phiên bản {phase.version.number}" for phase in opened.phases]
    _record(by, "campaign.create", campaign, {}, after, reason=campaign.off_term_reason)
    return campaign


@transaction.atomic
def edit_campaign(
    *,
    by: Any,
    campaign: Campaign,
    changes: dict[str, Any],
    windows: Mapping[int, Window] | None = None,
    reason: str = "",
) -> bool:
    """Change fields of EDITABLE, "vote_on" while the campaign is being drafted, and the windows of phases by their
    ids; whether anything changed. `reason` answers the warnings about windows that are new."""
    campaign = locked_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    if campaign.state in OVER:
        raise Refused("Đợt đã kết thúc nên không sửa được.")
    names = (*EDITABLE, "vote_on") if campaign.state == CampaignState.DRAFT else EDITABLE
    before = snapshot(campaign, names)
    for name in names:
        setattr(campaign, name, changes.get(name, getattr(campaign, name)))
    require_for_organiser(by, Permission.EDIT_CAMPAIGNS, campaign.organiser)
    if campaign.vote_on.year != campaign.year:
        raise Refused(f"Ngày lấy phiếu dự kiến phải thuộc năm {campaign.year}.")
    _require_reason_off_term(campaign)
    old, new = differences(before, snapshot(campaign, names))
    first_phase = campaign.phases.select_related("rule_set").first()
    if "organiser" in new and first_phase is not None:
        _require_living(campaign.organiser, first_phase.rule_set.rules, campaign.vote_on)
    if "vote_on" in new:
        campaign.evaluated_at = None  # the verdicts were for another day
    if new:
        campaign.save(update_fields=[*names, "evaluated_at"])
        _record(by, "campaign.change", campaign, old, new)
    warned = window_problems(campaign, {})
    fresh = [sentence for sentence in window_problems(campaign, windows or {}) if sentence not in warned]
    if windows and fresh and not reason.strip():
        raise Refused(" ".join(fresh) + " Sửa khoảng thời gian, hoặc ghi lý do.")
    why = reason.strip() if fresh else ""
    return any([bool(new), *(_set_window(by, phase, windows or {}, why) for phase in campaign.phases.all())])


@transaction.atomic
def move_campaign(*, by: Any, campaign: Campaign, target: str, reason: str = "") -> Campaign:
    """Take the campaign to another state, where nothing stands in the way; stepping back needs a reason. The list of
    people is submitted and decided on by campaigns.actions.lists."""
    campaign = locked_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    if target in LIST_STEPS or campaign.state == CampaignState.LIST_SUBMITTED:
        raise Refused(Obstacle("no_such_campaign_step").sentence)
    if target in CAMPAIGN_STEPS_BACK.get(campaign.state, ()) and not reason.strip():
        raise Refused("Ghi lý do đưa đợt về bước trước.")
    return move_locked(by, campaign, target, reason.strip())


def locked_campaign(by: Any, campaign: Campaign, permission: Permission) -> Campaign:
    """The campaign, locked until the transaction ends, for somebody with the permission for its organiser."""
    locked = held_campaign(campaign.pk)
    require_for_organiser(by, permission, locked.organiser)
    return locked


def move_locked(by: Any, campaign: Campaign, target: str, reason: str = "") -> Campaign:
    """Move a locked campaign; refused with every obstacle in words."""
    found = campaign_obstacles(campaign_facts(campaign), target)
    if found:
        raise Refused(" ".join(obstacle.sentence for obstacle in found))
    before = {"state": campaign.state}
    campaign.state = target
    campaign.save(update_fields=["state"])
    _record(by, "campaign.state", campaign, before, {"state": target}, reason=reason)
    return campaign


def window_problems(campaign: Campaign, windows: Mapping[int, Window]) -> list[str]:
    """The warnings about the windows of the campaign's phases, with these ones in the place of theirs."""
    found = []
    for phase in campaign.phases.select_related("rule_set"):
        earliest, latest = windows.get(phase.pk, (phase.earliest, phase.latest))
        rules = phase.rule_set.rules
        found.append(
            PhaseWindow(
                position=phase.position,
                name=str(phase),
                earliest=earliest,
                latest=latest,
                citation=rules.citations.get("timing", ""),
                not_before=rules.first_day(phase.regimes, campaign.year),
            )
        )
    return window_warnings(found, campaign.year, campaign.deadline)


def _set_window(by: Any, phase: Phase, windows: Mapping[int, Window], reason: str) -> bool:
    """Set the earliest and the latest day of a phase, if it is named and they differ."""
    before = snapshot(phase, WINDOW_FIELDS)
    phase.earliest, phase.latest = windows.get(phase.pk, (phase.earliest, phase.latest))
    if phase.earliest and phase.latest and phase.latest < phase.earliest:
        raise Refused(f"Giai đoạn {phase}: ngày muộn nhất phải sau ngày sớm nhất.")
    old, new = differences(before, snapshot(phase, WINDOW_FIELDS))
    if new:
        phase.save(update_fields=WINDOW_FIELDS)
        record(by=by, action="phase.change", obj=phase, before=old, after=new, reason=reason)
    return bool(new)


def _require_living(organiser: OrganisationUnit | None, rules: Parameters, day: date) -> None:
    """Units that have ended, and those of abolished tiers, organise nothing any more."""
    if organiser is not None and rules.has_ended(organiser.tier, organiser.valid_until, day):
        raise Refused(f"{organiser} đã kết thúc hoạt động trước ngày {short_date(day)}. Chọn cơ quan tổ chức khác.")


def _require_reason_off_term(campaign: Campaign) -> None:
    rules = [phase.rule_set.rules for phase in campaign.phases.select_related("rule_set")]
    sentence = off_term_sentence(campaign.year, rules)
    if sentence and not campaign.off_term_reason.strip():
        raise Refused(f"{sentence} Ghi lý do tiến hành ngoài kỳ.")


def _check(plan: CampaignPlan) -> None:
    if not CODE.fullmatch(plan.code):
        raise Refused(
            f"Mã đợt “{plan.code}” không dùng được. Chỉ dùng chữ cái không dấu, chữ số, dấu gạch; tối đa 30 ký tự."
        )
    if not tidy(plan.name):
        raise Refused("Chưa có tên đợt. Ghi tên, ví dụ “Lấy phiếu tín nhiệm năm 2028”.")
    if len(tidy(plan.name)) > 200:
        raise Refused("Tên đợt dài quá 200 ký tự. Ghi ngắn lại.")
    if plan.vote_on and plan.vote_on.year != plan.year:
        raise Refused(f"Ngày lấy phiếu dự kiến phải thuộc năm {plan.year}.")
    if Campaign.objects.filter(code__iexact=plan.code).exists():
        raise Refused(f"Đã có đợt mang mã {plan.code}. Chọn mã khác.")


def _record(
    by: Any, action: str, campaign: Campaign, before: dict[str, Any], after: dict[str, Any], reason: str = ""
) -> None:
    record(
        by=by,
        action=action,
        obj=campaign,
        before=before,
        after=after,
        unit_id=campaign.organiser_id,
        reason=reason,
    )
