"""What the papers of a session day are made of, without a database."""

import json
from datetime import UTC, datetime
from typing import Any

from campaigns.queries.rule_sets import SHIPPED
from campaigns.rules.paper_texts import complete
from reports.queries.pack import PackFacts, StyleFacts
from tests.ballots.published import rule_set
from tests.reports.sessions import crowd


def style(number: int, position: int = 1, **fields: Any) -> StyleFacts:
    people = tuple((person.name, person.title) for person in crowd(number))
    values: dict[str, Any] = {"position": position, "name": "Khối UBND", "colour": "hồng", "people": people}
    return StyleFacts(**{**values, **fields})


def facts(number: int = 12, *, is_party: bool = True, is_motion: bool = False, **fields: Any) -> PackFacts:
    """A session with so many people on its one ballot."""
    code = "qd96.v1" if is_party else "nq96.v2"
    rules = rule_set(code)
    shipped = json.loads((SHIPPED / f"{code}.json").read_text(encoding="utf-8"))["parameters"]["texts"]
    values: dict[str, Any] = {
        "campaign": "LPTN-2028",
        "code": "HN-TU",
        "name": "Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ 15" if is_party else "Kỳ họp thứ 15 HĐND tỉnh khóa XIX",
        "is_party": is_party,
        "is_motion": is_motion,
        "is_rehearsal": False,
        "is_planned": False,
        "superior": "Ban Chấp hành Trung ương" if is_party else "",
        "issuer": "Tỉnh ủy Minh Hòa" if is_party else "Hội đồng nhân dân tỉnh Minh Hòa",
        "place": "Minh Hòa",
        "venue": "Hội trường Tỉnh ủy",
        "held_at": datetime(2028, 7, 2, 8, 0, tzinfo=UTC),
        "secrecy": "",
        "parameters": rules.for_motion() if is_motion else rules,
        "texts": complete(rules.texts, shipped),
        "styles": (style(number),),
        "voters": 47,
        "head": "Lê Thị Chi",
        "members": ("Phạm Tiến Dũng", "Hoàng Văn Em"),
        "digest": "0123456789abcdef" * 4,
    }
    return PackFacts(**{**values, **fields})
