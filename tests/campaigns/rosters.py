"""Rosters of the generator in tests/data, as inputs of the rules."""

import json
from datetime import date
from functools import cache
from typing import Any

from campaigns.queries.rule_sets import SHIPPED
from campaigns.rules.eligibility import Holding, Occasion, Person, PhaseRules
from campaigns.rules.parameters import Parameters

MEANS = {"bầu": "elected", "bổ nhiệm": "appointed", "bổ nhiệm lại": "reappointed", "phê chuẩn": "approved"}


@cache
def shipped(name: str) -> Parameters:
    """The parameters of a shipped rule set: shipped("nq96.v2")."""
    return Parameters.from_json(json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))["parameters"])


def occasion(year: int = 2028, vote_on: date | None = None) -> Occasion:
    state, party = PhaseRules(1, shipped("nq96.v2")), shipped("qd96.v1")
    rules = {"state": state, "party": PhaseRules(2, party), "other": PhaseRules(3, party)}
    return Occasion(year, vote_on or date(year, 7, 1), rules)


def holdings(tree: Any, officials: Any) -> list[Holding]:
    """The generator's officials as the rules take them; ids count up in the order of the roster."""
    units = {unit[0]: (place, unit[3], unit[4]) for place, unit in enumerate(tree)}
    found: list[Holding] = []
    for number, official in enumerate(officials):
        person = Person(number, official["retirement_notice"], official["ill_from"])
        for position, post in enumerate(official["posts"], 1):
            unit_id, kind, tier = units[post["unit"]]
            found.append(
                Holding(
                    id=len(found),
                    official=person,
                    unit_id=unit_id,
                    unit_kind=kind,
                    tier=tier,
                    regime=post["regime"],
                    is_leadership=post["leadership"],
                    started_on=post["started"],
                    means=MEANS[post["means"]],
                    position=position,
                )
            )
    return found
