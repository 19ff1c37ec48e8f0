"""Seals: what a session's result is as a sealed text, and what is known of a text that somebody brings."""

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from ballots.models import Count, Minutes, Seal, Stock, TrustedKey
from ballots.queries.boxes import WITH_BOX, box_words
from ballots.rules.seal_codes import Wire, decode, head_of
from ballots.rules.seal_payload import (
    BoardLine,
    ChannelCount,
    MinutesText,
    PersonLine,
    SealedSession,
    SealedStyle,
    Unreadable,
    added,
    comparable,
    digest_of,
    parse,
)
from ballots.rules.seal_signature import is_signed
from campaigns.models import BallotStyle, RuleSet, Subject, VotingSession
from campaigns.queries.freezing import ballots_digests, roll_digests
from config.errors import Refused

FORGED = (
    "Chữ ký không khớp với nội dung: mã đã bị sửa hoặc không do phần mềm này lập. "
    "Không dùng kết quả này; đối chiếu với biên bản gốc."
)


class Standing(StrEnum):
    """How far the key of a right signature is known here."""

    OWN = "own"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verified:
    """A sealed result whose signature is right. `seal` is the same seal as this installation keeps it, if it does."""

    sealed: SealedSession
    wire: Wire
    digest: str
    standing: Standing
    key_name: str
    seal: Seal | None


def verify(scanned: str) -> Verified:
    """What the codes in the text prove. Refused where they are incomplete, damaged or not rightly signed."""
    try:
        wire = decode(scanned)
        sealed = parse(wire.text)
    except Unreadable as unreadable:
        raise Refused(str(unreadable))
    digest = digest_of(wire.text)
    if not is_signed(wire.public_key, wire.signature, digest) or head_of(scanned) != digest[:8].upper():
        raise Refused(FORGED)
    key = TrustedKey.objects.filter(public_key=wire.public_key.hex()).first()
    standing = Standing.UNKNOWN if key is None else Standing.OWN if key.is_own else Standing.TRUSTED
    rows = Seal.objects.select_related("session__campaign", "session__unit").exclude(signature="")
    seal = rows.filter(digest=digest).order_by("pk").first()
    return Verified(sealed, wire, digest, standing, key.name if key else "", seal)


def seal_of(session: VotingSession) -> Seal | None:
    """The seal on the count that stands, proposed or put on."""
    rows = Seal.objects.select_related("proposed_by", "sealed_by")
    return rows.filter(session=session, version=session.count_version).first()


def sealed_session(session: VotingSession) -> SealedSession:
    """The session's result as it would be sealed now. Refused where a figure is unknown."""
    ((found, roll, ballots),) = _with_digests([session.pk])
    return _sealed(found, roll, ballots)


def _sealed_sessions(pks: Collection[int]) -> dict[int, SealedSession]:
    """The same of many sessions, in a fixed number of queries; without those of which something cannot be read."""
    found = {}
    for session, roll, ballots in _with_digests(pks):
        with suppress(ValueError, Refused, TypeError, AttributeError):
            found[session.pk] = _sealed(session, roll, ballots)
    return found


def _with_digests(pks: Collection[int]) -> Iterator[tuple[VotingSession, str, str]]:
    """The sessions with all that is sealed of them, and the digests of their rolls and ballots."""
    sessions = VotingSession.objects.filter(pk__in=pks).select_related(
        "campaign", "phase__rule_set", "unit__parent", "minutes", *WITH_BOX
    )
    rolls, ballots = roll_digests(pks), ballots_digests(pks)
    for session in sessions.prefetch_related(
        "board", "styles__subjects__official", "styles__stocks", "styles__counts__lines"
    ):
        yield session, rolls[session.pk], ballots[session.pk]


def rules_digest(rule_set: RuleSet) -> str:
    """SHA-256 in hex over a version of a rule set: the text that it cites and its parameters."""
    rules = [rule_set.citation, rule_set.parameters]
    text = json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _sealed(session: VotingSession, roll: str, ballots: str) -> SealedSession:
    campaign, rule_set, unit = session.campaign, session.phase.rule_set, session.unit
    levels = session.rules.level_codes
    return SealedSession(
        campaign=campaign.code,
        campaign_name=campaign.name,
        year=campaign.year,
        phase=session.phase.kind,
        code=session.code,
        name=session.name,
        kind=session.kind,
        is_rehearsal=session.is_rehearsal,
        held_at=local_text(session.held_at),
        place=session.place,
        chair=session.chair,
        unit_code=unit.code,
        unit=unit.name,
        letterhead=unit.letterhead,
        seat=unit.seat,
        secrecy=campaign.secrecy,
        rule_set=rule_set.code,
        rule_set_version=rule_set.version,
        rules_digest=rules_digest(rule_set),
        levels=levels,
        roll_digest=roll,
        ballots_digest=ballots,
        total_members=session.total_members,
        summoned=session.summoned,
        present=session.present,
        count_version=session.count_version,
        board=tuple(BoardLine(member.role, member.name, member.title) for member in session.board.all()),
        styles=tuple(_style(style, levels) for style in session.styles.all()),
        trigger=session.trigger,
        box=box_words(session),
        minutes=_minutes(getattr(session, "minutes", None) or Minutes()),
        sealed_at="",
    )


def local_text(moment: datetime | None, timespec: str = "minutes") -> str:
    """A time as a sealed text has it."""
    return timezone.localtime(moment).isoformat(timespec=timespec) if moment else ""


def _minutes(minutes: Minutes) -> MinutesText:
    return MinutesText(
        began_at=local_text(minutes.began_at),
        ended_at=local_text(minutes.ended_at),
        copies=minutes.copies,
        witnesses=tuple(minutes.witnesses.split("\n")) if minutes.witnesses else (),
        recipients=tuple(minutes.recipients.split("\n")) if minutes.recipients else (),
    )


def _style(style: BallotStyle, levels: tuple[str, ...]) -> SealedStyle:
    subjects = list(style.subjects.all())
    stocks = {stock.channel: stock for stock in style.stocks.all()}
    counts = sorted(style.counts.all(), key=lambda count: count.channel)
    if not counts:
        raise Refused(f"Loại phiếu “{style.name}” chưa có kết quả nên chưa niêm phong được.")
    people = tuple(
        PersonLine(subject.printed_name, subject.printed_title, subject.official.code if subject.official else "")
        for subject in subjects
    )
    channels = tuple(_channel(style, count, stocks.get(count.channel), subjects, levels) for count in counts)
    if len(channels) == 1:
        return SealedStyle(style.name, style.colour, people, channels)
    together = added([count.lines for count in channels])
    return SealedStyle(style.name, style.colour, people, tuple(replace(c, lines=()) for c in channels), together)


def _channel(
    style: BallotStyle, count: Count, stock: Stock | None, subjects: list[Subject], levels: tuple[str, ...]
) -> ChannelCount:
    if stock is None or stock.issued is None or stock.returned != count.returned:
        raise Refused(f"Sổ phiếu của “{style.name}” chưa khớp với kết quả kiểm phiếu. Sửa sổ phiếu trước.")
    lines = {line.subject_id: line for line in count.lines.all()}
    if any(subject.pk not in lines or set(lines[subject.pk].votes) != set(levels) for subject in subjects):
        raise Refused(f"Loại phiếu “{style.name}” chưa có đủ kết quả của từng người nên chưa niêm phong được.")
    return ChannelCount(
        channel=count.channel,
        printed=stock.printed,
        issued=stock.issued,
        spoiled=stock.spoiled,
        unused=stock.unused,
        explanation=stock.explanation,
        returned=count.returned,
        valid=count.valid,
        wholly_invalid=count.wholly_invalid,
        lines=tuple((*(lines[s.pk].votes[code] for code in levels), lines[s.pk].line_invalid) for s in subjects),
    )


def broken_seals(sessions: Collection[VotingSession]) -> Iterator[VotingSession]:
    """The sessions among these sealed ones whose seal is missing, wrongly signed, or not over what is there now."""
    seals = {(seal.session_id, seal.version): seal for seal in Seal.objects.filter(session__in=sessions)}
    standing = _sealed_sessions([session.pk for session in sessions])
    for session in sessions:
        seal, now = seals.get((session.pk, session.count_version)), standing.get(session.pk)
        if seal is None or now is None or not _holds(seal, now):
            yield session


def _holds(seal: Seal, now: SealedSession) -> bool:
    try:
        key, signature = bytes.fromhex(seal.public_key), bytes.fromhex(seal.signature)
        kept = parse(seal.payload)
        is_time_kept = datetime.fromisoformat(kept.sealed_at) == seal.sealed_at
    except ValueError:
        return False
    is_imported = seal.sealed_by_id is None
    return (
        is_time_kept
        and digest_of(seal.payload) == seal.digest
        and is_signed(key, signature, seal.digest)
        and comparable(kept, is_imported=is_imported) == comparable(now, is_imported=is_imported)
    )
