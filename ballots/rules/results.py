"""From counted votes to shares, bands and the sentence that says where a figure comes from. Pure.

Whole numbers and fractions only: shares are rounded once, for print; bands compare the whole numbers, never a rounded
share. Shares are not corrected to add up to 100: a ballot that is invalid for one person is missing from theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from campaigns.rules.parameters import Base, Parameters, Rounding, Threshold
from config.vietnamese import decimal_comma

BASE_WORDS = {
    Base.COLLECTED: "phiếu thu về",
    Base.ISSUED: "phiếu phát ra",
    Base.VALID: "phiếu hợp lệ",
    Base.TOTAL_MEMBERS: "tổng số đại biểu",
    Base.PRESENT: "đại biểu có mặt",
}


@dataclass(frozen=True)
class Figures:
    """The numbers of one session and one ballot style. People are None where nobody recorded them."""

    total_members: int | None
    summoned: int | None
    present: int | None
    issued: int
    returned: int
    valid: int
    wholly_invalid: int


@dataclass(frozen=True)
class LineResult:
    """The result of one person. `invalid` counts every returned ballot that gave no level: wholly invalid or invalid
    on this line. `shares` are in percent. `band` is the highest threshold passed, None below the first."""

    votes: dict[str, int]
    line_invalid: int
    invalid: int
    base: int
    shares: dict[str, Decimal]
    share_texts: dict[str, str]
    band: Threshold | None
    band_text: str
    explanations: dict[str, str]


def base_of(figures: Figures, parameters: Parameters) -> int:
    """What the rule set takes percentages of; ValueError with a sentence where that figure is unknown or 0."""
    known = {
        Base.COLLECTED: figures.returned,
        Base.ISSUED: figures.issued,
        Base.VALID: figures.valid,
        Base.TOTAL_MEMBERS: figures.total_members,
        Base.PRESENT: figures.present,
    }
    base = known[parameters.base]
    words = BASE_WORDS[parameters.base]
    if base is None:
        raise ValueError(f"Chưa biết {words} nên chưa tính được tỷ lệ; hãy ghi số này vào thông tin hội nghị.")
    if base <= 0:
        raise ValueError(f"Số {words} bằng 0 nên không tính được tỷ lệ; hãy kiểm tra lại số liệu.")
    return base


def share(votes: int, base: int, parameters: Parameters) -> Decimal:
    """Votes in percent of the base, rounded as the rule set says."""
    scaled = Fraction(votes * 100 * 10**parameters.decimals, base)
    half = Fraction(1, 2) if parameters.rounding is Rounding.HALF_UP else Fraction(0)
    return Decimal(floor(scaled + half)).scaleb(-parameters.decimals)


def share_text(votes: int, base: int, parameters: Parameters) -> str:
    """The share as papers print it: "53,19"; an exact zero is "0"."""
    if votes == 0:
        return "0"
    text = decimal_comma(share(votes, base, parameters))
    if parameters.keep_trailing_zeros or "," not in text:
        return text
    return text.rstrip("0").rstrip(",")


def passes(against: int, base: int, threshold: Threshold) -> bool:
    """Whether the votes against are over the threshold (or reach it, where it is inclusive)."""
    left, right = against * threshold.fraction.denominator, base * threshold.fraction.numerator
    return left >= right if threshold.inclusive else left > right


def band_of(against: int, base: int, parameters: Parameters) -> Threshold | None:
    """The highest threshold passed."""
    return next((level for level in reversed(parameters.thresholds) if passes(against, base, level)), None)


def votes_to_cross(base: int, threshold: Threshold) -> int:
    """The least number of votes against that passes the threshold."""
    exact = base * threshold.fraction
    return -(-exact.numerator // exact.denominator) if threshold.inclusive else floor(exact) + 1


def band_text(band: Threshold | None, parameters: Parameters) -> str:
    """The band's name: the threshold's label, or "Không quá nửa tín nhiệm thấp" below the first."""
    if band is not None:
        return band.label
    if not parameters.thresholds:
        return ""
    first = parameters.thresholds[0]
    words = "Chưa đến" if first.inclusive else "Không quá"
    return f"{words} {_part(first.fraction)} {parameters.against.label.lower()}"


def band_limits(band: Threshold | None, parameters: Parameters) -> str:
    """Where the band lies: "trên 1/2, chưa đến 2/3"."""
    following = parameters.thresholds.index(band) + 1 if band else 0
    parts = []
    if band is not None:
        parts.append(f"từ {band.fraction} trở lên" if band.inclusive else f"trên {band.fraction}")
    if following < len(parameters.thresholds):
        limit = parameters.thresholds[following]
        parts.append(f"chưa đến {limit.fraction}" if limit.inclusive else f"không quá {limit.fraction}")
    return ", ".join(parts)


def line_result(votes: Mapping[str, int], line_invalid: int, figures: Figures, parameters: Parameters) -> LineResult:
    """Everything that is said of one person; levels in the rule set's order."""
    base = base_of(figures, parameters)
    counted = {code: votes[code] for code in parameters.level_codes}
    band = band_of(counted[parameters.against.code], base, parameters)
    return LineResult(
        votes=counted,
        line_invalid=line_invalid,
        invalid=figures.returned - sum(counted.values()),
        base=base,
        shares={code: share(number, base, parameters) for code, number in counted.items()},
        share_texts={code: share_text(number, base, parameters) for code, number in counted.items()},
        band=band,
        band_text=band_text(band, parameters),
        explanations={code: _explanation(code, number, base, band, parameters) for code, number in counted.items()},
    )


def _explanation(code: str, number: int, base: int, band: Threshold | None, parameters: Parameters) -> str:
    """ "25/47 phiếu thu về = 53,19 %; trên 1/2, chưa đến 2/3; căn cứ Nghị quyết 96/2023/QH15, Điều 12"."""
    parts = [f"{number}/{base} {BASE_WORDS[parameters.base]} = {share_text(number, base, parameters)} %"]
    citations = [parameters.citations.get("base", "")]
    if code == parameters.against.code and parameters.thresholds:
        parts.append(band_limits(band, parameters))
        citations.append((band or parameters.thresholds[0]).citation)
    sources = "; ".join(dict.fromkeys(text for text in citations if text))
    if sources:
        parts.append(f"căn cứ {sources}")
    return "; ".join(parts)


def _part(fraction: Fraction) -> str:
    return "nửa" if fraction == Fraction(1, 2) else str(fraction)
