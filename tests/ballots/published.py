"""The rule sets and the published results (tests/data/results) as the tests take them."""

import csv
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from campaigns.rules.parameters import Base, Parameters, Rounding

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("high", "normal", "low")


def rule_set(name: str, **changes: Any) -> Parameters:
    """The parameters in campaigns/rule_sets/<name>.json, with some of them changed."""
    path = ROOT / "campaigns" / "rule_sets" / f"{name}.json"
    return replace(Parameters.from_json(json.loads(path.read_text(encoding="utf-8"))["parameters"]), **changes)


MEMBERS_2018 = rule_set("nq85.v1")
COLLECTED_2023 = rule_set("nq96.v1")
TRUNCATED = rule_set("nq85.v1", base=Base.COLLECTED, rounding=Rounding.TRUNCATE, keep_trailing_zeros=True)


@dataclass(frozen=True)
class PublishedRow:
    """A printed row; a figure that no page printed is None or empty."""

    block: str
    title: str
    votes: dict[str, int | None]
    printed: dict[str, str]


def published(name: str) -> list[PublishedRow]:
    with (ROOT / "tests" / "data" / "results" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            PublishedRow(
                block=row["block"],
                title=row["title"],
                votes={level: int(row[level]) if row[level] else None for level in LEVELS},
                printed={level: row[f"{level}_pct"].replace(".", ",") for level in LEVELS},
            )
            for row in csv.DictReader(file)
        ]
