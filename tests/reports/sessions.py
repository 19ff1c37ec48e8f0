"""Counted sessions as the tests of reports take them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from ballots.models import Count, CountLine, Source, Stock
from campaigns.models import (
    BallotStyle,
    BoardMember,
    Campaign,
    Phase,
    PhaseKind,
    RuleSet,
    SessionState,
    Subject,
    VotingSession,
)
from officials.models import OrganisationUnit

HELD_AT = datetime(2023, 12, 13, 8, 0)
LEVELS = ("high", "normal", "low")


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    votes: tuple[int, ...]


@dataclass(frozen=True)
class Style:
    name: str
    people: Sequence[Person]
    issued: int = 47
    returned: int = 47
    wholly_invalid: int = 0
    colour: str = "hồng"
    levels: tuple[str, ...] = field(default=LEVELS)


def make_campaign(code: str = "HDND-2023", **fields: Any) -> Campaign:
    defaults = {"name": "Lấy phiếu tín nhiệm năm 2023", "year": 2023, "vote_on": HELD_AT.date(), "venue_cap": 2}
    return Campaign.objects.create(code=code, **{**defaults, **fields})


def make_phase(campaign: Campaign, rule_set: str = "NQ96", kind: str = PhaseKind.COUNCIL, version: int = 1) -> Phase:
    rules = RuleSet.objects.get(code=rule_set, version=version)
    position = campaign.phases.count() + 1
    return Phase.objects.create(campaign=campaign, kind=kind, position=position, rule_set=rules, regimes=["state"])


def counted_session(
    phase: Phase, unit: OrganisationUnit, styles: Sequence[Style], code: str = "KH-15", **fields: Any
) -> VotingSession:
    """A session of `styles` in the state counted; its people's numbers fit 47 members."""
    defaults: dict[str, Any] = {
        "name": "Kỳ họp thứ 15 HĐND tỉnh",
        "held_at": timezone.make_aware(HELD_AT),
        "state": SessionState.COUNTED,
        "total_members": 50,
        "summoned": 50,
        "present": 47,
        "place": "Hội trường HĐND tỉnh",
    }
    session = VotingSession.objects.create(
        campaign=phase.campaign, phase=phase, unit=unit, code=code, **{**defaults, **fields}
    )
    seat_board(session, "Lê Thị Chi", "Phạm Tiến Dũng", "Hoàng Văn Em")
    for position, style in enumerate(styles, start=1):
        _count_style(session, style, position)
    return session


def seat_board(session: VotingSession, head: str, *members: str) -> None:
    """Make this the session's counting board."""
    session.board.all().delete()
    for place, name in enumerate((head, *members), 1):
        role = BoardMember.Role.HEAD if place == 1 else BoardMember.Role.MEMBER
        BoardMember.objects.create(session=session, role=role, name=name, position=place)


def _count_style(session: VotingSession, style: Style, position: int) -> None:
    row = BallotStyle.objects.create(session=session, name=style.name, colour=style.colour, position=position)
    Stock.objects.create(style=row, issued=style.issued, returned=style.returned)
    valid = style.returned - style.wholly_invalid
    count = Count.objects.create(
        style=row, source=Source.KEYED, returned=style.returned, valid=valid, wholly_invalid=style.wholly_invalid
    )
    subjects = Subject.objects.bulk_create(
        Subject(style=row, printed_name=person.name, printed_title=person.title, position=number)
        for number, person in enumerate(style.people, start=1)
    )
    CountLine.objects.bulk_create(
        CountLine(
            count=count,
            subject=subject,
            votes=dict(zip(style.levels, person.votes, strict=True)),
            line_invalid=valid - sum(person.votes),
        )
        for subject, person in zip(subjects, style.people, strict=True)
    )


def crowd(number: int, *, over_half: int = 0) -> list[Person]:
    """So many people with names and titles of all lengths; the first `over_half` are over half low."""
    titles = (
        "Chủ tịch UBND tỉnh",
        "Ủy viên UBND tỉnh, Giám đốc Sở Nông nghiệp và Môi trường",
        "Trưởng Ban Pháp chế",
        "Phó Chủ tịch Thường trực UBND tỉnh, Bí thư Đảng ủy xã Tân Bình, Chủ tịch Ủy ban Mặt trận Tổ quốc",
    )
    names = ("Nguyễn Văn An", "Trần Thị Hồng Nhung", "Lê Minh", "Công Tằng Tôn Nữ Hoàng Phương Thảo Nguyên")
    return [
        Person(f"{names[i % 4]} {i + 1}", titles[i % 4], (19, 2, 25) if i < over_half else (40 - i % 7, 5, i % 3))
        for i in range(number)
    ]
