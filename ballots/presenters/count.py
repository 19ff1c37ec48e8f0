"""Results and the state of the two entries as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ballots.models import TotalsKeying
from ballots.presenters.channels import ChannelsView, channels_view
from ballots.queries.counts import StyleCount
from ballots.rules.codes import board_text
from ballots.rules.results import Figures, LineResult, line_result
from ballots.rules.totals import Layout, Problem, cell, figures_of, line_invalid_of
from campaigns.rules.parameters import Parameters


@dataclass(frozen=True)
class PersonView:
    number: int
    name: str
    title: str
    cells: tuple[tuple[str, int, str, str], ...]  # level, votes, share, explanation
    invalid: int
    band_text: str
    is_over: bool


@dataclass(frozen=True)
class ResultView:
    name: str
    figures: Figures
    levels: tuple[str, ...]
    people: tuple[PersonView, ...]
    channels: ChannelsView | None = None


@dataclass(frozen=True)
class PassView:
    """One of the two entries: who, and how far; never what."""

    number: int
    who: str
    state: str
    label: str


def counted_results(styles: Iterable[StyleCount], parameters: Parameters) -> list[ResultView]:
    """The results of a session that is counted."""
    return [
        replace(
            _result(
                counted.style.name,
                counted.figures,
                [(p.subject.printed_name, p.subject.printed_title, p.result) for p in counted.people],
                parameters,
            ),
            channels=channels_view(
                counted.style.name,
                counted.channels,
                [(number, p.subject.printed_name) for number, p in enumerate(counted.people, 1)],
                parameters,
            ),
        )
        for counted in styles
    ]


def agreed_results(layout: Layout, numbers: Mapping[str, int]) -> list[ResultView]:
    """What the result will be when the board confirms two equal entries."""
    views = []
    for style in layout.styles:
        figures = figures_of(layout, style, numbers)
        people = []
        for line in style.lines:
            votes = {code: numbers[cell(line.place, code)] for code in layout.parameters.level_codes}
            invalid = line_invalid_of(layout, style, line, numbers)
            people.append((line.name, line.title, line_result(votes, invalid, figures, layout.parameters)))
        views.append(_result(style.name, figures, people, layout.parameters))
    return views


def passes_of(keyings: Sequence[TotalsKeying]) -> list[PassView]:
    """Both passes in order; one that nobody has begun is there, too."""
    by_number = {keying.number: keying for keying in keyings}
    return [_pass(number, by_number.get(number)) for number in (1, 2)]


def concerns(problems: Sequence[Problem], keyings: Sequence[TotalsKeying]) -> list[dict[str, Any]]:
    """What is wrong or odd in the agreed totals, in the board's words, with what each typist wrote about it."""
    return [
        {
            "code": problem.code,
            "text": board_text(problem),
            "blocks": problem.blocks,
            "answers": [
                (k.by.full_name, k.explanations[problem.key]) for k in keyings if problem.key in k.explanations
            ],
        }
        for problem in problems
    ]


def _pass(number: int, keying: TotalsKeying | None) -> PassView:
    if keying is None:
        return PassView(number, "", "", "Chưa ai nhập")
    if keying.is_submitted:
        return PassView(number, keying.by.full_name, "done", "Đã nộp")
    if keying.returned:
        return PassView(number, keying.by.full_name, "differs", "Đang nhập lại các ô khác nhau")
    return PassView(number, keying.by.full_name, "running", "Đang nhập")


def _result(
    name: str, figures: Figures, people: Sequence[tuple[str, str, LineResult]], parameters: Parameters
) -> ResultView:
    return ResultView(
        name=name,
        figures=figures,
        levels=tuple(level.label for level in parameters.levels),
        people=tuple(
            PersonView(
                number=number,
                name=person,
                title=title,
                cells=tuple(
                    (
                        level.label,
                        result.votes[level.code],
                        result.share_texts[level.code],
                        result.explanations[level.code],
                    )
                    for level in parameters.levels
                ),
                invalid=result.invalid,
                band_text=result.band_text,
                is_over=result.band is not None,
            )
            for number, (person, title, result) in enumerate(people, 1)
        ),
    )
