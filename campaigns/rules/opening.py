"""How a campaign opens: its phases in the legal order, each under the version of its rules. Pure.

Titles elected or approved by people's councils come first, then the leaders of Party committees, then the others
(Quy định 96-QĐ/TW, Điều 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from campaigns.rules.parameters import Parameters
from campaigns.rules.terms import is_mid_term, next_mid_term
from config.vietnamese import short_date

# kind of phase, the regime it covers, the rule set it goes by
LEGAL_ORDER = (("council", "state", "NQ96"), ("party", "party", "QD96"), ("other", "other", "QD96"))
KIND_OF_REGIME = {regime: kind for kind, regime, _code in LEGAL_ORDER}
FIRST_YEAR, LAST_YEAR = 2013, 2100


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a rule set; `until` is the last day in force, None while it has none."""

    id: int
    code: str
    number: int
    since: date
    until: date | None
    parameters: Parameters

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def days_from(self, day: date) -> int:
        """How far the version's time in force is from the day; 0 within it."""
        if day < self.since:
            return (self.since - day).days
        return max(0, (day - self.until).days) if self.until is not None else 0


@dataclass(frozen=True, slots=True)
class OpeningPhase:
    kind: str
    regimes: tuple[str, ...]
    version: Version


@dataclass(frozen=True, slots=True)
class Opening:
    """The phases of a new campaign, and what is odd about it: `off_term` (a sentence, or nothing) asks for a reason."""

    phases: tuple[OpeningPhase, ...]
    off_term: str
    warnings: tuple[str, ...]


def opening(versions: Sequence[Version], year: int, only: str = "") -> Opening:
    """Plan a campaign of `year` by the versions in force on 1 July of it: three phases in legal order, or one phase
    of the rule set `only`. Raises KeyError where a rule set is not known."""
    day = date(year, 7, 1)
    if only:
        version = _in_force_or_nearest(versions, only, day)
        regimes = version.parameters.regimes
        phases: tuple[OpeningPhase, ...] = (OpeningPhase(KIND_OF_REGIME[regimes[0]], regimes, version),)
    else:
        phases = tuple(
            OpeningPhase(kind, (regime,), _for_regime(versions, regime, code, day))
            for kind, regime, code in LEGAL_ORDER
        )
    off_term = off_term_sentence(year, [phase.version.parameters for phase in phases])
    odd = dict.fromkeys(_not_in_force(phase.version, day) for phase in phases if not phase.version.is_in_force(day))
    return Opening(phases, off_term, tuple(odd))


def off_term_sentence(year: int, rules: Sequence[Parameters]) -> str:
    """What to say of a year that is not the third of a term; nothing when it is."""
    odd = next((parameters for parameters in rules if not is_mid_term(year, parameters.mid_term_years)), None)
    if odd is None:
        return ""
    return (
        f"Năm {year} không phải năm thứ ba, giữa nhiệm kỳ; năm đúng kỳ gần nhất về sau là "
        f"{next_mid_term(year, odd.mid_term_years)} ({odd.citations['timing']})."
    )


def parameters_that_differ(before: Parameters, after: Parameters) -> tuple[str, ...]:
    """The names of the parameters in which two versions differ; where they come from and their notes do not count."""
    names = (field.name for field in fields(Parameters) if field.name not in ("citations", "notes", "unconfirmed"))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _for_regime(versions: Sequence[Version], regime: str, code: str, day: date) -> Version:
    """The version in force on the day that covers the regime, of the usual rule set before others."""
    fitting = [version for version in versions if regime in version.parameters.regimes and version.is_in_force(day)]
    usual = [version for version in fitting if version.code == code]
    if usual or fitting:
        return max(usual or fitting, key=lambda version: (version.since, version.number))
    return _in_force_or_nearest(versions, code, day)


def _in_force_or_nearest(versions: Sequence[Version], code: str, day: date) -> Version:
    known = [version for version in versions if version.code == code]
    if not known:
        raise KeyError(code)
    return min(known, key=lambda version: (version.days_from(day), -version.number))


def _not_in_force(version: Version, day: date) -> str:
    until = f" đến {short_date(version.until)}" if version.until else ""
    return (
        f"{version.code} không có hiệu lực vào ngày {short_date(day)}; dùng phiên bản gần nhất "
        f"({version.number}, hiệu lực từ {short_date(version.since)}{until})."
    )
