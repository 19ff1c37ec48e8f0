"""Every address of the day and of the count, as everybody of the cast, inside and outside the scope of binh; and no
address of campaigns, ballots or reports may be in no table at all. See tests/campaigns/test_who_may_what.py.
"""

import json
from typing import Any

import pytest
from django.urls import reverse

from ballots.models import BallotBox, Bundle, BundleKeying, Count, KeyedSheet, Reopening, Stock
from ballots.urls import urlpatterns as of_ballots
from ballots.urls import voter_pages
from campaigns.models import (
    BallotStyle,
    BoxState,
    Campaign,
    CampaignState,
    Casting,
    Counting,
    Phase,
    SessionState,
    Subject,
    Voter,
    VotingSession,
)
from campaigns.urls import urlpatterns as of_campaigns
from config.accounts.models import User
from officials.models import OrganisationUnit
from reports.urls import urlpatterns as of_reports
from tests.ballots.conftest import MakeCampaign
from tests.campaigns.test_who_may_what import TABLE, cast_browsers, found_for_all
from tests.conftest import MakeUnit
from tests.reports.sessions import Person, Style, counted_session

pytestmark = pytest.mark.django_db
PLACES = {"inside": "DU001", "outside": "S01"}
PEOPLE = (Person("Lê Văn Một", "Trưởng phòng", (30, 10, 5)), Person("Phạm Văn Ba", "Phó phòng", (5, 15, 27)))

# S sees it · D does what it is for · C sees it and does it · . neither.
#                                 an    binh  khanh chi   dung  giang ha    boss
DAY_TABLE = """
verify-result                   S     S     S     S     .     S     .     .
sealed-take-over                .     .     .     .     .     .     .     .
totals-import                   S     S     .     .     .     .     .     .
totals-template                 S     S     .     .     .     .     .     .
rule-set-new-version            S     .     .     .     .     .     .     .
session-stock inside            S     S     S     C     C     S     .     .
ballot-exchange inside          .     .     .     D     D     .     .     .
voting-close inside             D     D     .     D     .     .     .     .
session-late inside             D     D     .     D     D     .     .     .
bundle-list inside              .     .     .     .     C     .     .     .
bundle-keying inside            .     .     .     .     C     .     .     .
bundle-open inside              .     .     .     .     D     .     .     .
bundle-save inside              .     .     .     .     D     .     .     .
bundle-decision inside          .     .     .     C     .     .     .     .
session-count inside            .     .     .     C     .     .     .     .
session-count-panel inside      S     S     S     S     S     S     .     .
session-keying inside           .     .     .     .     C     .     .     .
session-minutes-edit inside     .     .     .     C     .     .     .     .
session-seal inside             .     .     C     C     .     .     .     .
session-seal-panel inside       S     S     S     S     S     S     .     .
session-forecast inside         S     S     S     S     S     S     .     .
session-minutes inside          S     S     S     S     .     S     .     .
session-result-report inside    S     S     S     S     .     S     .     .
session-reopen inside           .     .     C     C     .     .     .     .
motion-create inside            C     C     .     .     .     .     .     .
reopening-confirm inside        .     .     C     C     .     .     .     .
session-box inside              C     C     S     C     S     S     .     .
box-turnout inside              .     .     .     .     .     .     .     .
box-kiosks inside               C     C     S     C     S     S     .     .
box-key-cards inside            D     D     .     D     .     .     .     .
box-code-slips inside           D     D     .     D     .     .     .     .
box-destruction inside          .     .     .     .     .     .     .     .
session-stock outside           S     .     S     C     C     S     .     .
ballot-exchange outside         .     .     .     D     D     .     .     .
voting-close outside            D     .     .     D     .     .     .     .
session-late outside            D     .     .     D     D     .     .     .
bundle-list outside             .     .     .     .     C     .     .     .
bundle-keying outside           .     .     .     .     C     .     .     .
bundle-open outside             .     .     .     .     D     .     .     .
bundle-save outside             .     .     .     .     D     .     .     .
bundle-decision outside         .     .     .     C     .     .     .     .
session-count outside           .     .     .     C     .     .     .     .
session-count-panel outside     S     .     S     S     S     S     .     .
session-keying outside          .     .     .     .     C     .     .     .
session-minutes-edit outside    .     .     .     C     .     .     .     .
session-seal outside            .     .     C     C     .     .     .     .
session-seal-panel outside      S     .     S     S     S     S     .     .
session-forecast outside        S     .     S     S     S     S     .     .
session-minutes outside         S     .     S     S     .     S     .     .
session-result-report outside   S     .     S     S     .     S     .     .
session-reopen outside          .     .     C     C     .     .     .     .
motion-create outside           C     .     .     .     .     .     .     .
reopening-confirm outside       .     .     C     C     .     .     .     .
session-box outside             C     .     S     C     S     S     .     .
box-turnout outside             .     .     .     .     .     .     .     .
box-kiosks outside              C     .     S     C     S     S     .     .
box-key-cards outside           D     .     .     D     .     .     .     .
box-code-slips outside          D     .     .     D     .     .     .     .
box-destruction outside         .     .     .     .     .     .     .     .
"""
# What answers a job, or has only a step of the list or the ballots behind it: the tests of those say who may.
ELSEWHERE = {
    "campaign-evaluate", "list-annex-ready", "list-approve", "list-return", "list-withdraw", "self-reports-ready",
    "session-ballots", "session-pack-ready", "style-order", "totals-import-done", "totals-import-give-up",
    "totals-import-preview", "voter-roll-note",
}  # fmt: skip
AT_LARGE = ("verify-result", "sealed-take-over", "totals-import", "totals-template")


@pytest.fixture
def day(
    an: User, dung: User, em: User, commune: OrganisationUnit, make_unit: MakeUnit, make_campaign: MakeCampaign
) -> None:
    """At each of two units a session with open voting, one whose ballots are keyed in bundles, one whose totals are
    keyed, one that is counted, and one that is counted and asked to be opened again."""
    phase = make_campaign(other="QD96").phases.get()
    Campaign.objects.update(state=CampaignState.IN_PROGRESS)
    make_unit("S01")
    for unit in OrganisationUnit.objects.filter(code__in=PLACES.values()):
        steps: dict[str, dict[str, Any]] = {
            "GHI": {"state": SessionState.VOTING, "present": 45},
            "BO": {"state": SessionState.COUNTING, "counting": Counting.BALLOTS},
            "TONG": {"state": SessionState.COUNTING},
            "XONG": {},
            "LAI": {},
        }
        for code, fields in steps.items():
            session = counted_session(phase, unit, [Style("Khối", PEOPLE)], code=f"{code}-{unit.code}", **fields)
            if fields:
                Count.objects.filter(style__session=session).delete()
        Reopening.objects.create(session=session, version=1, reason="Thử", proposed_by=em)
        _stand_boxes(phase, unit)
        _fill_bundles(BallotStyle.objects.get(session__code=f"BO-{unit.code}"), dung, em)
        _expect_people(VotingSession.objects.get(code=f"GHI-{unit.code}"))


def _stand_boxes(phase: Phase, unit: OrganisationUnit) -> None:
    """A session whose box is to be locked, and one whose cards are tried."""
    for code, box in (("KHOA", BoxState.NONE), ("THU", BoxState.TRIED)):
        session = counted_session(
            phase,
            unit,
            [Style("Khối", PEOPLE)],
            code=f"{code}-{unit.code}",
            state=SessionState.PREPARED,
            casting=Casting.SCREEN,
            box=box,
        )
        Count.objects.filter(style__session=session).delete()
    BallotBox.objects.create(session=session, address=unit.code, threshold=2, holders=["A", "B"], trial_slip=b"")


def _expect_people(session: VotingSession) -> None:
    Stock.objects.filter(style__session=session).update(printed=50, issued=45, spoiled=0, unused=5, returned=None)
    Voter.objects.create(session=session, name="Tạ Văn Muộn", source=Voter.Source.HAND, note="Được mời")


def _fill_bundles(style: BallotStyle, dung: User, em: User) -> None:
    """The first bundle waits for a third person, the second one is being keyed, the third one is free."""
    for number in (1, 2, 3):
        Bundle.objects.create(style=style, number=number, size=5)
    apart, keyed, _ = style.bundles.order_by("number")
    Bundle.objects.filter(pk=apart.pk).update(state=Bundle.State.DIFFERING, differences=2)
    for number, clerk in enumerate((dung, em), 1):
        keying = BundleKeying.objects.create(bundle=apart, number=number, by=clerk, returned=[[1, 1]])
        for position in range(1, 6):
            marks = ".2" if position == 1 else "12"
            KeyedSheet.objects.create(keying=keying, position=position, marks=marks)
    BundleKeying.objects.create(bundle=keyed, number=1, by=dung)


def rows() -> dict[str, tuple[str, Any]]:
    """The address of each line of the table, and what is sent to it."""
    found: dict[str, tuple[str, Any]] = {name: (reverse(name), {}) for name in AT_LARGE}
    found["rule-set-new-version"] = (reverse("rule-set-new-version", args=["QD96", 1]), {})
    for where, unit in PLACES.items():
        found |= {f"{name} {where}": row for name, row in _of_place(unit).items()}
    return found


def _of_place(unit: str) -> dict[str, tuple[str, Any]]:
    voting, bundles, totals, counted, asked = (f"{code}-{unit}" for code in ("GHI", "BO", "TONG", "XONG", "LAI"))
    style = BallotStyle.objects.get(session__code=voting).pk
    voter = Voter.objects.get(session__code=voting).pk
    apart, keyed, free = (bundle.pk for bundle in Bundle.objects.filter(style__session__code=bundles))
    subject = Subject.objects.filter(style__session__code=counted).latest("pk").pk
    plan = {
        "code": "BP",
        "name": "Bỏ phiếu",
        "day": "2023-12-20",
        "hour": "08:00",
        "minutes_long": "90",
        "reason": "Thử",
    }
    sheet = json.dumps({"position": 1, "marks": "12", "reason": "", "window": "", "seconds": 1})
    steps: dict[str, tuple[str, tuple[int, ...], Any]] = {
        "session-stock": (voting, (), {f"style:{style}:printed": "52", f"style:{style}:unused": "7"}),
        "ballot-exchange": (voting, (), {"ballot": style}),
        "voting-close": (voting, (), {}),
        "session-late": (voting, (), {"voter": voter, "decision": "Chủ tọa đồng ý"}),
        "bundle-list": (bundles, (), {"do": "start", "bundle": free}),
        "bundle-keying": (bundles, (keyed,), {"do": "sheet", "position": "1", "shown": "", "reason": "no_stamp"}),
        "bundle-open": (bundles, (keyed,), json.dumps({"window": "w"})),
        "bundle-save": (bundles, (keyed,), sheet),
        "bundle-decision": (bundles, (apart,), {"mark-1-1": "1", "note": "Đã xem phiếu"}),
        "session-count": (bundles, (), {"do": "discard-bundle", "bundle": free, "reason": "Buộc nhầm"}),
        "session-count-panel": (bundles, (), {}),
        "session-keying": (totals, (), {"do": "start"}),
        "session-minutes-edit": (totals, (), {"copies": "3"}),
        "session-seal": (counted, (), {"do": "propose"}),
        "session-seal-panel": (counted, (), {}),
        "session-forecast": (counted, (), {}),
        "session-minutes": (counted, (), {}),
        "session-result-report": (counted, (), {}),
        "session-reopen": (counted, (), {"scope": "all", "reason": "Kiến nghị"}),
        "motion-create": (counted, (), {**plan, "subjects": subject}),
        "reopening-confirm": (asked, (Reopening.objects.get(session__code=asked).pk,), {"do": "confirm"}),
        "session-box": (f"THU-{unit}", (), {"do": "drop", "reason": "Mất thẻ"}),
        "box-turnout": (f"THU-{unit}", (), {}),
        "box-kiosks": (f"THU-{unit}", (), {"name": "Máy 1"}),
        "box-key-cards": (f"KHOA-{unit}", (), {"holders": "A\nB", "threshold": "2"}),
        "box-code-slips": (f"THU-{unit}", (), {"reserve": "5"}),
        "box-destruction": (f"THU-{unit}", (), {}),
    }
    return {name: (reverse(name, args=["DOT", code, *pks]), data) for name, (code, pks, data) in steps.items()}


def test_who_may_what_on_the_day(request: pytest.FixtureRequest, signed_in: Any, day: None) -> None:
    browsers = cast_browsers(request, signed_in)
    assert found_for_all(browsers, rows()) == DAY_TABLE.strip()


def test_every_address_is_in_a_table() -> None:
    """Somebody who adds a page says in a table who may see it; what voters open has no accounts and no roles."""
    named = {line.split()[0] for table in (TABLE, DAY_TABLE) for line in table.strip().splitlines()}
    pages = {str(pattern.name) for pattern in (*of_campaigns, *of_ballots, *of_reports)}
    assert pages - named - {str(pattern.name) for pattern in voter_pages} == ELSEWHERE
