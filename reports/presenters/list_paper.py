"""The list of people voted on, as an annex that is printed and as sheets; nothing is computed after this."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from campaigns.models import Campaign, ListVersion
from campaigns.queries.lists import ListRow
from campaigns.rules.ballot_lines import GROUP_ORDER
from config.vietnamese import decimal_comma, long_date
from officials.models import BallotGroup, Letterhead
from officials.rules.titles import full_title
from reports.presenters.wording import DRAFT, PLACE_DOTS, lower_first, or_dots

VOTE = "lấy phiếu tín nhiệm"


@dataclass(frozen=True)
class PaperRow:
    """Somebody with all the titles under the heading. `number` runs through the whole section."""

    number: int
    code: str
    name: str
    title: str
    group: str


@dataclass(frozen=True)
class PaperGroup:
    heading: str
    code: str
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True)
class ListPaper:
    """`by_unit` and `by_group` are the same people twice. `mark` is printed across where nobody approved the list."""

    is_party: bool
    superior: str
    body: str
    place_and_date: str
    secrecy: str
    title: str
    subject: str
    attached_to: str
    summary: str
    by_unit: tuple[PaperGroup, ...]
    by_group: tuple[PaperGroup, ...]
    digest: str
    mark: str
    created: str


@dataclass(frozen=True)
class Section:
    """A table of the paper; one that goes on has no heading."""

    heading: str
    has_group: bool
    groups: tuple[PaperGroup, ...]


@dataclass(frozen=True)
class Part:
    """So many groups that they are set at once, with what stands before them."""

    is_continued: bool
    sections: tuple[Section, ...]


def parts_of(paper: ListPaper, most_rows: int) -> list[Part]:
    """The paper in parts of about as many rows, broken between groups; one part where everything fits."""
    sections = (
        Section("I. THEO ĐƠN VỊ", True, paper.by_unit),  # noqa: FBT003
        Section("II. THEO NHÓM CHỨC DANH", False, paper.by_group),  # noqa: FBT003
    )
    if sum(len(group.rows) for section in sections for group in section.groups) <= most_rows:
        return [Part(is_continued=False, sections=sections)]
    pieces = [piece for section in sections for piece in _pieces(section, most_rows)]
    return [Part(is_continued=at > 0, sections=(piece,)) for at, piece in enumerate(pieces)]


def _pieces(section: Section, most_rows: int) -> Iterable[Section]:
    taken: list[PaperGroup] = []
    is_first = True
    for group in _short(section.groups, most_rows):
        if taken and sum(len(other.rows) for other in taken) + len(group.rows) > most_rows:
            yield Section(section.heading if is_first else "", section.has_group, tuple(taken))
            taken, is_first = [], False
        taken.append(group)
    yield Section(section.heading if is_first else "", section.has_group, tuple(taken))


def _short(groups: Iterable[PaperGroup], most_rows: int) -> Iterable[PaperGroup]:
    """Groups that are too long themselves come in several, each under the same heading."""
    for group in groups:
        for start in range(0, len(group.rows), most_rows):
            heading = group.heading if start == 0 else f"{group.heading} (tiếp theo)"
            yield PaperGroup(heading, group.code, group.rows[start : start + most_rows])


def list_paper(campaign: Campaign, version: ListVersion | None, rows: Sequence[ListRow], digest: str) -> ListPaper:
    """The annex to the version, or a draft of the list as it stands (`version` None or not approved)."""
    is_approved = version is not None and version.state == ListVersion.State.APPROVED
    organiser = campaign.organiser
    number = version.document_number if version is not None and is_approved else ""
    day = version.document_date if version is not None and is_approved else None
    superior = organiser.parent.name.upper() if organiser and organiser.parent else ""
    people = len({row.official for row in rows})
    return ListPaper(
        is_party=organiser is not None and organiser.letterhead == Letterhead.PARTY,
        superior=superior,
        body=organiser.name.upper() if organiser else or_dots(""),
        place_and_date=long_date(day, (organiser.place if organiser else "") or PLACE_DOTS),
        secrecy=campaign.get_secrecy_display().upper() if campaign.secrecy else "",
        title="DANH SÁCH ĐIỀU CHỈNH" if version is not None and version.is_amendment else "DANH SÁCH",
        subject=_subject(campaign.name),
        attached_to=f"(Kèm theo văn bản số {or_dots(number)} {long_date(day)})",
        summary=f"Danh sách có {decimal_comma(people)} người với {decimal_comma(len(rows))} chức vụ.",
        by_unit=tuple(_by_unit(rows)),
        by_group=tuple(_by_group(rows)),
        digest=digest,
        mark="" if is_approved else DRAFT,
        created=(day or campaign.vote_on).isoformat(),
    )


def _subject(name: str) -> str:
    """ "Cán bộ được lấy phiếu tín nhiệm năm 2028", without saying it twice."""
    if name.lower().startswith(VOTE):
        return f"Cán bộ được {lower_first(name)}"
    return f"Cán bộ được {VOTE}, {name}"


def _by_unit(rows: Sequence[ListRow]) -> Iterable[PaperGroup]:
    """The units in the order of the list; somebody with several titles at a unit stands there once."""
    number = 0
    for (code, unit), found in groupby(rows, key=lambda row: (row.line.unit_code, row.line.unit)):
        lines = []
        for held in _by_official(found):
            number += 1
            first = held[0].line
            titles = "; ".join(dict.fromkeys(row.line.title for row in held))
            group = _group_label(first.group).removeprefix("Khối ")
            lines.append(PaperRow(number, first.official_code, first.name, titles, f"{group[:1].upper()}{group[1:]}"))
        yield PaperGroup(unit, code, tuple(lines))


def _by_group(rows: Sequence[ListRow]) -> Iterable[PaperGroup]:
    """The groups of titles in the order of ballots; somebody with several titles of a group at a unit stands once."""
    number = 0
    for group in GROUP_ORDER:
        lines = []
        in_group = [row for row in rows if row.line.group == group]
        for _unit, found in groupby(in_group, key=lambda row: row.line.unit_code):
            for held in _by_official(found):
                number += 1
                first = held[0].line
                titles = "; ".join(dict.fromkeys(full_title(row.line.title, row.line.unit) for row in held))
                lines.append(PaperRow(number, first.official_code, first.name, titles, _group_label(group)))
        if lines:
            yield PaperGroup(_group_label(group), group, tuple(lines))


def _by_official(rows: Iterable[ListRow]) -> list[list[ListRow]]:
    """The rows of each official together, in the order of each one's highest title."""
    people: dict[int, list[ListRow]] = {}
    for row in rows:
        people.setdefault(row.official, []).append(row)
    return list(people.values())


def _group_label(group: str) -> str:
    return str(BallotGroup(group).label)
