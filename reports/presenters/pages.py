"""Results as the pages show them: words, figures, and where each figure comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from ballots.presenters.channels import ChannelsView, channels_view
from ballots.presenters.margins import Judged, NearView, near_views
from campaigns.rules.parameters import Parameters, Threshold
from config.charts import Bar
from config.vietnamese import decimal_comma
from reports.presenters.charts import LegendEntry, bar, legend
from reports.presenters.wording import base_phrase, counted_of, is_motion
from reports.queries.results import PersonResult, SessionResult, StyleResult


@dataclass(frozen=True)
class LevelCell:
    label: str
    votes: str
    share: str
    explanation: str


@dataclass(frozen=True)
class PersonView:
    number: int
    name: str
    title: str
    bar: Bar
    cells: tuple[LevelCell, ...]
    invalid: str
    invalid_explanation: str
    band: str
    band_kind: str
    consequence: str
    subject: int = 0
    follows: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class StyleView:
    name: str
    colour: str
    base: str
    source: str
    facts: tuple[Fact, ...]
    people: tuple[PersonView, ...]
    channels: ChannelsView | None = None


@dataclass(frozen=True)
class SessionView:
    session: SessionResult
    problem: str
    facts: tuple[Fact, ...]
    levels: tuple[str, ...]
    legend: tuple[LegendEntry, ...]
    base_note: str
    styles: tuple[StyleView, ...]

    @property
    def is_motion(self) -> bool:
        return is_motion(self.session.parameters)

    @property
    def columns(self) -> int:
        """Of the table of a style: number, name, levels, invalid, band."""
        return len(self.levels) + 4


def session_view(session: SessionResult, keep: Callable[[PersonResult], bool] | None = None) -> SessionView:
    """`keep` leaves out people; ballots without anybody left are left out too."""
    parameters = session.parameters
    source = parameters.citations.get("base", "")
    styles = [_style_view(style, parameters, keep) for style in session.styles]
    return SessionView(
        session=session,
        problem=session.problem,
        facts=_facts(session),
        levels=tuple(level.label for level in parameters.levels),
        legend=legend(parameters),
        base_note=f"Tỷ lệ % tính trên {base_phrase(parameters)}" + (f" (căn cứ {source})." if source else "."),
        styles=tuple(style for style in styles if style.people or keep is None),
    )


def near_of(session: SessionResult, within: int) -> list[NearView]:
    """Those of the session within so many ballots of a threshold."""
    people = (
        Judged(person.name, person.title, person.line, style.figures.returned)
        for style in session.styles
        for person in style.people
    )
    return near_views(people, session.parameters, within)


def in_band(code: str) -> Callable[[PersonResult], bool]:
    return lambda person: person.line.band is not None and person.line.band.code == code


def _facts(session: SessionResult) -> tuple[Fact, ...]:
    numbers = {
        "Tổng số đại biểu": session.total_members,
        "Được triệu tập": session.summoned,
        "Có mặt": session.present,
        "Vắng": session.absent,
    }
    return tuple(Fact(label, _number(value)) for label, value in numbers.items())


def _style_view(style: StyleResult, parameters: Parameters, keep: Callable[[PersonResult], bool] | None) -> StyleView:
    figures = style.figures
    people = [person for person in style.people if keep is None or keep(person)]
    return StyleView(
        name=style.name,
        colour=style.colour,
        base=counted_of(style.people[0].line.base, parameters) if style.people else "",
        source=", ".join(source[:1].lower() + source[1:] for source in style.sources),
        facts=(
            Fact("Phát ra", _number(figures.issued)),
            Fact("Thu về", _number(figures.returned)),
            Fact("Hợp lệ", _number(figures.valid)),
            Fact("Không hợp lệ", _number(figures.wholly_invalid)),
        ),
        people=tuple(_person_view(person, style, parameters) for person in people),
        channels=channels_view(style.name, style.channels, ((p.number, p.name) for p in people), parameters),
    )


def _person_view(person: PersonResult, style: StyleResult, parameters: Parameters) -> PersonView:
    line = person.line
    return PersonView(
        number=person.number,
        name=person.name,
        title=person.title,
        bar=bar(line, parameters),
        cells=tuple(
            LevelCell(
                label=level.label,
                votes=decimal_comma(line.votes[level.code]),
                share=f"{line.share_texts[level.code]}\u00a0%",
                explanation=line.explanations[level.code],
            )
            for level in parameters.levels
        ),
        invalid=decimal_comma(line.invalid),
        invalid_explanation=_why_invalid(person, style),
        band=line.band_text,
        band_kind=_band_kind(line.band, parameters),
        consequence=f"{line.band.consequence} Căn cứ: {line.band.citation}." if line.band else "",
        subject=person.subject,
        follows=parameters.leads_to_motion(line.band),
    )


def _why_invalid(person: PersonResult, style: StyleResult) -> str:
    marks = " + ".join(decimal_comma(number) for number in person.line.votes.values())
    return (
        f"{_number(style.figures.returned)} phiếu thu về − ({marks}) = {_number(person.line.invalid)}: "
        f"{_number(style.figures.wholly_invalid)} phiếu không hợp lệ toàn bộ, {_number(person.line.line_invalid)} "
        "phiếu không hợp lệ riêng ở dòng này."
    )


def _band_kind(band: Threshold | None, parameters: Parameters) -> str:
    """How the badge of the band looks: the last threshold is the gravest."""
    if band is None:
        return ""
    return "bad" if band == parameters.thresholds[-1] else "warn"


def _number(value: int | None) -> str:
    return "–" if value is None else decimal_comma(value)
