"""Which rows of results belong to which ballots and people of a session. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ballots.rules.import_types import Known, KnownPost, KnownSession, KnownSubject, ResultRow
from config.vietnamese import tidy

ONLY_STYLE = "Phiếu lấy tín nhiệm"
Complain = Callable[[int, str, str], None]  # (row of results or 0 for the session's own row, column key, sentence)


@dataclass(frozen=True)
class MatchedLine:
    row: ResultRow
    subject_id: int | None


@dataclass(frozen=True)
class MatchedStyle:
    style_id: int | None
    name: str
    lines: tuple[MatchedLine, ...]


def match_rows(session: KnownSession, rows: Sequence[ResultRow], complain: Complain) -> list[MatchedStyle]:
    """The ballots of a session that is there; everybody on them needs exactly one row."""
    found: dict[int, ResultRow] = {}
    for row in rows:
        subject = _subject_of(session, row)
        if subject is None:
            complain(row.row, "name", _nobody(session, row))
        elif subject.id in found:
            complain(row.row, "name", f"{row.name} ({row.title}) đã có ở dòng {found[subject.id].row}. Bỏ một dòng.")
        else:
            found[subject.id] = row
    lacking = [subject for style in session.styles for subject in style.subjects if subject.id not in found]
    if lacking:
        names = "; ".join(f"{subject.name} ({subject.title})" for subject in lacking[:5])
        more = f" và {len(lacking) - 5} người nữa" if len(lacking) > 5 else ""
        complain(0, "code", f"Thiếu kết quả của {names}{more}. Ghi mỗi người một dòng ở trang kết quả.")
    return [
        MatchedStyle(
            style.id,
            style.name,
            tuple(MatchedLine(found[subject.id], subject.id) for subject in style.subjects if subject.id in found),
        )
        for style in session.styles
    ]


def group_rows(rows: Sequence[ResultRow], complain: Complain) -> list[MatchedStyle]:
    """The ballots of a new session: by "Khối", in the order of the rows."""
    seen: dict[tuple[str, str, str], int] = {}
    names: dict[str, str] = {}
    lines: dict[str, list[MatchedLine]] = {}
    for row in rows:
        block = row.block or ONLY_STYLE
        key = (same(block), same(row.name), same(row.title))
        if key in seen:
            complain(row.row, "name", f"{row.name} ({row.title}) đã có ở dòng {seen[key]}. Bỏ một dòng.")
            continue
        seen[key] = row.row
        names.setdefault(key[0], block)
        lines.setdefault(key[0], []).append(MatchedLine(row, None))
    if not rows:
        complain(0, "code", "Trang kết quả không có dòng nào của hội nghị này. Ghi mỗi người một dòng.")
    return [MatchedStyle(None, names[key], tuple(of_style)) for key, of_style in lines.items()]


def posts_of_rows(known: Known, unit_id: int, rows: Sequence[ResultRow]) -> dict[int, KnownPost]:
    """By row: the one official of that name who holds a post at the unit now. A name on several rows names nobody."""
    times = Counter(tidy(row.name) for row in rows)
    posts = {}
    for row in rows:
        holders = known.posts.get((unit_id, tidy(row.name)), ())
        if len(holders) == 1 and times[tidy(row.name)] == 1:
            posts[row.row] = holders[0]
    return posts


def same(text: str) -> str:
    """Texts that are the same to people: spaces, composition of letters and capitals do not matter."""
    return tidy(text).casefold()


def _subject_of(session: KnownSession, row: ResultRow) -> KnownSubject | None:
    key = (same(row.name), same(row.title))
    found = [
        (style.name, subject)
        for style in session.styles
        for subject in style.subjects
        if (same(subject.name), same(subject.title)) == key
    ]
    if len(found) > 1:
        found = [(name, subject) for name, subject in found if same(name) == same(row.block)]
    return found[0][1] if len(found) == 1 else None


def _nobody(session: KnownSession, row: ResultRow) -> str:
    titles = [s.title for style in session.styles for s in style.subjects if same(s.name) == same(row.name)]
    if titles:
        return f"Trong hội nghị này {row.name} có chức danh “{titles[0]}”, không phải “{row.title}”. Sửa cho khớp."
    return f"Hội nghị này không lấy phiếu đối với {row.name} ({row.title}). Sửa cho đúng tên trên phiếu hoặc bỏ dòng."
