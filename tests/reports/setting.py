"""Papers of any length without a database."""

from datetime import UTC, datetime
from typing import Any

from ballots.rules.results import Figures, line_result
from campaigns.rules.parameters import Parameters
from officials.models import Letterhead
from reports.presenters.counting import CountPaper
from reports.presenters.minutes import minutes_paper
from reports.queries.results import PersonResult, SessionResult, StyleResult
from tests.ballots.published import rule_set
from tests.reports.sessions import crowd

FIGURES = Figures(total_members=50, summoned=50, present=47, issued=47, returned=47, valid=47, wholly_invalid=0)


def _style(number: int, over_half: int, parameters: Parameters) -> StyleResult:
    people = tuple(
        PersonResult(
            number=position,
            name=person.name,
            title=person.title,
            line=line_result(
                dict(zip(parameters.level_codes, person.votes, strict=True)),
                47 - sum(person.votes),
                FIGURES,
                parameters,
            ),
        )
        for position, person in enumerate(crowd(number, over_half=over_half), start=1)
    )
    return StyleResult("Khối cấp ủy", "hồng", FIGURES, ("Nhập hai lần",), people)


def result(number: int, *, over_half: int = 0, letterhead: str = Letterhead.PARTY, **fields: Any) -> SessionResult:
    """A counted session with so many people on its one ballot."""
    parameters = rule_set("qd96.v1")
    values: dict[str, Any] = {
        "pk": 1,
        "code": "TU-1",
        "name": "Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ 15",
        "campaign_code": "GK-2028",
        "campaign_name": "Lấy phiếu tín nhiệm giữa nhiệm kỳ",
        "secrecy": "",
        "phase": "Lãnh đạo cấp ủy",
        "citation": "Quy định 96-QĐ/TW ngày 02/02/2023 của Bộ Chính trị",
        "parameters": parameters,
        "unit_id": 1,
        "unit": "Tỉnh ủy Minh Hòa",
        "superior": "",
        "letterhead": letterhead,
        "place": "Minh Hòa",
        "venue": "Hội trường Tỉnh ủy",
        "held_at": datetime(2028, 7, 2, 8, 0, tzinfo=UTC),
        "chair": "Nguyễn Văn Bình",
        "board_head": "Lê Thị Chi",
        "board_members": ("Phạm Tiến Dũng", "Hoàng Văn Em"),
        "board_secretaries": (),
        "total_members": 50,
        "summoned": 50,
        "present": 47,
        "styles": (_style(number, over_half, parameters),),
        "is_sealed": True,
    }
    return SessionResult(**{**values, **fields})


def paper(number: int, *, over_half: int = 0, letterhead: str = Letterhead.PARTY, **fields: Any) -> CountPaper:
    return minutes_paper(result(number, over_half=over_half, letterhead=letterhead, **fields))
