"""What importing a workbook of totals would do: each session is new, filled, or already the same. Pure.

A session that is known is matched by its code, its people by name and title. A session that is not known is created:
its ballots by "Khối", its people in the order of the rows.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ballots.rules.codes import board_text, typist_text
from ballots.rules.import_match import MatchedStyle, group_rows, match_rows, posts_of_rows
from ballots.rules.import_types import (
    Known,
    KnownPhase,
    KnownSession,
    KnownUnit,
    Plan,
    PlannedLine,
    PlannedSession,
    PlannedStyle,
    ResultRow,
    SessionRow,
    Verdict,
    Workbook,
)
from ballots.rules.totals import FIGURES, SESSION, Layout, Line, Problem, Style, cell, check, line_invalid_of
from ballots.rules.workbook import level_key
from officials.rules.roster_headings import Table
from officials.rules.roster_types import Fault

PHASE_KINDS = {"peoples_council": "council", "peoples_committee": "council", "party_committee": "party"}
OTHER_PHASE = "other"
SAME_AGAIN = "Hội nghị đã có kết quả khác với tệp này. Kết quả đã xác nhận không nhập đè; kiểm tra lại tệp."

ONE_BALLOT = "Sửa mã hội nghị, hoặc bỏ dòng."


@dataclass
class Findings:
    """What is wrong and what is odd about one session."""

    session_table: Table
    result_table: Table
    row: int
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def complain(self, row: int, key: str, sentence: str, code: str = "refused") -> None:
        """A fault in a row of results, or in the session's own row (0)."""
        self.faults.append(self.at(row, key, code, sentence))

    def at(self, row: int, key: str, code: str, sentence: str) -> Fault:
        table = self.result_table if row else self.session_table
        return table.fault(row or self.row, key if key in table.columns else "code", code, sentence)


def plan_import(workbook: Workbook, known: Known) -> Plan:
    """The whole plan; every fault is named, not only the first."""
    sessions, results = workbook.session_table, workbook.result_table
    if sessions is None or results is None:
        return Plan((), workbook.faults, ())
    faults = [*workbook.faults, *_strays(workbook, sessions, results)]
    rows: dict[str, list[ResultRow]] = defaultdict(list)
    for result in workbook.results:
        rows[result.code].append(result)
    planned, warnings = [], []
    taken = dict(known.taken)
    for row in workbook.sessions:
        findings = Findings(sessions, results, row.row)
        plan = _plan_session(known, taken, row, rows[row.code], findings)
        faults += findings.faults
        warnings += findings.warnings
        if plan is not None:
            planned.append(plan)
    return Plan(tuple(planned), _in_order(sessions, faults), _in_order(sessions, warnings))


def _in_order(sessions: Table, faults: list[Fault]) -> tuple[Fault, ...]:
    """As one reads the workbook: the sheet of sessions first, then row by row."""
    return tuple(sorted(faults, key=lambda fault: (fault.sheet != sessions.sheet, fault.row)))


def digest_of(plan: Plan) -> str:
    """SHA-256 over what the plan would do, to tell whether it is still the one that was shown."""
    return hashlib.sha256(repr(plan.sessions).encode()).hexdigest()


def _strays(workbook: Workbook, sessions: Table, results: Table) -> list[Fault]:
    """Results of no session, and a workbook of nothing."""
    faults = []
    codes = {row.code for row in workbook.sessions}
    for result in workbook.results:
        if result.code not in codes and not workbook.faults:
            sentence = f"Trang “{sessions.sheet}” không có hội nghị mang mã {result.code}. Sửa mã hoặc thêm hội nghị."
            faults.append(results.fault(result.row, "code", "no_session", sentence))
    if not workbook.sessions and not workbook.faults:
        sentence = "Trang này không có hội nghị nào. Ghi mỗi hội nghị một dòng dưới dòng tiêu đề."
        faults.append(Fault(sessions.sheet, 0, "", "", "empty", sentence))
    return faults


def _plan_session(
    known: Known, taken: dict[int, str], row: SessionRow, results: Sequence[ResultRow], findings: Findings
) -> PlannedSession | None:
    session = known.sessions.get(row.code)
    unit = _unit(known, row, session, findings)
    phase = _phase(known, unit, session, findings) if unit else None
    if session is None:
        _check_new(row, findings)
        _take_posts(known, taken, unit, results, findings)
    elif session.obstacle:
        findings.complain(0, "code", session.obstacle)
    if unit is None or phase is None or not _has_levels(phase, findings):
        return None
    match = match_rows(session, results, findings.complain) if session else group_rows(results, findings.complain)
    people = {key: _first(row.people[key], session.people[key] if session else None) for key in row.people}
    layout = _layout(match, phase, people)
    numbers, problems = check(layout, _typed(match, row, phase))
    _report(problems, phase, findings)
    if findings.faults:
        return None
    day = session.day if session else row.day
    assert day is not None
    return _settled(
        PlannedSession(
            verdict=Verdict.FILL if session else Verdict.NEW,
            session_id=session.id if session else None,
            code=row.code,
            name=session.name if session else row.name,
            unit_id=unit.id,
            phase_id=phase.id,
            day=day,
            people=people,
            figures={figure: numbers[cell(layout.styles[0].place, figure)] for figure in FIGURES},
            styles=_styles(known, unit, layout, match, numbers, problems),
        ),
        session,
        findings,
    )


def _first(value: int | None, otherwise: int | None) -> int | None:
    return otherwise if value is None else value


def _unit(known: Known, row: SessionRow, session: KnownSession | None, findings: Findings) -> KnownUnit | None:
    """The unit of the session: as known, by its code, or the organiser where the cell is blank."""
    unit: KnownUnit | None = None
    if session is not None:
        unit = known.units_by_id[session.unit_id]
    elif row.unit_code:
        unit = known.units.get(row.unit_code)
        if unit is None:
            findings.complain(0, "unit", f"Không có đơn vị mang mã {row.unit_code}. Xem mã ở trang Cây đơn vị.")
    elif known.organiser_id is not None:
        unit = known.units_by_id[known.organiser_id]
    else:
        findings.complain(0, "unit", "Thiếu mã đơn vị, đợt này chưa ghi cơ quan tổ chức. Ghi mã đơn vị.")
    if unit is not None and not unit.may_import:
        findings.complain(0, "unit", f"Tài khoản của đồng chí không được nhập kết quả của {unit.name}.")
    return unit


def _phase(known: Known, unit: KnownUnit, session: KnownSession | None, findings: Findings) -> KnownPhase | None:
    """The session's phase; for a new one the campaign's only phase, or the one for units of this kind."""
    if session is not None:
        return next(phase for phase in known.phases if phase.id == session.phase_id)
    if len(known.phases) == 1:
        return known.phases[0]
    kind = PHASE_KINDS.get(unit.kind, OTHER_PHASE)
    phase = next((phase for phase in known.phases if phase.kind == kind), None)
    if phase is None:
        findings.complain(0, "unit", f"Đợt này không có giai đoạn dành cho {unit.name}. Thêm giai đoạn hoặc sửa mã.")
    return phase


def _check_new(row: SessionRow, findings: Findings) -> None:
    if not row.name:
        findings.complain(0, "name", "Thiếu tên hội nghị. Đợt này chưa có hội nghị mang mã đó nên cần ghi tên.")
    if row.day is None:
        findings.complain(0, "day", "Thiếu ngày. Đợt này chưa có hội nghị mang mã đó nên cần ghi ngày.")


def _take_posts(
    known: Known, taken: dict[int, str], unit: KnownUnit | None, results: Sequence[ResultRow], findings: Findings
) -> None:
    """Nobody is voted on for the same post at two sessions of a campaign."""
    posts = posts_of_rows(known, unit.id, results) if unit else {}
    for result in results:
        held = posts[result.row].appointment_ids if result.row in posts else ()
        other = next((taken[post] for post in held if post in taken), None)
        if other is not None:
            findings.complain(result.row, "name", f"{result.name} đã có trên phiếu của hội nghị {other}. {ONE_BALLOT}")
        taken.update(dict.fromkeys(held, result.code))


def _layout(match: Sequence[MatchedStyle], phase: KnownPhase, people: Mapping[str, int | None]) -> Layout:
    """The lines are keyed by their rows in the sheet of results, the styles by their order."""
    styles = tuple(
        Style(number, style.name, tuple(Line(line.row.row, line.row.name, line.row.title) for line in style.lines))
        for number, style in enumerate(match)
    )
    return Layout(styles, phase.parameters, people["total_members"], people["summoned"], people["present"])


def _has_levels(phase: KnownPhase, findings: Findings) -> bool:
    table = findings.result_table
    lacking = [level.label for level in phase.parameters.levels if level_key(level) not in table.columns]
    for label in lacking:
        findings.complain(0, "code", f"Trang “{table.sheet}” không có cột “{label}”. Thêm cột cho mức này.")
    return not lacking


def _typed(match: Sequence[MatchedStyle], row: SessionRow, phase: KnownPhase) -> dict[str, object]:
    """The cells by their names; the session's own figures hold for each of its ballots."""
    typed: dict[str, object] = {}
    for number, style in enumerate(match):
        typed |= {cell(f"style:{number}", figure): row.ballots[figure] for figure in FIGURES}
        for line in style.lines:
            for level in phase.parameters.levels:
                typed[cell(f"subject:{line.row.row}", level.code)] = line.row.levels[level_key(level)]
    return typed


def _report(problems: Sequence[Problem], phase: KnownPhase, findings: Findings) -> None:
    """Problems as faults and warnings at their cells, each once however many ballots share a figure."""
    columns = {level.code: level_key(level) for level in phase.parameters.levels}
    seen = set()
    for problem in problems:
        row = int(problem.place.partition(":")[2]) if problem.place.startswith("subject:") else 0
        figure = problem.cells[0].rpartition(":")[2] if problem.cells else "present"
        key = columns.get(figure, figure) if row else figure
        if (problem.code, row, key) in seen:
            continue
        seen.add((problem.code, row, key))
        text = typist_text(problem) if problem.blocks else board_text(problem)
        (findings.faults if problem.blocks else findings.warnings).append(findings.at(row, key, problem.code, text))


def _styles(
    known: Known,
    unit: KnownUnit,
    layout: Layout,
    match: Sequence[MatchedStyle],
    numbers: Mapping[str, int],
    problems: Sequence[Problem],
) -> tuple[PlannedStyle, ...]:
    posts = posts_of_rows(known, unit.id, [line.row for style in match for line in style.lines])
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for problem in problems:
        texts[problem.place].append((problem.code, board_text(problem)))
    levels = layout.parameters.level_codes
    return tuple(
        PlannedStyle(
            style_id=matched.style_id,
            name=style.name,
            lines=tuple(
                PlannedLine(
                    subject_id=found.subject_id,
                    name=line.name,
                    title=line.title,
                    post=posts.get(line.key),
                    votes={level: numbers[cell(line.place, level)] for level in levels},
                    line_invalid=line_invalid_of(layout, style, line, numbers),
                    warnings=tuple(texts[line.place]),
                )
                for found, line in zip(matched.lines, style.lines, strict=True)
            ),
            warnings=(*texts[SESSION], *texts[style.place]),
        )
        for matched, style in zip(match, layout.styles, strict=True)
    )


def _settled(planned: PlannedSession, session: KnownSession | None, findings: Findings) -> PlannedSession | None:
    """A session that has its count already: the same again changes nothing, anything else is refused."""
    if session is None or not session.is_counted:
        return planned
    counted: dict[int | None, dict[str, int] | None] = {
        subject.id: subject.votes for style in session.styles for subject in style.subjects
    }
    is_same = (
        planned.people == session.people
        and all(style.figures == planned.figures for style in session.styles)
        and all(counted[line.subject_id] == line.votes for style in planned.styles for line in style.lines)
    )
    if not is_same:
        findings.complain(0, "code", SAME_AGAIN, "counted")
        return None
    return replace(planned, verdict=Verdict.SAME)
