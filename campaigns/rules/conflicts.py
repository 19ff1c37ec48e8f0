"""What speaks against holding a session at a time and place: in the form, the preview, the calendar and the refusal
alike. Pure.

What cannot be blocks; order and deadlines warn and are answered with a reason (Quy định 96-QĐ/TW, Điều 4: in 2023 the
legal order was reversed in practice); a note only informs. Rooms are the same when their names are, without regard to
diacritics and capitals; a place that is not known never conflicts. People are told apart by the register.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from config.vietnamese import search_key, short_date, tidy


class Weight(StrEnum):
    """Whether a conflict refuses, asks for a reason, or only informs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named for a session; `id` where the register knows them."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as the timetable sees it. `address` is (campaign's code, session's code) where the reader may open
    it; times are local."""

    id: int
    label: str
    starts: datetime
    ends: datetime
    place: str = ""
    chair: Person | None = None
    board: tuple[Person, ...] = ()
    ballot: tuple[Person, ...] = ()
    address: tuple[str, str] | None = None

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def room(self) -> str:
        return _room(self.place)

    @property
    def hours(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M} ngày {short_date(self.day)}"

    @property
    def leaders(self) -> dict[int, str]:
        """Who must be there: chair and counting board, by their ids in the register."""
        people = (self.chair, *self.board)
        return {person.id: person.name for person in people if person is not None and person.id is not None}

    @property
    def voted_on(self) -> dict[int, str]:
        return {person.id: person.name for person in self.ballot if person.id is not None}

    def overlaps(self, other: "Slot") -> bool:
        return self.starts < other.ends and other.starts < self.ends


@lru_cache(maxsize=10_000)
def _room(place: str) -> str:
    """Places come again and again while many sessions are compared."""
    return search_key(place)


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """From when to when the sessions of a phase begin, besides the one that is looked at; `citation` is where its rule
    set says when it is held."""

    position: int
    name: str
    first: datetime
    last: datetime
    citation: str = ""


@dataclass(frozen=True)
class Frame:
    """What the campaign and the phase ask of a session's day. `dossier_days` and `citations` are the rule set's;
    `steps` words its steps."""

    year: int | None
    deadline: date | None
    position: int
    earliest: date | None
    latest: date | None
    dossier_days: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[PhaseSpan, ...] = ()

    def of(self, *, is_motion: bool) -> "Frame":
        """For a motion only what holds of every meeting: it follows a result, not the campaign's plan."""
        if not is_motion:
            return self
        return replace(self, year=None, deadline=None, earliest=None, latest=None, dossier_days={}, spans=())


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a session; `numbers` go into its sentence, `other` is the session it meets."""

    code: str
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    citation: str = ""
    other: Slot | None = None

    @property
    def weight(self) -> Weight:
        return SENTENCES[self.code][0]

    @property
    def label(self) -> str:
        """A few words, for a calendar."""
        return SENTENCES[self.code][1]

    @property
    def sentence(self) -> str:
        text = SENTENCES[self.code][2].format_map(self.numbers)
        return f"{text} Căn cứ: {self.citation}." if self.citation else text


# code: weight, a few words, the sentence that says what to do
SENTENCES: dict[str, tuple[Weight, str, str]] = {
    "same_room": (
        Weight.BLOCK,
        "trùng địa điểm",
        "Địa điểm “{place}” đã dành cho {other}, {hours}. Đổi giờ hoặc địa điểm; nếu là phòng khác, ghi rõ tên phòng.",
    ),
    "in_two_sessions": (
        Weight.BLOCK,
        "trùng người điều hành",
        "{names} cùng lúc chủ trì hoặc kiểm phiếu ở {other}, {hours}. Đổi giờ hoặc đổi người.",
    ),
    "board_on_ballot": (
        Weight.BLOCK,
        "người kiểm phiếu có tên trên phiếu",
        "{names} có tên trên phiếu nên không được vào ban kiểm phiếu. Thay người; nếu chỉ trùng tên, ghi mã cán bộ.",
    ),
    "chair_on_ballot": (
        Weight.WARN,
        "chủ trì có tên trên phiếu",
        "Người chủ trì {names} có tên trên phiếu. Đổi người chủ trì, hoặc ghi lý do.",
    ),
    "wanted_elsewhere": (
        Weight.WARN,
        "trùng người",
        "{names} cùng lúc có tên trên phiếu hoặc điều hành ở {other}, {hours}. Đổi giờ, hoặc ghi lý do.",
    ),
    "outside_year": (Weight.WARN, "ngoài năm của đợt", "Ngày {day} không thuộc năm {year} của đợt."),
    "after_deadline": (
        Weight.WARN,
        "sau hạn của đợt",
        "Ngày {day} sau hạn hoàn thành {deadline} của đợt, chậm {late} ngày.",
    ),
    "before_phase": (
        Weight.WARN,
        "trước giai đoạn",
        "Ngày {day} trước ngày sớm nhất {earliest} của giai đoạn.",
    ),
    "after_phase": (Weight.WARN, "sau giai đoạn", "Ngày {day} sau ngày muộn nhất {latest} của giai đoạn."),
    "earlier_phase_later": (
        Weight.WARN,
        "sai thứ tự giai đoạn",
        "Giai đoạn trước ({phase}) còn hội nghị ngày {other_day}, sau hội nghị này.",
    ),
    "later_phase_earlier": (
        Weight.WARN,
        "sai thứ tự giai đoạn",
        "Giai đoạn sau ({phase}) đã có hội nghị ngày {other_day}, trước hội nghị này.",
    ),
    "dossier_short": (
        Weight.WARN,
        "không đủ ngày cho hồ sơ",
        "Còn {left} ngày, không kịp các hạn hồ sơ: {steps}.",
    ),
    "in_the_past": (Weight.WARN, "ngày đã qua", "Ngày {day} đã qua. Kiểm tra lại ngày, hoặc ghi lý do."),
    "weekend": (Weight.NOTE, "ngày nghỉ", "Ngày {day} là {weekday}."),
    "holiday": (Weight.NOTE, "ngày lễ", "Ngày {day} là ngày lễ, nghỉ làm việc."),
}
# The holidays with a fixed day (Bộ luật Lao động 2019, Điều 112); those of the lunar year are not known here.
HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
WEEKEND = {5: "thứ Bảy", 6: "Chủ nhật"}


def conflicts(slot: Slot, frame: Frame, others: Iterable[Slot], today: date) -> tuple[Conflict, ...]:
    """Everything that speaks against the session, what blocks first. `others` are sessions that may overlap."""
    found = [*meetings(slot, others), *standing(slot, frame), *_by_today(slot, frame, today), *_day_off(slot.day)]
    return tuple(sorted(found, key=lambda conflict: list(Weight).index(conflict.weight)))


def blocking(found: Iterable[Conflict]) -> list[Conflict]:
    return [conflict for conflict in found if conflict.weight == Weight.BLOCK]


def to_answer(found: Iterable[Conflict], before: Iterable[Conflict] = ()) -> list[Conflict]:
    """The warnings that need a reason: those that stood `before` the change have had theirs."""
    old = {conflict.sentence for conflict in before}
    return [conflict for conflict in found if conflict.weight == Weight.WARN and conflict.sentence not in old]


def standing(slot: Slot, frame: Frame) -> Iterator[Conflict]:
    """What speaks against the session by itself, on whatever day one looks."""
    yield from board_conflicts(slot.board, slot.ballot, frame.citations.get("board", ""))
    if slot.chair is not None and (named := _same_people([slot.chair], slot.ballot)):
        yield Conflict("chair_on_ballot", {"names": ", ".join(named)})
    yield from _by_windows(slot.day, frame)
    yield from _by_order(slot, frame)


def board_conflicts(board: Iterable[Person], ballot: Sequence[Person], citation: str) -> Iterator[Conflict]:
    """Nobody on the ballot counts it (Nghị quyết 71/2022/QH15, Điều 29). Somebody whom the register does not know is
    taken for the person of the same name."""
    if named := _same_people(board, ballot):
        yield Conflict("board_on_ballot", {"names": ", ".join(named)}, citation)


def meetings(slot: Slot, others: Iterable[Slot]) -> Iterator[Conflict]:
    """Where the session meets others that overlap with it: one room, one person in two places."""
    for other in others:
        if other.id != slot.id and slot.overlaps(other):
            yield from _meeting(slot, other)


def clashes(slots: Iterable[Slot]) -> dict[int, list[Conflict]]:
    """The meetings of all these sessions with each other, by session: one sweep over time for each room and person,
    so that the work grows with the sessions, not with their pairs."""
    found: dict[int, list[Conflict]] = defaultdict(list)
    for first, second in _pairs(slots):
        found[first.id].extend(_meeting(first, second))
        found[second.id].extend(_meeting(second, first))
    return dict(found)


class Diary:
    """Sessions by the days they touch: what overlaps with another one is found without looking at all of them."""

    def __init__(self, slots: Iterable[Slot] = ()) -> None:
        self._days: dict[date, list[Slot]] = defaultdict(list)
        for slot in slots:
            self.add(slot)

    def add(self, slot: Slot) -> None:
        for day in _days_of(slot):
            self._days[day].append(slot)

    def around(self, slot: Slot) -> list[Slot]:
        """The sessions that overlap with this one, itself left out."""
        near = {other.id: other for day in _days_of(slot) for other in self._days.get(day, ())}
        return [other for other in near.values() if other.id != slot.id and other.overlaps(slot)]


def _days_of(slot: Slot) -> Iterator[date]:
    for number in range((slot.ends.date() - slot.day).days + 1):
        yield slot.day + timedelta(days=number)


def _pairs(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Overlapping sessions that share a room or a person, each pair once."""
    shared: dict[tuple[str, int | str], list[Slot]] = defaultdict(list)
    for slot in sorted(slots, key=lambda slot: (slot.starts, slot.id)):
        if slot.room:
            shared["room", slot.room].append(slot)
        for person in slot.leaders.keys() | slot.voted_on.keys():
            shared["person", person].append(slot)
    pairs: dict[tuple[int, int], tuple[Slot, Slot]] = {}
    for users in shared.values():
        running: list[Slot] = []
        for slot in users:
            running = [other for other in running if other.ends > slot.starts]
            pairs |= {(other.id, slot.id): (other, slot) for other in running if other.overlaps(slot)}
            running.append(slot)
    return list(pairs.values())


def _meeting(slot: Slot, other: Slot) -> Iterator[Conflict]:
    named: dict[str, int | str] = {"other": other.label, "hours": other.hours}
    if slot.room and slot.room == other.room:
        yield Conflict("same_room", {**named, "place": tidy(slot.place)}, other=other)
    leading = {key: name for key, name in slot.leaders.items() if key in other.leaders}
    if leading:
        yield Conflict("in_two_sessions", {**named, "names": ", ".join(leading.values())}, other=other)
    people, others = slot.voted_on | slot.leaders, other.voted_on | other.leaders
    wanted = [name for key, name in people.items() if key in others and key not in leading]
    if wanted:
        yield Conflict("wanted_elsewhere", {**named, "names": ", ".join(wanted)}, other=other)


def _same_people(people: Iterable[Person], ballot: Sequence[Person]) -> list[str]:
    """The names of those who stand on the ballot: by the register where it knows both, else by their names."""
    ids = {person.id for person in ballot if person.id is not None}
    names = {tidy(person.name).casefold() for person in ballot}
    unknown = {tidy(person.name).casefold() for person in ballot if person.id is None}

    def is_on(person: Person) -> bool:
        name = tidy(person.name).casefold()
        return name in names if person.id is None else person.id in ids or name in unknown

    return [person.name for person in people if is_on(person)]


def _by_windows(day: date, frame: Frame) -> Iterator[Conflict]:
    shown = short_date(day)
    if frame.year is not None and day.year != frame.year:
        yield Conflict("outside_year", {"day": shown, "year": frame.year})
    if frame.deadline and day > frame.deadline:
        late = (day - frame.deadline).days
        yield Conflict("after_deadline", {"day": shown, "deadline": short_date(frame.deadline), "late": late})
    if frame.earliest and day < frame.earliest:
        yield Conflict("before_phase", {"day": shown, "earliest": short_date(frame.earliest)})
    if frame.latest and day > frame.latest:
        yield Conflict("after_phase", {"day": shown, "latest": short_date(frame.latest)})


def _by_order(slot: Slot, frame: Frame) -> Iterator[Conflict]:
    """Sessions of an earlier phase come first, those of a later phase afterwards; one day may hold both."""
    citation = frame.citations.get("timing", "")
    for span in frame.spans:
        if span.position < frame.position and span.last.date() > slot.day:
            numbers: dict[str, int | str] = {"phase": span.name, "other_day": short_date(span.last.date())}
            yield Conflict("earlier_phase_later", numbers, citation)
        if span.position > frame.position and span.first.date() < slot.day:
            numbers = {"phase": span.name, "other_day": short_date(span.first.date())}
            yield Conflict("later_phase_earlier", numbers, span.citation)


def _by_today(slot: Slot, frame: Frame, today: date) -> Iterator[Conflict]:
    left = (slot.day - today).days
    if left < 0:
        yield Conflict("in_the_past", {"day": short_date(slot.day)})
        return
    short = {step: days for step, days in frame.dossier_days.items() if days > left}
    if short:
        steps = "; ".join(
            f"{frame.steps.get(step, step)} (trước {days} ngày, thiếu {days - left})" for step, days in short.items()
        )
        yield Conflict("dossier_short", {"left": left, "steps": steps}, frame.citations.get("dossier", ""))


def _day_off(day: date) -> Iterator[Conflict]:
    if (day.month, day.day) in HOLIDAYS:
        yield Conflict("holiday", {"day": short_date(day)})
    elif day.weekday() in WEEKEND:
        yield Conflict("weekend", {"day": short_date(day), "weekday": WEEKEND[day.weekday()]})


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a holiday with a fixed day."""
    return not any(_day_off(day))
