"""Labels of the envelopes in which counted ballots are kept, one a kind of ballot."""

from dataclasses import dataclass

from config.vietnamese import long_date
from reports.presenters.records import board_of, style_name, subject_of
from reports.queries.pack import PackFacts


@dataclass(frozen=True)
class Label:
    style: str
    people: int


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
        board=board_of(facts),
        labels=tuple(Label(style_name(style.name, style.colour), len(style.people)) for style in facts.styles),
    )
