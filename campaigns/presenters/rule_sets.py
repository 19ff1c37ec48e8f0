"""A rule set's page as data: every parameter in words, with what the text says and whether that is confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from campaigns.models import RuleSet
from campaigns.rules.dossiers import DEADLINES
from campaigns.rules.paper_texts import LABELS
from campaigns.rules.parameters import Base, Exclusion, Parameters, Rounding, Stance, Threshold
from campaigns.rules.quorum import BASE_WORDS
from campaigns.rules.reasons import EXCLUSION_REASONS
from config.vietnamese import short_date
from officials.models import BallotGroup, Regime, Tier, UnitKind

BASES = {
    Base.COLLECTED: "tổng số phiếu thu về",
    Base.ISSUED: "tổng số phiếu phát ra",
    Base.VALID: "tổng số phiếu hợp lệ",
    Base.TOTAL_MEMBERS: "tổng số đại biểu (ủy viên)",
    Base.PRESENT: "số đại biểu có mặt",
}
ROUNDINGS = {Rounding.HALF_UP: "làm tròn nửa lên", Rounding.TRUNCATE: "cắt bỏ phần sau"}
STANCES = {Stance.OUT: "không lấy phiếu", Stance.IN: "lấy phiếu", Stance.ASK: "quyết định từng trường hợp"}
PLACES = {"unit": "", "council": " (HĐND cùng địa bàn)", "subordinates": ""}
VALIDITY = {
    "not_of_board_invalid": "Phiếu không do ban kiểm phiếu phát ra",
    "struck_name_invalid": "Phiếu gạch, sửa tên người được lấy phiếu",
    "added_name_invalid": "Phiếu viết thêm tên người khác",
    "signed_invalid": "Phiếu có chữ ký",
    "no_stamp_invalid": "Phiếu không có dấu treo",
}


@dataclass(frozen=True)
class Row:
    """One parameter: its name in words, its values, what the text says, where, and whether that is confirmed."""

    name: str
    values: tuple[str, ...]
    note: str
    citation: str
    is_confirmed: bool


Show = Callable[[Parameters], tuple[str, ...]]


def _fraction(fraction: Fraction) -> str:
    return f"{fraction.numerator}/{fraction.denominator}"


def _threshold(threshold: Threshold) -> str:
    sign = "từ" if threshold.inclusive else "trên"
    return f"{threshold.label} ({sign} {_fraction(threshold.fraction)}): {threshold.consequence} {threshold.citation}."


def _exclusion(exclusion: Exclusion) -> str:
    label = EXCLUSION_REASONS[exclusion.reason].label
    months = f", từ {exclusion.months} tháng" if exclusion.months else ""
    return f"{label}{months}: {STANCES[exclusion.stance]} ({exclusion.citation})"


def _labels(choices: type[Regime] | type[Tier] | type[UnitKind], values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(choices(value).label) for value in values)


def _venues(rules: Parameters) -> tuple[str, ...]:
    groups = [", ".join(_labels(UnitKind, kinds)) for kinds in rules.venue_priority]
    return tuple(f"{place}. {group}" for place, group in enumerate([*groups, "Nơi công tác khác"], 1))


def _voters(rules: Parameters) -> tuple[str, ...]:
    return tuple(
        f"{BallotGroup(group).label}: " + "; ".join(f"{rule.label}{PLACES[rule.at]}" for rule in voters)
        for group, voters in rules.voter_rules.items()
    )


def _validity(rules: Parameters) -> tuple[str, ...]:
    verdicts = {True: "không hợp lệ", False: "vẫn hợp lệ"}
    return tuple(f"{VALIDITY[name]}: {verdicts[invalid]}" for name, invalid in rules.ballot_validity.items())


def _texts(rules: Parameters) -> tuple[str, ...]:
    return tuple(f"{label}: {rules.texts[name]}" for name, label in LABELS.items() if rules.texts.get(name))


# parameter, its name in words, how it is shown, the key of its citation
ROWS: tuple[tuple[str, str, Show, str], ...] = (
    ("regimes", "Áp dụng cho", lambda r: _labels(Regime, r.regimes), ""),
    ("tiers", "Cấp trong phạm vi", lambda r: _labels(Tier, r.tiers), ""),
    (
        "tiers_until",
        "Cấp đã kết thúc",
        lambda r: tuple(f"{Tier(tier).label}: hết ngày {short_date(day)}" for tier, day in r.tiers_until.items()),
        "",
    ),
    ("exclusions", "Từng loại trường hợp", lambda r: tuple(_exclusion(e) for e in r.exclusions), ""),
    ("venue_cap", "Số nơi lấy phiếu tối đa", lambda r: (str(r.venue_cap),), "venue"),
    ("venue_priority", "Thứ tự ưu tiên nơi lấy phiếu", _venues, "venue"),
    (
        "mid_term_years",
        "Năm lấy phiếu",
        lambda r: (f"năm {r.mid_term_years[0]}, rồi mỗi {r.mid_term_years[1]} năm",),
        "timing",
    ),
    (
        "not_before",
        "Sớm nhất trong năm",
        lambda r: tuple(f"{Regime(regime).label}: từ {day[3:]}/{day[:2]}" for regime, day in r.not_before.items()),
        "timing",
    ),
    ("quorum", "Số có mặt tối thiểu", lambda r: (f"{_fraction(r.quorum)} {BASE_WORDS[r.quorum_base]}",), "quorum"),
    ("levels", "Các mức trên phiếu", lambda r: tuple(level.label for level in r.levels), "base"),
    ("base", "Mẫu số của tỷ lệ phần trăm", lambda r: (BASES[r.base],), "base"),
    (
        "rounding",
        "Làm tròn tỷ lệ",
        lambda r: (
            f"{r.decimals} chữ số thập phân, {ROUNDINGS[r.rounding]}",
            "giữ số 0 ở cuối" if r.keep_trailing_zeros else "bỏ số 0 ở cuối",
        ),
        "",
    ),
    ("thresholds", "Ngưỡng và hệ quả", lambda r: tuple(_threshold(t) for t in r.thresholds), ""),
    ("ballot_validity", "Phiếu hợp lệ", _validity, "invalid"),
    ("voter_rules", "Thành phần ghi phiếu", _voters, "voters"),
    (
        "subjects_vote",
        "Người được lấy phiếu ghi phiếu",
        lambda r: ("có, tại hội nghị của mình" if r.subjects_vote else "chỉ khi thuộc thành phần ghi phiếu",),
        "voters",
    ),
    (
        "screen_casting",
        "Ghi phiếu trên màn hình",
        lambda r: ("cho phép, chọn ở từng hội nghị" if r.screen_casting else "không dùng",),
        "",
    ),
    ("smallest_group", "Nhóm nhỏ nhất được tách số liệu", lambda r: (f"{r.smallest_group} người",), ""),
    ("board_size", "Số người ban kiểm phiếu", lambda r: (f"{r.board_size[0]}–{r.board_size[1]} người",), "board"),
    (
        "dossier_days",
        "Thời hạn trước hội nghị",
        lambda r: tuple(f"{DEADLINES[step]}: {days} ngày" for step, days in r.dossier_days.items()),
        "dossier",
    ),
    (
        "motion",
        "Bỏ phiếu tín nhiệm",
        lambda r: (
            *(level.label for level in r.motion.levels),
            *(f"{threshold.label}: {threshold.consequence}" for threshold in r.motion.thresholds),
        ),
        "motion",
    ),
    ("texts", "Lời văn của mẫu giấy tờ", _texts, ""),
)


def rows_of(rule_set: RuleSet) -> list[Row]:
    """Every parameter of the version, in the order in which a campaign meets it."""
    rules = rule_set.rules
    return [
        Row(name, show(rules), rules.notes.get(key, ""), rules.citations.get(cited, ""), key not in rules.unconfirmed)
        for key, name, show, cited in ROWS
    ]


@dataclass(frozen=True)
class Comparison:
    """A parameter in which a version differs from the one before it."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def differences_between(older: RuleSet, newer: RuleSet) -> list[Comparison]:
    return [
        Comparison(old.name, old.values, new.values)
        for old, new in zip(rows_of(older), rows_of(newer), strict=True)
        if old.values != new.values
    ]
