"""The counts of a session side by side, and what was asked for between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ballots.actions.reopening import obstacle_to_confirming, obstacle_to_reopening
from ballots.models import Bundle, Reopening
from ballots.queries.motions import motions_of
from ballots.queries.versions import confirmed_reopenings, proposed_reopening, standing_version
from ballots.rules.seal_payload import short
from ballots.rules.totals import FIGURES, cell
from ballots.rules.versions import CountedBallots, CountedPerson, CountVersion, differing_cells
from campaigns.models import COUNTED, BoxState, SessionState, Subject, VotingSession
from campaigns.rules.parameters import Parameters
from config.accounts.permissions import Permission

FIGURE_LABELS = dict(zip(FIGURES, ("Phát ra", "Thu về", "Hợp lệ", "Không hợp lệ"), strict=True))


@dataclass(frozen=True)
class Compared:
    """One figure in each of the counts shown, in their order; `label` names it where a card has no column."""

    label: str
    numbers: tuple[tuple[int, int | None], ...]  # version, number
    differs: bool


@dataclass(frozen=True)
class PersonRow:
    number: int
    name: str
    title: str
    cells: tuple[Compared, ...]

    @property
    def differs(self) -> bool:
        return any(cell.differs for cell in self.cells)


@dataclass(frozen=True)
class StyleTable:
    """One ballot. `same` are the people whom two counts gave the same numbers; nobody where there is one count only."""

    name: str
    figures: tuple[Compared, ...]
    people: tuple[PersonRow, ...]
    same: tuple[PersonRow, ...]


@dataclass(frozen=True)
class Comparison:
    """Two counts that follow each other, or a single one. `reopening` is what lies between them."""

    heading: str
    versions: tuple[int, ...]
    reopening: "ReopeningView | None"
    changed: int
    levels: tuple[str, ...]
    tables: tuple[StyleTable, ...]


@dataclass(frozen=True)
class ReopeningView:
    pk: int
    version: int
    scope: str
    reason: str
    proposed_by: str
    confirmed_by: str


@dataclass(frozen=True)
class VersionFacts:
    """Who answers for one count, and what became of it."""

    version: int
    is_standing: bool
    state: str
    keyed_by: str
    confirmed_by: str
    seal: str
    sealed_by: str


def versions_page(session: VotingSession, user: Any) -> dict[str, Any]:
    """Everything on the page of a session's counts."""
    reopenings = confirmed_reopenings(session)
    versions = [CountVersion.from_json(row.earlier) for row in reopenings]
    if session.state in COUNTED:
        versions.append(standing_version(session))
    views = [reopening_view(row) for row in reopenings]
    proposed = proposed_reopening(session)
    return {
        "facts": [_facts(version, session) for version in reversed(versions)],
        "comparisons": _comparisons(versions, views, session.rules),
        "proposed": reopening_view(proposed) if proposed else None,
        "may_reopen": user.has_perm(Permission.REOPEN_COUNTS, session.unit),
        "obstacle": obstacle_to_reopening(session),
        "may_count": user.has_perm(Permission.CONFIRM_COUNT, session.unit),
        "is_again": session.state not in COUNTED and bool(versions),
    }


def reopening_page(session: VotingSession, reopening: Reopening, user: Any) -> dict[str, Any]:
    """What the second person reads before confirming."""
    warnings = [
        f"Từ kết quả này đã lập hội nghị bỏ phiếu tín nhiệm {motion.code}. Xem lại hội nghị đó sau khi kiểm lại."
        for motion in motions_of(session)
    ]
    if session.state == SessionState.SEALED:
        warnings.append(
            f"Kết quả lần {session.count_version} đã niêm phong. Niêm phong đó được giữ nhưng hết giá trị; sau khi "
            "kiểm lại phải niêm phong lần mới."
        )
    return {
        "reopening": reopening_view(reopening),
        "how": how_again(session),
        "warnings": warnings,
        "obstacle": obstacle_to_reopening(session) or obstacle_to_confirming(user, reopening),
    }


def how_again(session: VotingSession) -> str:
    """How the session's ballots are counted again, for who asks for it and who confirms."""
    keyed = "Hai người nhập lại phần được chọn như lần đầu."
    if not session.has_screen:
        return keyed
    if session.box == BoxState.DESTROYED:
        return (
            f"Chỉ phiếu giấy được kiểm lại. {keyed} Phiếu ghi trên màn hình giữ số liệu lần {session.count_version}: "
            "các mảnh phiếu đã hủy khi niêm phong nên không cộng lại được."
        )
    opened = "Những người giữ thẻ khóa mở hòm phiếu lần nữa; phần mềm cộng lại các mảnh phiếu."
    return f"{keyed} {opened}" if session.has_paper else opened


def reopening_view(row: Reopening) -> ReopeningView:
    return ReopeningView(
        pk=row.pk,
        version=row.version,
        scope=scope_words(row),
        reason=row.reason,
        proposed_by=row.proposed_by.full_name,
        confirmed_by=row.confirmed_by.full_name if row.confirmed_by else "",
    )


def scope_words(row: Reopening) -> str:
    """ "Kiểm lại một người: Lê Văn Một", "Kiểm lại một số bó phiếu: Khối HĐND bó 2, bó 5"."""
    label = str(row.get_scope_display())
    if row.scope == Reopening.Scope.COLUMN:
        names = [subject.printed_name for subject in Subject.objects.filter(pk__in=row.detail)]
    else:
        bundles = Bundle.objects.filter(pk__in=row.detail).select_related("style")
        names = [f"{bundle.style} bó {bundle.number}" for bundle in bundles]
    return f"{label}: {', '.join(names)}" if names else label


def _facts(version: CountVersion, session: VotingSession) -> VersionFacts:
    return VersionFacts(
        version=version.version,
        is_standing=version.version == session.count_version,
        state=SessionState(version.state).label,
        keyed_by=", ".join(version.keyed_by),
        confirmed_by=version.confirmed_by,
        seal=short(version.seal) if version.seal else "",
        sealed_by=", ".join(version.sealed_by),
    )


def _comparisons(
    versions: Sequence[CountVersion], reopenings: Sequence[ReopeningView], parameters: Parameters
) -> list[Comparison]:
    """Each count beside the one before it, the latest first; a count by itself where there is only one."""
    if len(versions) == 1:
        return [_comparison(versions, None, parameters)]
    pairs = zip(versions, versions[1:], reopenings, strict=False)
    return [_comparison(pair, between, parameters) for *pair, between in reversed(list(pairs))]


def _comparison(
    versions: Sequence[CountVersion], reopening: ReopeningView | None, parameters: Parameters
) -> Comparison:
    changed = differing_cells(versions[0], versions[-1])
    last = versions[-1]
    return Comparison(
        heading=" và ".join(f"lần {version.version}" for version in versions).capitalize(),
        versions=tuple(version.version for version in versions),
        reopening=reopening,
        changed=len(changed),
        levels=tuple(level.label for level in parameters.levels),
        tables=tuple(_table(style, versions, changed, parameters) for style in _styles(last)),
    )


def _styles(version: CountVersion) -> Iterable[CountedBallots]:
    """Each ballot once, however many ways it was cast in: the numbers of all ways are added up."""
    return {ballots.style: ballots for ballots in version.ballots}.values()


def _table(
    style: CountedBallots, versions: Sequence[CountVersion], changed: frozenset[str], parameters: Parameters
) -> StyleTable:
    numbers = [(version.version, version.cells()) for version in versions]

    def compared(label: str, name: str) -> Compared:
        return Compared(label, tuple((version, cells.get(name)) for version, cells in numbers), name in changed)

    def row_of(number: int, person: CountedPerson) -> PersonRow:
        cells = [compared(level.label, cell(f"subject:{person.subject}", level.code)) for level in parameters.levels]
        return PersonRow(number, person.name, person.title, tuple(cells))

    rows = tuple(row_of(number, person) for number, person in enumerate(style.people, 1))
    same = tuple(row for row in rows if len(versions) > 1 and not row.differs)
    return StyleTable(
        name=style.name,
        figures=tuple(compared(label, cell(f"style:{style.style}", name)) for name, label in FIGURE_LABELS.items()),
        people=tuple(row for row in rows if row not in same),
        same=same,
    )
