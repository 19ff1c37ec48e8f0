"""What an organisation may set in a rule set: where the text leaves a choice, or could not be checked. Pure.

The rest is the text itself (levels, thresholds, the greatest number of venues, what excludes beyond doubt), which only
a new text changes.
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

CHOOSABLE_CASES = ("reappointed_in_year", "acting_post", "serious_illness", "enterprise", "public_service")
# In JSON under these names, and of these shapes.
SETTINGS = (
    "tiers",
    "base",
    "decimals",
    "rounding",
    "keep_trailing_zeros",
    "quorum",
    "quorum_base",
    "ballot_validity",
    "dossier_days",
    "voter_rules",
    "subjects_vote",
    "screen_casting",
    "smallest_group",
    "board_size",
    "texts",
)


@dataclass(frozen=True)
class Changed:
    """The JSON of a new version, and the names of the parameters in which it differs from the one it comes from."""

    parameters: dict[str, Any]
    names: tuple[str, ...]


def with_settings(
    parameters: Mapping[str, Any],
    settings: Mapping[str, Any],
    stances: Mapping[str, str],
    confirmed: Collection[str],
    reason: str,
) -> Changed:
    """`parameters` (JSON of a rule set) with other `settings`, other `stances` of choosable cases, and without the mark
    of doubt on the `confirmed` parameters. What the organisation set carries its reason in the notes.

    Raises KeyError for what nobody may set here.
    """
    data: dict[str, Any] = deepcopy(dict(parameters))
    changed = []
    for name, value in settings.items():
        if name not in SETTINGS:
            raise KeyError(name)
        if data[name] != value:
            data[name] = value
            changed.append(name)
    if _set_stances(data["exclusions"], stances):
        changed.append("exclusions")
    for name in changed:
        data["notes"][name] = f"{data['notes'].get(name, '')} Cơ quan sử dụng đặt: {reason}".strip()
    doubtful = set(data["unconfirmed"])
    if doubtful & set(confirmed):
        data["unconfirmed"] = sorted(doubtful - set(confirmed))
        changed.append("unconfirmed")
    return Changed(data, tuple(changed))


def _set_stances(cases: list[dict[str, Any]], stances: Mapping[str, str]) -> bool:
    if not set(stances) <= set(CHOOSABLE_CASES):
        raise KeyError(next(iter(set(stances) - set(CHOOSABLE_CASES))))
    changed = False
    for case in cases:
        wanted = stances.get(case["reason"])
        if wanted is not None and case.get("stance", "out") != wanted:
            case["stance"] = wanted
            changed = True
    return changed
