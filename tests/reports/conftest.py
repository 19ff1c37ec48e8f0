from collections.abc import Callable

import pytest

from campaigns.models import Phase, VotingSession
from officials.models import Letterhead, OrganisationUnit, UnitKind
from tests.reports.sessions import Person, Style, counted_session, make_campaign, make_phase

VINH_PHUC = [
    Style("Khối HĐND", [Person("H. T. T. L.", "Chủ tịch HĐND tỉnh", (46, 0, 1))], colour="xanh"),
    Style(
        "Khối UBND",
        [
            Person("L. D. T.", "Chủ tịch UBND tỉnh", (19, 2, 25)),
            Person("V. V. K.", "Phó Chủ tịch UBND tỉnh", (35, 9, 3)),
        ],
    ),
]


@pytest.fixture
def council(make_unit: Callable[..., OrganisationUnit]) -> OrganisationUnit:
    return make_unit("HDND", UnitKind.PEOPLES_COUNCIL, name="Hội đồng nhân dân tỉnh Vĩnh Phúc", place="Vĩnh Phúc")


@pytest.fixture
def phase(council: OrganisationUnit) -> Phase:
    return make_phase(make_campaign(organiser=council))


@pytest.fixture
def session(phase: Phase, council: OrganisationUnit) -> VotingSession:
    """The session of Vĩnh Phúc, 13 December 2023: 47 ballots collected."""
    return counted_session(phase, council, VINH_PHUC)


@pytest.fixture
def party_session(phase: Phase, make_unit: Callable[..., OrganisationUnit]) -> VotingSession:
    unit = make_unit("TU", UnitKind.PARTY_COMMITTEE, name="Tỉnh ủy Vĩnh Phúc", letterhead=Letterhead.PARTY)
    return counted_session(phase, unit, VINH_PHUC, code="TU-1", name="Hội nghị Tỉnh ủy lần thứ 9")
