"""Labels of the envelopes in which counted ballots are kept, one a kind of ballot."""

from dataclasses import dataclass

from config.vietnamese import long_date
from reports.presenters.records import board_of, colour_name, subject_of
from reports.presenters.wording import at_least_two_digits
from reports.queries.pack import PackFacts, StyleFacts


@dataclass(frozen=True)
class Label:
    """`what`: the colour of the paper and how many people are on it."""

    style: str
    what: str


@dataclass(frozen=True)
class LabelsPaper:
    title: str
    created: str
    superior: str
    issuer: str
    secrecy: str
    mark: str
    subject: str
    held: str
    note: str
    board: str
    labels: tuple[Label, ...]


def labels_paper(facts: PackFacts, mark: str) -> LabelsPaper:
    return LabelsPaper(
        title=facts.texts["label_title"],
        created=facts.held_at.isoformat(timespec="seconds"),
        superior=facts.superior.upper(),
        issuer=facts.issuer.upper(),
        secrecy=facts.secrecy.upper(),
        mark=mark,
        subject=subject_of(facts),
        held=long_date(facts.held_at.date(), facts.place),
        note=facts.texts["label_note"],
        board=board_of(is_party=facts.is_party),
        labels=tuple(Label(style.name, _what(style)) for style in facts.styles),
    )


def _what(style: StyleFacts) -> str:
    people = f"{at_least_two_digits(len(style.people))} người trên phiếu"
    return f"{colour_name(style.colour)}, {people}" if style.colour else people
