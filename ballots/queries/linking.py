"""What somebody who owns the database sees of a ballot box: the reads of the self-attack."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model

from ballots.models import AccessCode, BallotBox, Receipt, Slip
from ballots.queries.boxes import box_of
from ballots.rules.linking import (
    Finding,
    StoredRow,
    by_command,
    by_content,
    by_transaction,
    certain,
    possible_leftovers,
    to_receipts,
)
from campaigns.models import BoxState, VotingSession
from config.audit.models import AuditEvent
from config.errors import Refused

# All that may be stored of a ballot; a column more would tell something more.
TABLES: dict[type[Model], set[str]] = {
    Slip: {"id", "box_id", "sealed"},
    Receipt: {"nonce", "box_id"},
    AccessCode: {"digest", "box_id", "state", "nonce"},
}
# Every other table of the database, whichever its schema, and the samples that the server takes of all of them.
ELSEWHERE = """
    SELECT format('%%I.%%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
    AND NOT (n.nspname = current_schema() AND c.relname = ANY(%s))
    AND has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'select')
    UNION SELECT 'pg_catalog.pg_stats'
"""
PAGE_BYTES = 8192
# An id of a slip, a digest, or the content of a slip in hex, wherever it may stand.
TOKENS = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")
# What a database server may keep of what was written, and the setting with which it does not.
WATCHING = {
    "track_commit_timestamp": ("off",),
    "archive_mode": ("off",),
    "wal_level": ("replica", "minimal"),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_min_error_statement": ("panic",),
    "auto_explain.log_min_duration": ("-1",),
}


@dataclass(frozen=True)
class Surroundings:
    """What lies beside the tables. `settings`: those of the server that may keep what was written, with their values;
    `replicas`: who copies it; `old_logs`: files of the write-ahead log from before the closing, None where the server
    does not tell."""

    settings: dict[str, str]
    replicas: int
    old_logs: int | None


@dataclass(frozen=True)
class Attack:
    """The self-attack on a box at some state. `beside`: what cannot be told by attacking; None where nobody asks."""

    state: str
    ballots: int
    findings: tuple[Finding, ...]
    beside: Surroundings | None

    @property
    def total(self) -> Finding:
        """All ways together: what they find and what chance gives, added up."""
        linked, expected = (
            sum(values) for values in zip(*((f.linked, f.expected) for f in self.findings), strict=True)
        )
        worst = min((finding.chance for finding in self.findings), default=1.0)
        return Finding("all", min(linked, self.ballots), self.ballots, min(expected, float(self.ballots)), worst)

    @property
    def is_beyond_chance(self) -> bool:
        return any(finding.is_beyond_chance for finding in self.findings)


def box_to_attack(session: VotingSession) -> BallotBox:
    box = box_of(session)
    if box is None:
        raise Refused(f"Hội nghị {session.code} không có hòm phiếu trên màn hình nên không có gì để tấn công.")
    return box


def attack_on(box: BallotBox, logs: Iterable[Path] = ()) -> Attack:
    """Attack what is stored of the box now. What only the opened box can tell was found at the opening."""
    state, opening = box.session.box, kept_attack(box)
    kept = opening.findings if opening else ()
    slips, marks = stored_slips(box), _marks(box)
    ballots = opening.ballots if opening else len(marks)
    if slips or not kept:
        now = hidden_columns(slips, marks, ballots)
        live = {finding.way for finding in now}
        kept = (*now, *(finding for finding in kept if finding.way not in live))
    findings = (*kept, _columns(ballots), _mentions(box, slips, marks, ballots, logs), _leftovers(ballots))
    return Attack(state, ballots, tuple(replace(finding, ballots=ballots) for finding in findings), _beside(box))


def kept_attack(box: BallotBox) -> Attack | None:
    """What was found at the opening of the box; None before that."""
    if not box.self_attack:
        return None
    findings = tuple(Finding(**finding) for finding in box.self_attack["findings"])
    return Attack(BoxState.OPENED, box.self_attack["ballots"], findings, None)


def hidden_columns(slips: list[tuple[StoredRow, bytes]], marks: list[StoredRow], ballots: int) -> tuple[Finding, ...]:
    """What the hidden columns of these rows, and how they look, tell without knowing a single mark."""
    rows = [row for row, _ in slips]
    return (
        by_transaction(rows, ballots),
        by_command(rows, ballots),
        to_receipts(rows, marks, ballots),
        by_content([sealed for _, sealed in slips], ballots),
    )


def stored_rows(model: type[Model], box: BallotBox) -> list[StoredRow]:
    """The rows of the box with their hidden columns, in the order of the file."""
    return [row for row, _ in _read(model, box, "NULL")]


def stored_slips(box: BallotBox) -> list[tuple[StoredRow, bytes]]:
    """The same of its slips, with what is sealed in them."""
    return [(row, bytes(sealed)) for row, sealed in _read(Slip, box, "sealed")]


def _marks(box: BallotBox) -> list[StoredRow]:
    """What stands for one ballot each: the receipts of a closed box, before that the codes that were used."""
    used = set(AccessCode.objects.filter(box=box, state=AccessCode.State.USED).values_list("pk", flat=True))
    return stored_rows(Receipt, box) or [row for row in stored_rows(AccessCode, box) if row.key in used]


def _read(model: type[Model], box: BallotBox, content: str) -> list[tuple[StoredRow, Any]]:
    quote, key = connection.ops.quote_name, model._meta.pk.attname if model._meta.pk else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quote(key)}::text, ctid::text, xmin::text, cmin::text, {content} "  # noqa: S608 - own names
            f"FROM {quote(model._meta.db_table)} WHERE box_id = %s ORDER BY ctid",
            [box.pk],
        )
        return [
            (StoredRow(name, _place(place), int(transaction), int(command)), value)
            for name, place, transaction, command, value in cursor.fetchall()
        ]


def _place(ctid: str) -> tuple[int, int]:
    page, line = ctid[1:-1].split(",")
    return int(page), int(line)


def _columns(ballots: int) -> Finding:
    """Columns beside those that are needed, and any that counts up or holds a moment: they could put the rows in the
    order of the voters, or slips together."""
    allowed = [f"{model._meta.db_table}.{name}" for model, names in TABLES.items() for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = ANY(%s) AND (table_name || '.' || column_name <> ALL(%s) OR is_identity = 'YES' "
            "OR column_default IS NOT NULL OR data_type NOT IN ('uuid', 'bytea', 'bigint', 'character varying'))",
            [_own_tables(), allowed],
        )
        (found,) = cursor.fetchone()
    return certain("columns", ballots if found else 0, ballots)


def _own_tables() -> list[str]:
    return [model._meta.db_table for model in TABLES]


def _mentions(
    box: BallotBox,
    slips: list[tuple[StoredRow, bytes]],
    marks: list[StoredRow],
    ballots: int,
    logs: Iterable[Path],
) -> Finding:
    """What stands of a slip, a receipt or a code in any other table, beside somebody's name, a time or another slip, or
    in a log."""
    nonces = AccessCode.objects.filter(box=box).exclude(nonce="").values_list("nonce", flat=True)
    ids = {row.key for row, _ in slips}
    words = {*ids, *(key.replace("-", "") for key in ids), *(row.key for row in marks), *nonces}
    seen = _Seen({word.encode() for word in words} | {sealed.hex().encode() for _, sealed in slips})
    if seen.wanted:
        with connection.cursor() as cursor:
            cursor.execute(ELSEWHERE, [_own_tables()])
            for (table,) in sorted(cursor.fetchall()):
                cursor.cursor.copy_expert(f"COPY (SELECT * FROM {table}) TO STDOUT", seen)  # noqa: S608 - quoted
        for log in logs:
            with log.open("rb") as lines:
                for line in lines:
                    seen.write(line)
    return certain("mentions", min(len(seen.found), ballots), ballots)


class _Seen:
    """Takes text in, and keeps which of the wanted tokens were in it."""

    def __init__(self, wanted: set[bytes]) -> None:
        self.wanted, self.found = wanted, set[bytes]()

    def write(self, text: bytes) -> int:
        self.found.update(self.wanted.intersection(TOKENS.findall(text)))
        return len(text)


def _leftovers(ballots: int) -> Finding:
    """Deleted slips that may still be in the table's file: any two may have been one ballot. Not told from those of
    another box that is open now, whose voters may have broken off; then this way is left to that box."""
    table = Slip._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text FROM {connection.ops.quote_name(table)}")  # noqa: S608 - an own name
        places = [_place(ctid) for (ctid,) in cursor.fetchall()]
        cursor.execute("SELECT pg_relation_size(%s) / %s", [table, PAGE_BYTES])
        (pages,) = cursor.fetchone()
    is_filling = BallotBox.objects.filter(session__box=BoxState.READY, codes__state=AccessCode.State.USED).exists()
    left = 0 if is_filling else possible_leftovers(places, pages)
    return certain("leftovers", min(ballots, left // 2), ballots)


def _beside(box: BallotBox) -> Surroundings:
    closing = AuditEvent.objects.filter(
        action="ballots.box_closed", object_type="campaigns.votingsession", object_id=str(box.pk)
    )
    closed_at = closing.order_by("-pk").values_list("at", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(WATCHING)])
        settings = {name: value for name, value in cursor.fetchall() if value not in WATCHING[name]}
        cursor.execute("SELECT count(*) FROM pg_replication_slots")
        (replicas,) = cursor.fetchone()
        cursor.execute("SELECT has_function_privilege('pg_ls_waldir()', 'execute')")
        old = None
        if cursor.fetchone()[0] and closed_at is not None:
            cursor.execute(
                "SELECT count(*) FROM pg_ls_waldir() WHERE modification < %s AND (current_setting('wal_recycle')::bool "
                "OR name < pg_walfile_name(pg_current_wal_lsn()))",  # those to come hold something only if used again
                [closed_at],
            )
            (old,) = cursor.fetchone()
    return Surroundings(settings, replicas, old)
