"""What a seal is over: all that a session's sealed minutes say, as one text that is the same everywhere. Pure.

The text is JSON without spaces: a version of this form, then the fields of SealedSession in their order, nested classes
as lists. Whoever reads it needs nothing else: names, rule set and figures are all in it. A field more is a new version,
and texts of every version stay readable: they are on paper. Version 1 is the text of a session without a ballot box,
version 2 that of one with a box. Version 3 has ballots that were cast in two ways: there each person's votes are told
over both, since one of the two may be a handful of ballots, and whoever has the paper reads its codes.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ballots.rules.totals import FIGURES

VERSION, VERSION_WITH_BOX, VERSION_OF_BOTH_WAYS = 1, 2, 3
MOST = 2**31 - 1  # what a whole number of the database holds
SHORT = 16
Shape = TypeVar("Shape")

FAULTS = {
    "nobody": "Không có người nào được lấy phiếu.",
    "present": "Có mặt {present} nhiều hơn triệu tập {summoned}.",
    "returned": "{where}: thu về {returned} khác hợp lệ {valid} + không hợp lệ {wholly_invalid}.",
    "issued": "{where}: thu về {returned} nhiều hơn phát ra {issued}.",
    "printed": "{where}: in {printed} khác phát ra {issued} + hỏng {spoiled} + còn lại {unused}, chưa giải trình.",
    "lines": "{where}: số dòng kết quả khác số người trên phiếu.",
    "line": "{where}, {name}: cộng các mức và phiếu không hợp lệ riêng khác {valid} phiếu hợp lệ.",
}


class Unreadable(ValueError):
    """What was read is no sealed result; the text is a Vietnamese sentence that says what to do."""


@dataclass(frozen=True)
class BoardLine:
    role: str
    name: str
    title: str


@dataclass(frozen=True)
class PersonLine:
    """A line of a ballot as printed; `official` is the code in the register, empty where it is not known."""

    name: str
    title: str
    official: str


@dataclass(frozen=True)
class ChannelCount:
    """Ledger and count of one style in one channel. `lines`: for each person the votes by level, then the ballots that
    are invalid for that person alone; nothing where the style has these lines for all its channels."""

    channel: str
    printed: int | None
    issued: int
    spoiled: int | None
    unused: int | None
    explanation: str
    returned: int
    valid: int
    wholly_invalid: int
    lines: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class SealedStyle:
    """`lines`: as those of a channel, over the ballots of both ways; nothing where each channel has its own."""

    name: str
    colour: str
    people: tuple[PersonLine, ...]
    channels: tuple[ChannelCount, ...]
    lines: tuple[tuple[int, ...], ...] = ()

    @property
    def total_lines(self) -> tuple[tuple[int, ...], ...]:
        """Over all its channels, however it is told."""
        return self.lines or added([count.lines for count in self.channels])

    @property
    def total_figures(self) -> dict[str, int]:
        """The numbers of its ballots by name, over all its channels."""
        return {name: sum(getattr(count, name) for count in self.channels) for name in FIGURES}


@dataclass(frozen=True)
class MinutesText:
    """What the board wrote into its minutes besides the figures; times as those of SealedSession."""

    began_at: str
    ended_at: str
    copies: int | None
    witnesses: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class SealedSession:
    """A counted session. Times are local ones in ISO form, empty where unknown; `sealed_at` is empty in what is
    proposed. The digests are SHA-256 in hex, empty where there is nothing to digest; `levels` are the codes of the rule
    set (for a motion its two); `seat` is the place that the unit's papers are dated at, `trigger`
    what led to a motion, `box` what the minutes say of the ballot box where votes were cast on screen."""

    campaign: str
    campaign_name: str
    year: int
    phase: str
    code: str
    name: str
    kind: str
    is_rehearsal: bool
    held_at: str
    place: str
    chair: str
    unit_code: str
    unit: str
    letterhead: str
    seat: str
    secrecy: str
    rule_set: str
    rule_set_version: int
    rules_digest: str
    levels: tuple[str, ...]
    roll_digest: str
    ballots_digest: str
    total_members: int | None
    summoned: int | None
    present: int | None
    count_version: int
    board: tuple[BoardLine, ...]
    styles: tuple[SealedStyle, ...]
    trigger: str
    box: str
    minutes: MinutesText
    sealed_at: str


BOX, STYLES = ([field.name for field in fields(SealedSession)].index(name) for name in ("box", "styles"))


def added(lines: Sequence[tuple[tuple[int, ...], ...]]) -> tuple[tuple[int, ...], ...]:
    """The lines of several counts of the same people as one; of a faulty text, as far as they go."""
    return tuple(tuple(map(sum, zip(*person, strict=False))) for person in zip(*lines, strict=False))


def canonical(sealed: SealedSession) -> str:
    """The one text of a sealed session."""
    values = list(astuple(sealed))
    version = _version(sealed)
    if version < VERSION_OF_BOTH_WAYS:
        values[STYLES] = [style[:-1] for style in values[STYLES]]
    if version < VERSION_WITH_BOX:
        del values[BOX]
    return json.dumps([version, *values], ensure_ascii=False, separators=(",", ":"))


def _version(sealed: SealedSession) -> int:
    if any(style.lines for style in sealed.styles):
        return VERSION_OF_BOTH_WAYS
    return VERSION_WITH_BOX if sealed.box else VERSION


def _completed(version: int, values: list[Any]) -> list[Any]:
    """The fields of a text with those that its version leaves out."""
    if version < VERSION_WITH_BOX:
        values.insert(BOX, "")
    if version < VERSION_OF_BOTH_WAYS and len(values) > STYLES and isinstance(values[STYLES], list):
        values[STYLES] = [[*style, []] if isinstance(style, list) else style for style in values[STYLES]]
    return values


def digest_of(text: str) -> str:
    """SHA-256 of the text in hex: what is signed, and what people compare."""
    return hashlib.sha256(text.encode()).hexdigest()


def short(digest: str) -> str:
    """The first digits of a digest in groups of four, as printed: "3F2A 91C0 …"."""
    start = digest[:SHORT].upper()
    return " ".join(start[place : place + 4] for place in range(0, SHORT, 4))


def parse(text: str) -> SealedSession:
    """The session of a canonical text. Unreadable unless it is exactly the text that `canonical` gives."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("Nội dung mã xác thực bị hỏng. Quét lại mã trên biên bản.") from None
    if not isinstance(values, list) or not values or type(values[0]) is not int:
        raise Unreadable("Nội dung mã xác thực không phải là kết quả kiểm phiếu. Quét mã ở trang cuối biên bản.")
    version, *parts = values
    if not VERSION <= version <= VERSION_OF_BOTH_WAYS:
        raise Unreadable(f"Mã xác thực theo mẫu phiên bản {version}. Cập nhật phần mềm rồi thử lại.")
    sealed = _shaped(_completed(version, parts), SealedSession)
    if not isinstance(sealed, SealedSession) or canonical(sealed) != text:
        raise Unreadable("Nội dung mã xác thực không đúng mẫu. Quét lại mã trên biên bản.")
    return sealed


def _shaped(value: Any, shape: Any) -> Any:
    """The value as the type `shape`; Unreadable where it is something else."""
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        names = [field.name for field in fields(shape)]
        if isinstance(value, list) and len(value) == len(names):
            shaped = {name: _shaped(part, hints[name]) for name, part in zip(names, value, strict=True)}
            return shape(**shaped)  # type: ignore[operator]
    elif get_origin(shape) is tuple:
        if isinstance(value, list):
            return tuple(_shaped(part, get_args(shape)[0]) for part in value)
    elif _fits(value, get_args(shape) if isinstance(shape, UnionType) else (shape,)):
        return value
    raise Unreadable("Nội dung mã xác thực không đúng mẫu. Quét lại mã trên biên bản.")


def _fits(value: object, kinds: tuple[type, ...]) -> bool:
    if type(value) not in (*kinds, NoneType) or (value is None and NoneType not in kinds):
        return False
    if isinstance(value, str):
        return "\0" not in value and _is_unicode(value)
    return not isinstance(value, int) or 0 <= value <= MOST


def _is_unicode(text: str) -> bool:
    """Without halves of characters, which no database holds."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def faults(sealed: SealedSession) -> tuple[str, ...]:
    """Every law of the numbers (present ≤ summoned; returned = valid + wholly invalid ≤ issued; printed = issued +
    spoiled + unused unless explained; Σ levels + line-invalid = valid) that the session breaks, as sentences."""
    return tuple(_faults(sealed))


def _faults(sealed: SealedSession) -> Iterator[str]:
    if not sealed.styles or not all(style.people and style.channels for style in sealed.styles):
        yield FAULTS["nobody"]
    if (sealed.present or 0) > (sealed.summoned or 0):
        yield FAULTS["present"].format(present=sealed.present, summoned=sealed.summoned)
    for style in sealed.styles:
        for count in style.channels:
            yield from _faults_of_count(style, count)
        yield from _faults_of_lines(sealed, style)


def _faults_of_count(style: SealedStyle, count: ChannelCount) -> Iterator[str]:
    numbers = {"where": style.name, **{field.name: getattr(count, field.name) for field in fields(count)}}
    if count.returned != count.valid + count.wholly_invalid:
        yield FAULTS["returned"].format(**numbers)
    if count.returned > count.issued:
        yield FAULTS["issued"].format(**numbers)
    accounted = count.issued + (count.spoiled or 0) + (count.unused or 0)
    if count.printed is not None and count.printed != accounted and not count.explanation:
        yield FAULTS["printed"].format(**numbers)


def _faults_of_lines(sealed: SealedSession, style: SealedStyle) -> Iterator[str]:
    told = [(count.lines, count.valid) for count in style.channels]
    if style.lines:
        if any(lines for lines, _ in told):
            yield FAULTS["lines"].format(where=style.name)
        told = [(style.lines, sum(valid for _, valid in told))]
    for lines, valid in told:
        if len(lines) != len(style.people):
            yield FAULTS["lines"].format(where=style.name)
            return
        for person, line in zip(style.people, lines, strict=True):
            if len(line) != len(sealed.levels) + 1 or sum(line) != valid:
                yield FAULTS["line"].format(where=style.name, name=person.name, valid=valid)


def in_one(style: SealedStyle) -> ChannelCount:
    """Ledger and count of a style over all its channels; a number that one of them does not know is unknown."""
    return ChannelCount(
        channel=style.channels[0].channel,
        printed=_sum([count.printed for count in style.channels]),
        spoiled=_sum([count.spoiled for count in style.channels]),
        unused=_sum([count.unused for count in style.channels]),
        explanation="; ".join(dict.fromkeys(count.explanation for count in style.channels if count.explanation)),
        lines=style.total_lines,
        **style.total_figures,
    )


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def comparable(sealed: SealedSession, *, is_imported: bool) -> SealedSession:
    """What must stay as it was sealed, whatever is renamed afterwards: without what belongs to campaign, unit,
    officials and the people at the box, and without the time of sealing, which the seal keeps; of an imported session
    also without what only the place that sealed it has. Votes are compared over all channels."""
    styles = tuple(_comparable_style(style, is_imported=is_imported) for style in sealed.styles)
    kept = replace(
        sealed,
        campaign="",
        campaign_name="",
        year=0,
        unit_code="",
        unit="",
        letterhead="",
        seat="",
        secrecy="",
        box="",
        styles=styles,
        sealed_at="",
    )
    return replace(kept, roll_digest="", ballots_digest="", rules_digest="") if is_imported else kept


def _comparable_style(style: SealedStyle, *, is_imported: bool) -> SealedStyle:
    channels = (in_one(style),) if is_imported and style.channels else style.channels
    return replace(
        style,
        people=tuple(replace(person, official="") for person in style.people),
        channels=tuple(replace(count, lines=()) for count in channels),
        lines=style.total_lines,
    )
