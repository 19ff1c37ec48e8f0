"""Brings what is there into the new shape: parameters of rule sets, venues of people voted on, counting boards."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

from config.vietnamese import search_key

SHIPPED = Path(__file__).resolve().parent.parent / "rule_sets"
LIKE_NO_OTHER = "qd96.v1.json"  # for a rule set that was entered by hand
# Kinds of cases that rule sets could list before: one that did not list them meant it.
KNOWN_BEFORE = {"not_leadership", "out_of_scope", "retirement_notice", "new_in_year", "over_two_venues"}

# Until now a rule set could leave the number of venues free: what was stored under it stays.
CAP = """
    UPDATE campaigns_campaign AS campaign SET venue_cap = greatest(caps.cap, coalesce(used.venues, 0))
    FROM (
        SELECT phase.campaign_id, max((rules.parameters ->> 'venue_cap')::int) AS cap
        FROM campaigns_phase AS phase JOIN campaigns_ruleset AS rules ON rules.id = phase.rule_set_id
        GROUP BY phase.campaign_id
    ) AS caps
    LEFT JOIN (
        SELECT campaign_id, max(venues) AS venues
        FROM (
            SELECT verdict.campaign_id, count(DISTINCT post.unit_id) AS venues
            FROM campaigns_eligibility AS verdict
            JOIN officials_appointment AS post ON post.id = verdict.appointment_id
            WHERE verdict.is_subject
            GROUP BY verdict.campaign_id, post.official_id
        ) AS each
        GROUP BY campaign_id
    ) AS used ON used.campaign_id = caps.campaign_id
    WHERE caps.campaign_id = campaign.id
"""
VENUES = """
    INSERT INTO campaigns_venue (campaign_id, official_id, unit_id, slot, cap)
    SELECT campaign_id, official_id, unit_id,
        row_number() OVER (PARTITION BY campaign_id, official_id ORDER BY priority, first, unit_id), cap
    FROM (
        SELECT verdict.campaign_id, post.official_id, post.unit_id, min(post.position) AS first,
            CASE unit.kind WHEN 'party_committee' THEN 0 WHEN 'peoples_council' THEN 1
                WHEN 'peoples_committee' THEN 1 ELSE 2 END AS priority,
            campaign.venue_cap AS cap
        FROM campaigns_eligibility AS verdict
        JOIN officials_appointment AS post ON post.id = verdict.appointment_id
        JOIN officials_organisationunit AS unit ON unit.id = post.unit_id
        JOIN campaigns_campaign AS campaign ON campaign.id = verdict.campaign_id
        WHERE verdict.is_subject
        GROUP BY verdict.campaign_id, post.official_id, post.unit_id, unit.kind, campaign.venue_cap
    ) AS voted
"""
LINKS = """
    UPDATE campaigns_eligibility AS verdict SET venue_id = venue.id
    FROM officials_appointment AS post, campaigns_venue AS venue
    WHERE verdict.is_subject AND post.id = verdict.appointment_id AND venue.campaign_id = verdict.campaign_id
        AND venue.official_id = post.official_id AND venue.unit_id = post.unit_id
"""
RULED = "UPDATE campaigns_eligibility SET ruled = array_remove(reasons, 'over_two_venues')"


def carry_over(apps: Any, schema_editor: Any) -> None:
    _parameters(apps.get_model("campaigns", "RuleSet"))
    for statement in (CAP, VENUES, LINKS, RULED):
        schema_editor.execute(statement)
    _boards(apps.get_model("campaigns", "VotingSession"), apps.get_model("campaigns", "BoardMember"))


def _parameters(model: Any) -> None:
    """Give each stored rule set the parameters that it did not have yet, as shipped for its code and version."""
    for rule_set in model.objects.all():
        path = SHIPPED / f"{rule_set.code.lower()}.v{rule_set.version}.json"
        shipped = json.loads((path if path.exists() else SHIPPED / LIKE_NO_OTHER).read_text(encoding="utf-8"))
        theirs, ours = shipped["parameters"], rule_set.parameters
        is_new = ours.pop("reappointment_is_new", None)
        for name in theirs.keys() - ours.keys():
            ours[name] = theirs[name]
        for name in ("notes", "citations"):
            ours[name] = {**theirs[name], **ours[name]}
        known = KNOWN_BEFORE | {case["reason"] for case in ours["exclusions"]}
        ours["exclusions"] += [case for case in theirs["exclusions"] if case["reason"] not in known]
        if is_new:
            for case in ours["exclusions"]:
                case["stance"] = "out" if case["reason"] == "reappointed_in_year" else case.get("stance", "out")
        ours["notes"].pop("reappointment_is_new", None)
        ours["unconfirmed"] = sorted(
            {*ours["unconfirmed"], "exclusions", "voter_rules", "board_size"} - {"reappointment_is_new"}
        )
        rule_set.save(update_fields=["parameters"])


def _boards(sessions: Any, members: Any) -> None:
    for session in sessions.objects.all():
        session.search_key = search_key(f"{session.code} {session.name} {session.place}")[:300]
        session.save(update_fields=["search_key"])
        named = [("head", session.board_head)] if session.board_head else []
        named += [("member", name.strip()[:120]) for name in session.board_members.splitlines() if name.strip()]
        members.objects.bulk_create(
            members(session=session, role=role, name=name, position=place)
            for place, (role, name) in enumerate(named, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0004_who_where_when")]
    operations = [migrations.RunPython(carry_over)]
