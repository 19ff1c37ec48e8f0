"""Bringing the shipped rule sets into the database, and versions of one's own."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from campaigns.actions.campaigns import locked_campaign
from campaigns.models import Campaign, CampaignState, Eligibility, Phase, RuleSet, Venue
from campaigns.permissions import require_everywhere
from campaigns.queries.rule_sets import SHIPPED
from campaigns.rules.parameters import Parameters
from campaigns.rules.rule_settings import with_settings
from config.accounts.permissions import Permission
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import tidy

OWN_VERSIONS = 101


def load_rule_sets(model: Any = RuleSet) -> int:
    """Create the shipped versions that are missing and return their number; a version that is there stays as it is."""
    created = 0
    for path in sorted(SHIPPED.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        Parameters.from_json(data["parameters"])
        _, is_new = model.objects.get_or_create(
            code=data["code"],
            version=data["version"],
            defaults={
                "name": data["name"],
                "citation": data["citation"],
                "in_force_from": date.fromisoformat(data["in_force_from"]),
                "in_force_until": date.fromisoformat(data["in_force_until"]) if data["in_force_until"] else None,
                "parameters": data["parameters"],
            },
        )
        created += is_new
    return created


@dataclass(frozen=True)
class RuleSettings:
    """What an organisation sets in a new version (see campaigns.rules.rule_settings)."""

    settings: dict[str, Any]
    stances: dict[str, str]
    confirmed: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None
    reason: str


@transaction.atomic
def new_version(*, by: Any, base: RuleSet, wanted: RuleSettings) -> RuleSet:
    """Store a version of one's own that comes from `base`; versions that are there never change. For staff with the
    whole province only. Numbered from OWN_VERSIONS on, so that a shipped version never meets one."""
    require_everywhere(by, Permission.EDIT_CAMPAIGNS)
    if not wanted.reason.strip():
        raise Refused("Ghi lý do, căn cứ của các lựa chọn.")
    if wanted.in_force_until and wanted.in_force_until < wanted.in_force_from:
        raise Refused("Ngày hết hiệu lực phải sau ngày có hiệu lực.")
    made = with_settings(base.parameters, wanted.settings, wanted.stances, wanted.confirmed, tidy(wanted.reason))
    dates = (base.in_force_from, base.in_force_until)
    if not made.names and dates == (wanted.in_force_from, wanted.in_force_until):
        raise Refused(f"Chưa có gì khác với {base}. Đổi ít nhất một lựa chọn.")
    try:
        Parameters.from_json(made.parameters)
    except ValueError as error:
        raise Refused(str(error))
    numbers = RuleSet.objects.select_for_update().filter(code=base.code).values_list("version", flat=True)
    version = RuleSet.objects.create(
        code=base.code,
        version=max(*numbers, OWN_VERSIONS - 1) + 1,
        name=base.name,
        citation=base.citation,
        in_force_from=wanted.in_force_from,
        in_force_until=wanted.in_force_until,
        parameters=made.parameters,
    )
    after = {"code": version.code, "version": version.version, "from": base.version, "changed": list(made.names)}
    record(by=by, action="rule_set.create", obj=version, after=after, reason=tidy(wanted.reason))
    return version


@transaction.atomic
def change_rule_set(*, by: Any, phase: Phase, rule_set: RuleSet, reason: str) -> None:
    """Have a phase of a drafted campaign go by another version; everybody is to be judged again."""
    campaign = locked_campaign(by, phase.campaign, Permission.EDIT_CAMPAIGNS)
    if campaign.state != CampaignState.DRAFT:
        raise Refused("Danh sách đã trình hoặc đã duyệt nên không đổi quy định được. Đưa đợt về bước xét đối tượng.")
    if rule_set == phase.rule_set:
        raise Refused(f"Giai đoạn đang áp dụng {rule_set}. Chọn phiên bản khác.")
    if not set(phase.regimes) <= set(rule_set.rules.regimes):
        raise Refused(f"{rule_set} không áp dụng cho nhóm chức danh của giai đoạn này. Chọn phiên bản khác.")
    if not reason.strip():
        raise Refused("Ghi lý do đổi quy định.")
    before = {"rule_set": str(phase.rule_set)}
    phase.rule_set = rule_set
    phase.save(update_fields=["rule_set"])
    _judge_anew(campaign)
    after = {"rule_set": str(rule_set)}
    record(
        by=by,
        action="phase.rule_set",
        obj=phase,
        before=before,
        after=after,
        unit_id=campaign.organiser_id,
        reason=tidy(reason),
    )


def _judge_anew(campaign: Campaign) -> None:
    """Forget the verdicts, which were by other rules; the number of venues follows from the rules."""
    Eligibility.objects.filter(campaign=campaign).delete()
    Venue.objects.filter(campaign=campaign).delete()
    campaign.evaluated_at, campaign.verdict_counts = None, []
    campaign.venue_cap = max(phase.rule_set.rules.venue_cap for phase in campaign.phases.select_related("rule_set"))
    campaign.save(update_fields=["evaluated_at", "verdict_counts", "venue_cap"])
