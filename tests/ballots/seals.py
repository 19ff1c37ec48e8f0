"""Sealed sessions of any length without a database."""

from dataclasses import replace

from nacl.signing import SigningKey

from ballots.models import Seal
from ballots.rules.seal_codes import Wire, encode
from ballots.rules.seal_payload import (
    BoardLine,
    ChannelCount,
    MinutesText,
    PersonLine,
    SealedSession,
    SealedStyle,
    canonical,
    digest_of,
)
from ballots.rules.seal_signature import sign
from tests.reports.sessions import Person, crowd

SEALED_AT = "2023-12-13T11:02:33+07:00"
KEY = SigningKey(bytes(range(32)))


def sealed(number: int = 5, people: list[Person] | None = None) -> SealedSession:
    """The session of a council with so many people on one ballot; 47 valid ballots."""
    people = people or crowd(number)
    count = ChannelCount(
        channel="paper",
        printed=60,
        issued=47,
        spoiled=1,
        unused=12,
        explanation="",
        returned=47,
        valid=47,
        wholly_invalid=0,
        lines=tuple((*person.votes, 47 - sum(person.votes)) for person in people),
    )
    style = SealedStyle(
        "Khối UBND", "hồng", tuple(PersonLine(p.name, p.title, f"CB{i:05}") for i, p in enumerate(people)), (count,)
    )
    return SealedSession(
        campaign="HDND-2023",
        campaign_name="Lấy phiếu tín nhiệm năm 2023",
        year=2023,
        phase="council",
        code="KH-15",
        name="Kỳ họp thứ 15 HĐND tỉnh",
        kind="poll",
        is_rehearsal=False,
        held_at="2023-12-13T08:00+07:00",
        place="Hội trường HĐND tỉnh",
        chair="Hoàng Thị Lan",
        unit_code="HDND",
        unit="Hội đồng nhân dân tỉnh Vĩnh Phúc",
        letterhead="state",
        seat="Vĩnh Phúc",
        secrecy="",
        rule_set="NQ96",
        rule_set_version=1,
        rules_digest="ab" * 32,
        levels=("high", "normal", "low"),
        roll_digest=digest_of("roll"),
        ballots_digest=digest_of("ballots"),
        total_members=50,
        summoned=50,
        present=47,
        count_version=1,
        board=tuple(BoardLine("member", name, "") for name in ("Lê Thị Chi", "Phạm Tiến Dũng", "Hoàng Văn Em")),
        styles=(style,),
        trigger="",
        box="",
        minutes=MinutesText(
            began_at="2023-12-13T09:05+07:00",
            ended_at="2023-12-13T10:40+07:00",
            copies=3,
            witnesses=("Vũ Thị Mai",),
            recipients=("Chủ tọa kỳ họp", "Lưu: hồ sơ kỳ họp"),
        ),
        sealed_at=SEALED_AT,
    )


def in_two_ways(session: SealedSession) -> SealedSession:
    """The same with twelve more ballots of the first style cast on screen, all of the first level."""
    style, *others = session.styles
    (paper,) = style.channels
    screen = replace(paper, channel="screen", printed=15, issued=12, spoiled=0, unused=3, returned=12, valid=12)
    style = replace(
        style,
        channels=tuple(replace(count, lines=()) for count in (paper, screen)),
        lines=tuple((first + 12, *rest) for first, *rest in paper.lines),
    )
    return replace(
        session,
        styles=(style, *others),
        present=59,
        summoned=60,
        total_members=60,
        box="Hòm phiếu do ba người giữ khóa.",
    )


def codes_of(seal: Seal) -> tuple[str, ...]:
    """The texts of the codes of a seal that was put on."""
    return encode(Wire(seal.payload, bytes.fromhex(seal.public_key), bytes.fromhex(seal.signature)))


def wire_of(session: SealedSession, key: SigningKey = KEY) -> Wire:
    text = canonical(session)
    return Wire(text, key.verify_key.encode(), sign(key, digest_of(text)))
