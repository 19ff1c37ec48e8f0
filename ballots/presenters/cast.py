"""What a voter's pages show: where a session stands, its ballots with what is marked, and the answers' even sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ballots.models import BallotBox, Kiosk
from ballots.queries.check_in import BEFORE_VOTING
from ballots.rules.slips import UNMARKED
from campaigns.models import BallotStyle, CampaignState, Subject

BLANK_LABEL = "Bỏ trống"
PADDED_TO = 8192
FIELD, BLANK = "m", "0"  # a mark is sent as m<person>=<one character>

# Seconds after which a shared device without script goes back to its hand-over page by itself, by the step it shows.
# Nothing tells such a page that somebody is still writing, so the time for it is that of a slow voter with a long
# ballot; with script it asks after a minute without a touch (static/js/cast.js). A code is short, and who was told that
# no ballot is taken has read it soon. The last page says nothing of the ballot and is gone at once for the next voter.
WRITING, ENTERING, TOLD, SENT = 600, 120, 120, 5
KIOSK_RETURNS = {"entry": ENTERING, "ballots": WRITING, "review": WRITING, "state": TOLD, "sent": SENT}


@dataclass(frozen=True)
class Place:
    """The box before which a voter stands, and the kiosk where it is one."""

    box: BallotBox
    kiosk: Kiosk | None = None
    is_kiosk: bool = False

    def address_of(self, step: str) -> str:
        return reverse(f"{'kiosk' if self.is_kiosk else 'cast'}-{step}", args=[self.box.address])

    @property
    def addresses(self) -> "Addresses":
        return Addresses(self)

    def returns_after(self, step: str) -> int | None:
        """A voter's own device stays where it is."""
        return KIOSK_RETURNS.get(step) if self.is_kiosk else None

    @property
    def may_be_used(self) -> bool:
        """A voter's own device always, a shared one while it is enrolled."""
        return not self.is_kiosk or (self.kiosk is not None and not self.kiosk.is_revoked)

    @property
    def is_open(self) -> bool:
        return self.box.takes_ballots

    @property
    def is_early(self) -> bool:
        """Whether the voting is still to come."""
        return self.box.session.state in BEFORE_VOTING and self.box.session.campaign.state != CampaignState.ARCHIVED


class Addresses(dict[str, str]):
    """Of the steps by name, each made when a page shows it. `code` asks for a code, which is the first page on a
    voter's own device."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place

    def __missing__(self, step: str) -> str:
        return self.place.address_of("home" if step == "code" and not self.place.is_kiosk else step)


@dataclass(frozen=True)
class Choice:
    """`mark`: the one character that is sent."""

    mark: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One person on a ballot. `field`: the name under which the mark is sent; `portrait` and `report`: where the photo
    and the self-report are, empty where there is none."""

    field: str
    number: int
    name: str
    title: str
    choices: tuple[Choice, ...]
    portrait: str
    report: str

    @property
    def initials(self) -> str:
        """Stand where others have a photo."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))

    @property
    def is_blank(self) -> bool:
        return self.choices[-1].is_chosen

    @property
    def mark(self) -> str:
        return next(choice.mark for choice in self.choices if choice.is_chosen)


@dataclass(frozen=True)
class ScreenBallot:
    number: int
    name: str
    lines: tuple[Line, ...]

    @property
    def blanks(self) -> int:
        return sum(line.is_blank for line in self.lines)

    @property
    def has_portraits(self) -> bool:
        return any(line.portrait for line in self.lines)


def screen_ballots(box: BallotBox, styles: Sequence[BallotStyle], marks: Mapping[int, str]) -> list[ScreenBallot]:
    """The ballots as they are filled in; whoever has no mark, or an unknown one, is left empty."""
    levels = box.session.rules.levels
    options = [(str(number), level.code, level.label) for number, level in enumerate(levels, 1)]
    options.append((BLANK, UNMARKED, BLANK_LABEL))
    known = {code for _, code, _ in options}

    def line(person: Subject, number: int) -> Line:
        chosen = marks.get(person.pk, UNMARKED)
        chosen = chosen if chosen in known else UNMARKED
        choices = tuple(Choice(mark, label, code == chosen) for mark, code, label in options)
        shown: Any = person  # with what printed_styles adds
        portrait = reverse("cast-portrait", args=[box.address, person.pk]) if shown.has_portrait else ""
        report = reverse("cast-self-report", args=[box.address, person.pk]) if shown.has_report else ""
        return Line(f"{FIELD}{person.pk}", number, person.printed_name, person.printed_title, choices, portrait, report)

    return [
        ScreenBallot(
            number,
            style.name,
            tuple(line(person, place) for place, person in enumerate(style.subjects.all(), 1)),
        )
        for number, style in enumerate(styles, 1)
    ]


def padded(html: str) -> bytes:
    """The page filled up to a whole number of blocks, so that its size tells nothing about what it shows."""
    page = html.encode()
    return page + b"\n" * (-len(page) % PADDED_TO)
