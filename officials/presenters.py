"""Rows, sentences and labels as pages and commands show them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from openpyxl import Workbook

from config.vietnamese import short_date
from officials.exports import add_sheet, saved
from officials.models import Means, Regime, Seat, Sex, Tier, UnitKind
from officials.rules import member_file
from officials.rules.changes import Facts, PersonStep, Plan, Step, Tally, digest_of
from officials.rules.roster_types import Fault, Roster

COUNTED = {"units": "đơn vị", "titles": "chức danh", "officials": "cán bộ", "appointments": "chức vụ"}
SHOWN_STEPS = 50
KEPT_FAULTS = 2000
FACT_NAMES = {
    "name": "Tên",
    "parent": "Mã cấp trên",
    "kind": "Loại",
    "tier": "Cấp",
    "position": "Thứ tự",
    "regime": "Quy định áp dụng",
    "is_leadership": "Lãnh đạo, quản lý",
    "rank": "Thứ tự",
    "full_name": "Họ và tên",
    "sex": "Giới tính",
    "born_on": "Ngày sinh",
    "born_year": "Năm sinh",
    "retirement_notice_on": "Thông báo nghỉ hưu",
    "illness_from": "Nghỉ ốm từ",
    "means": "Hình thức",
    "started_on": "Giữ chức vụ từ",
    "decision": "Số quyết định",
}
CHOICES: dict[str, dict[Any, str]] = {
    "kind": dict(UnitKind.choices),
    "tier": dict(Tier.choices),
    "regime": dict(Regime.choices),
    "sex": dict(Sex.choices),
    "means": dict(Means.choices),
}


def fault_line(faults: Sequence[Fault]) -> str:
    """All that is wrong with one row, in one line: sheet, row, each column with its sentence."""
    place = f"Trang “{faults[0].sheet}”" + (f", dòng {faults[0].row}" if faults[0].row else "")
    return f"{place}: " + " ".join(
        f"cột {fault.column} ({fault.heading}): {fault.sentence}" if fault.column else fault.sentence
        for fault in faults
    )


def fault_lines(faults: Sequence[Fault]) -> Iterator[str]:
    for _place, found in groupby(faults, key=lambda fault: (fault.sheet, fault.row)):
        yield fault_line(list(found))


def tally_text(tally: Tally) -> str:
    return f"tạo mới {tally.created}, thay đổi {tally.changed}, giữ nguyên {tally.unchanged}"


def tally_dict(plan: Plan) -> dict[str, dict[str, int]]:
    return {key: asdict(plan.counts[key]) for key in COUNTED}


def plan_sentence(plan: Plan, *, dry_run: bool = False) -> str:
    """What an import did, or would do."""
    counts = "\n".join(f"- {name}: {tally_text(plan.counts[key])}" for key, name in COUNTED.items())
    if plan.is_empty:
        return f"Không có gì thay đổi: dữ liệu đã đúng như trong tệp.\n{counts}"
    return f"{'Sẽ nhập (chưa lưu gì)' if dry_run else 'Đã nhập danh sách cán bộ'}:\n{counts}"


def preview_of(roster: Roster, plan: Plan) -> dict[str, Any]:
    """The preview of an import as JSON: counts, the first of what changes, the faults, the plan's digest."""
    changed = [step for step in plan.people if not step.person.creates]
    created = [step for step in plan.people if step.person.creates]
    return {
        "counts": tally_dict(plan),
        "is_empty": plan.is_empty,
        "digest": digest_of(plan),
        "faulty_rows": roster.faulty_rows,
        "faults": [asdict(fault) for fault in roster.faults[:KEPT_FAULTS]],
        "more_faults": max(0, len(roster.faults) - KEPT_FAULTS),
        "steps": [
            _steps("Đơn vị", [_unit_step(step) for step in plan.units[:SHOWN_STEPS]], len(plan.units)),
            _steps("Chức danh", [_title_step(step) for step in plan.titles[:SHOWN_STEPS]], len(plan.titles)),
            _steps("Cán bộ có thay đổi", [_person_step(step) for step in changed[:SHOWN_STEPS]], len(changed)),
            _steps("Cán bộ mới", [_person_step(step) for step in created[:SHOWN_STEPS]], len(created)),
        ],
    }


def import_steps(current: int) -> list[dict[str, str]]:
    """The steps of an import for components/steps.html; `current` counts from 1, one more than all when done."""
    states = ["done" if n < current else "current" if n == current else "todo" for n in (1, 2, 3)]
    labels = ["Chọn tệp", "Xem trước", "Nhập vào hệ thống"]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def shown(name: str, value: Any) -> str:
    """A fact's value in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return short_date(value)
    return str(CHOICES.get(name, {}).get(value, value))


def _steps(title: str, rows: list[dict[str, Any]], count: int) -> dict[str, Any]:
    return {"title": title, "rows": rows, "count": count, "more": count - len(rows)}


def _unit_step(step: Step[Any]) -> dict[str, Any]:
    return _row(f"{step.wanted.code} - {step.wanted.name}", step)


def _title_step(step: Step[Any]) -> dict[str, Any]:
    return _row(f"{step.wanted.name} ({UnitKind(step.wanted.unit_kind).label})", step)


def _row(label: str, step: Step[Any]) -> dict[str, Any]:
    return {"label": label, "new": step.creates, "lines": [] if step.creates else _differences(step.before, step.after)}


def _person_step(step: PersonStep) -> dict[str, Any]:
    row = _row(f"{step.person.wanted.full_name} ({step.person.wanted.code})", step.person)
    for post in step.posts:
        place = f"{post.wanted.title.name}, {post.wanted.unit}"
        since = short_date(post.wanted.started_on)
        new = [{"name": "Chức vụ mới", "before": "", "after": f"{place}, từ {since}"}]
        row["lines"] += new if post.creates else _differences(post.before, post.after, f"{place}: ")
    return row


def _differences(before: Facts, after: Facts, prefix: str = "") -> list[dict[str, str]]:
    return [
        {
            "name": prefix + FACT_NAMES[name],
            "before": shown(name, before.get(name)),
            "after": shown(name, value),
        }
        for name, value in after.items()
    ]


def member_template_bytes() -> bytes:
    """A workbook to fill in with seats: the columns, and on a sheet of its own the words for the seats."""
    book = Workbook(write_only=True)
    columns = member_file.SCHEMA.columns
    add_sheet(book, member_file.SCHEMA.sheet_name, [(column.name, 24) for column in columns], [])
    add_sheet(book, "Các tư cách", [("Ghi một trong các tư cách", 44)], [[label] for label in Seat.labels])
    return saved(book)
