"""Every address of campaigns, reports and memberships, as everybody of the cast, over what lies inside and outside the
scope of binh, who organises DU001 only.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from campaigns.models import Campaign, SelfReportFile
from config.accounts.models import User
from tests.campaigns.world import Place, World, build

pytestmark = pytest.mark.django_db
CAST = ("an", "binh", "khanh", "chi", "dung", "giang", "ha", "boss")
UNCOUNTED = {"django_session", "django_tasks_db_dbtaskresult", "jobs_job"}

# S sees it · D does what it is for · C sees it and does it · . neither. Steps whose time has not come nobody does.
#                                 an    binh  khanh chi   dung  giang ha    boss
TABLE = """
rule-set-list                   S     S     S     S     S     S     .     .
rule-set-detail                 S     S     S     S     S     S     .     .
search                          S     S     S     S     S     S     .     .
campaign-list                   S     S     S     S     S     S     .     .
campaign-create                 C     S     .     .     .     .     .     .
campaign-create own             C     C     .     .     .     .     .     .
member-import                   S     S     .     .     .     .     .     .
campaign-detail                 S     S     S     S     S     S     .     .
campaign-edit                   C     .     .     .     .     .     .     .
campaign-move                   .     .     .     .     .     .     .     .
campaign-cockpit                S     S     S     S     S     S     .     .
campaign-waiting                S     S     S     S     S     S     .     .
reminder-list                   S     S     S     S     S     S     .     .
eligibility-list                C     S     S     S     S     S     .     .
override-list                   S     S     S     S     S     S     .     .
list-history                    S     S     S     S     S     S     .     .
list-submit                     S     .     .     .     .     .     .     .
list-change-note                S     S     S     S     S     S     .     .
venue-list                      S     S     S     S     S     S     .     .
session-create                  S     S     .     .     .     .     .     .
timetable                       S     S     S     S     S     S     .     .
timetable-list                  S     S     S     S     S     S     .     .
sessions-move                   C     S     .     .     .     .     .     .
campaign-copy                   C     S     .     .     .     .     .     .
campaign-results                S     S     S     S     .     S     .     .
results-export                  .     .     .     .     .     .     .     .
campaign-margins                S     S     S     S     .     S     .     .
list-annex-xlsx                 S     .     S     S     S     S     .     .
list-annex-pdf                  S     .     S     S     S     S     .     .
sessions-move own               C     C     .     .     .     .     .     .
list-change                     S     S     S     S     S     S     .     .
session-create-many             S     S     .     .     .     .     .     .
phase-rule-set                  S     .     .     .     .     .     .     .
case-detail inside              S     S     S     S     S     S     .     .
venue-official inside           C     S     S     S     S     S     .     .
decision-confirm inside         S     S     C     .     .     .     .     .
decision-withdraw inside        C     S     C     .     .     .     .     .
official-verdicts inside        S     S     S     .     .     S     .     .
session-detail inside           S     S     S     S     S     S     .     .
session-edit inside             C     C     .     .     .     .     .     .
session-delete inside           C     C     .     .     .     .     .     .
session-step inside             D     D     .     D     .     .     .     .
session-attendance inside       .     .     .     .     .     .     .     .
session-back inside             S     S     .     S     .     .     .     .
session-dossier inside          C     C     S     S     S     S     .     .
dossier-paper inside            C     C     .     .     .     .     .     .
self-report-file inside         S     S     S     S     S     S     .     .
self-report-edit inside         C     C     .     .     .     .     .     .
voter-roll inside               S     S     S     S     S     S     .     .
voter-roll-again inside         C     C     .     .     .     .     .     .
voter-add inside                C     C     .     .     .     .     .     .
voter-roll-import inside        S     S     .     .     .     .     .     .
voter-remove inside             C     C     .     .     .     .     .     .
voter-restore inside            C     C     .     .     .     .     .     .
session-board inside            S     S     S     S     S     S     .     .
session-disclosure inside       C     C     .     .     .     .     .     .
session-casting inside          S     S     .     .     .     .     .     .
session-check-in inside         S     S     S     S     S     S     .     .
session-check-in-rows inside    .     .     .     .     .     .     .     .
session-late inside             .     .     .     .     .     .     .     .
session-hall inside             S     S     S     S     S     S     .     .
subject-remove inside           C     C     .     .     .     .     .     .
session-results inside          S     S     S     S     .     S     .     .
session-results-panel inside    S     S     S     S     .     S     .     .
session-versions inside         S     S     S     S     .     S     .     .
session-reopen inside           .     .     S     S     .     .     .     .
session-rehearsal inside        C     C     S     C     S     S     .     .
session-self-reports inside     S     S     S     S     S     S     .     .
self-report inside              S     S     S     S     S     S     .     .
session-minutes inside          .     .     .     .     .     .     .     .
session-result-report inside    .     .     .     .     .     .     .     .
session-sign-in-sheet inside    S     S     S     S     S     S     .     .
session-pack inside             S     S     S     S     S     S     .     .
session-pack-part inside        S     S     S     S     S     S     .     .
session-pack-preview inside     S     S     S     S     S     S     .     .
unit-members inside             S     S     S     .     .     S     .     .
member-add inside               C     C     .     .     .     .     .     .
member-end inside               C     C     .     .     .     .     .     .
case-detail outside             S     .     S     S     S     S     .     .
venue-official outside          C     .     S     S     S     S     .     .
decision-confirm outside        S     .     C     .     .     .     .     .
decision-withdraw outside       C     .     C     .     .     .     .     .
official-verdicts outside       S     .     S     .     .     S     .     .
session-detail outside          S     .     S     S     S     S     .     .
session-edit outside            C     .     .     .     .     .     .     .
session-delete outside          C     .     .     .     .     .     .     .
session-step outside            D     .     .     D     .     .     .     .
session-attendance outside      .     .     .     .     .     .     .     .
session-back outside            S     .     .     S     .     .     .     .
session-dossier outside         C     .     S     S     S     S     .     .
dossier-paper outside           C     .     .     .     .     .     .     .
self-report-file outside        S     .     S     S     S     S     .     .
self-report-edit outside        C     .     .     .     .     .     .     .
voter-roll outside              S     .     S     S     S     S     .     .
voter-roll-again outside        C     .     .     .     .     .     .     .
voter-add outside               C     .     .     .     .     .     .     .
voter-roll-import outside       S     .     .     .     .     .     .     .
voter-remove outside            C     .     .     .     .     .     .     .
voter-restore outside           C     .     .     .     .     .     .     .
session-board outside           S     .     S     S     S     S     .     .
session-disclosure outside      C     .     .     .     .     .     .     .
session-casting outside         S     .     .     .     .     .     .     .
session-check-in outside        S     .     S     S     S     S     .     .
session-check-in-rows outside   .     .     .     .     .     .     .     .
session-late outside            .     .     .     .     .     .     .     .
session-hall outside            S     .     S     S     S     S     .     .
subject-remove outside          C     .     .     .     .     .     .     .
session-results outside         S     .     S     S     .     S     .     .
session-results-panel outside   S     .     S     S     .     S     .     .
session-versions outside        S     .     S     S     .     S     .     .
session-reopen outside          .     .     S     S     .     .     .     .
session-rehearsal outside       C     .     S     C     S     S     .     .
session-self-reports outside    S     .     S     S     S     S     .     .
self-report outside             S     .     S     S     S     S     .     .
session-minutes outside         .     .     .     .     .     .     .     .
session-result-report outside   .     .     .     .     .     .     .     .
session-sign-in-sheet outside   S     .     S     S     S     S     .     .
session-pack outside            S     .     S     S     S     S     .     .
session-pack-part outside       S     .     S     S     S     S     .     .
session-pack-preview outside    S     .     S     S     S     S     .     .
unit-members outside            S     .     S     .     .     S     .     .
member-add outside              C     .     .     .     .     .     .     .
member-end outside              C     .     .     .     .     .     .     .
override-create outside         C     .     .     .     .     .     .     .
"""
DIGEST = "SELECT md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) FROM {} AS row"
WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


@pytest.fixture
def world(an: User, asked: Campaign) -> World:
    return build(an, asked)


def digests(tables: Iterable[str]) -> dict[str, str]:
    """One of each table."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(DIGEST.format(connection.ops.quote_name(table)))
            found[table] = cursor.fetchone()[0]
    return found


def written() -> dict[str, int]:
    """By table, how many rows this transaction has written up to now, those included that were rolled back; what papers
    leave in the trail is no change."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table: number for table, number in cursor.fetchall() if table not in UNCOUNTED}


@contextmanager
def changes(before: dict[str, str]) -> Iterator[set[str]]:
    """The tables that are no longer as `before`, to be looked into afterwards; everything is rolled back."""
    found: set[str] = set()
    with transaction.atomic():
        numbers = written()
        yield found
        touched = [table for table, number in written().items() if number != numbers.get(table)]
        found |= {table for table, digest in digests(touched).items() if digest != before[table]}
        transaction.set_rollback(True)


def rows(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    """The address of each line of the table, and what is sent to it."""
    found = {**_at_large(), **_of_draft(world)}
    for where in ("inside", "outside"):
        place: Place = getattr(world, where)
        found |= {f"{name} {where}": row for name, row in _of_place(world, place).items()}
    return found


def _at_large() -> dict[str, tuple[str, dict[str, Any]]]:
    new = {"code": "MOI", "name": "Đợt mới", "year": 2028}
    return {
        "rule-set-list": (reverse("rule-set-list"), {}),
        "rule-set-detail": (reverse("rule-set-detail", args=["QD96", 1]), {}),
        "search": (reverse("search") + "?q=van", {}),
        "campaign-list": (reverse("campaign-list"), {}),
        "campaign-create": (reverse("campaign-create"), new),
        "campaign-create own": (reverse("campaign-create"), {**new, "organiser_code": "DU001"}),
        "member-import": (reverse("member-import"), {}),
    }


def _of_draft(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    draft, approved = world.draft.code, world.approved.code
    new = {"code": "MOI", "name": "Đợt mới", "year": 2033, "organiser_code": ""}
    paper = {"number": "1-QĐ", "day": "2026-02-01"}
    waiting = world.draft.eligibilities.exclude(questions=[]).values_list("appointment", flat=True)
    answer = {"result": "no", "reason": "Đã rõ"}
    edit = {"name": "Tên khác", "vote_on": "2028-07-01", "secrecy": ""}
    rule = {"rule_set": "", "reason": "Đổi"}
    pages: dict[str, dict[str, Any]] = {
        "campaign-detail": {},
        "campaign-edit": edit,
        "campaign-move": {"target": "scheduled"},
        "campaign-cockpit": {},
        "campaign-waiting": {},
        "reminder-list": {},
        "eligibility-list": {**answer, "chosen": list(waiting)},
        "override-list": {},
        "list-history": {},
        "list-submit": {"note": "Trình"},
        "list-change-note": {},
        "venue-list": {},
        "session-create": {},
        "timetable": {},
        "timetable-list": {},
        "sessions-move": {"days": "1", "move": "1", "reason": "Dời", "hn": [world.outside.session.pk]},
        "campaign-copy": new,
        "campaign-results": {},
        "results-export": {},
        "campaign-margins": {},
        "list-annex-xlsx": {},
        "list-annex-pdf": {},
    }
    on_approved = ("campaign-move", "sessions-move", "list-annex-xlsx", "list-annex-pdf", "list-change-note")
    found = {
        name: (reverse(name, args=[approved if name in on_approved else draft]), data) for name, data in pages.items()
    }
    found["sessions-move own"] = (
        found["sessions-move"][0],
        {**pages["sessions-move"], "hn": [world.inside.session.pk]},
    )
    found["list-change"] = (
        reverse("list-change", args=[approved]),
        {**paper, "officials": [world.inside.post.official_id]},
    )
    found["session-create-many"] = (reverse("session-create-many", args=[approved, "other"]), {})
    found["phase-rule-set"] = (reverse("phase-rule-set", args=[draft, "other"]), rule)
    return found


def _of_place(world: World, place: Place) -> dict[str, tuple[str, dict[str, Any]]]:
    draft, why = world.draft.code, {"reason": "Theo yêu cầu"}
    here = (world.approved.code, place.session.code)
    style = place.session.styles.get()
    subject = style.subjects.order_by("position")[0]
    SelfReportFile.objects.create(subject=subject, content=b"%PDF-", pages=1)
    on, off = (place.session.voters.filter(is_removed=is_off)[0].pk for is_off in (False, True))
    own = {"result": "yes", "number": "5-QĐ", "day": "2026-01-05", "authority": "TU", **why}
    left_out = world.draft.eligibilities.filter(is_subject=False, appointment__unit=place.post.unit).first()
    plan = {"name": "Tên khác", "day": "2028-09-20", "hour": "08:00", "minutes_long": "90", "place": "Nhà khác", **why}
    numbers = {"total_members": "9", "summoned": "9", "present": "9"}
    steps: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
        "case-detail": ((draft, place.post.pk), {}),
        "venue-official": ((draft, place.post.official_id), {"slot-1": place.post.unit_id, **why}),
        "decision-confirm": ((draft, place.decision.pk), {}),
        "decision-withdraw": ((draft, place.decision.pk), why),
        "official-verdicts": ((place.post.official_id,), {}),
        "session-detail": (here, {}),
        "session-edit": (here, plan),
        "session-delete": (here, why),
        "session-step": (here, {"target": "prepared"}),
        "session-attendance": (here, numbers),
        "session-back": (here, why),
        "session-dossier": (here, {"do": "all", "all-kind": "asset_declaration", "all-day": "2026-01-05"}),
        "dossier-paper": ((*here, subject.pk, "asset_declaration"), {"do": "waive", **why}),
        "self-report-file": ((*here, subject.pk), {}),
        "self-report-edit": ((*here, subject.pk), {"do": "remove"}),
        "voter-roll": (here, {}),
        "voter-roll-again": (here, {}),
        "voter-add": (here, {"person": "Khách Mời", "name": "Khách Mời", **why}),
        "voter-roll-import": (here, {}),
        "voter-remove": ((*here, on), why),
        "voter-restore": ((*here, off), why),
        "session-board": (here, {}),
        "session-disclosure": (here, {"disclosure": "session"}),
        "session-casting": (here, {"casting": "screen"}),
        "session-check-in": (here, {"voter": on, "attendance": "present"}),
        "session-check-in-rows": (here, {}),
        "session-late": (here, {"voter": on, "decision": "Chủ tọa đồng ý"}),
        "session-hall": (here, {}),
        "subject-remove": ((*here, subject.pk), why),
        "session-results": (here, {}),
        "session-results-panel": (here, {}),
        "session-versions": (here, {}),
        "session-reopen": (here, {"scope": "all", **why}),
        "session-rehearsal": (here, {"do": "create"}),
        "session-self-reports": (here, {}),
        "self-report": ((*here, subject.pk), {}),
        "session-minutes": (here, {}),
        "session-result-report": (here, {}),
        "session-sign-in-sheet": (here, {}),
        "session-pack": (here, {}),
        "session-pack-part": ((*here, "ban-giao"), {}),
        "session-pack-preview": ((*here, 1), {}),
        "unit-members": ((place.post.unit_id,), {}),
        "member-add": ((place.post.unit_id,), {"person": place.post.official.code, "seat": "deputy"}),
        "member-end": ((place.seat.pk,), {"ended_on": "2026-01-05", **why}),
    }
    if left_out is not None:
        steps["override-create"] = ((draft, left_out.appointment_id), own)
    return {name: (reverse(name, args=arguments), data) for name, (arguments, data) in steps.items()}


def found_for(
    browser: Client, path: str, data: dict[str, Any] | str, before: dict[str, str]
) -> tuple[str, dict[str, Any]]:
    """What the table says of one person, and the answer to look into. `data`: a form, or JSON as a text."""
    with changes(before) as looked:
        seen = browser.get(path)
    assert looked <= {"audit_auditevent"}, (path, looked)
    with changes(before) as did:
        done = browser.post(path, data, content_type="application/json" if isinstance(data, str) else MULTIPART_CONTENT)
    assert max(seen.status_code, done.status_code) < 500, path
    sees = seen.status_code == 200
    return {(True, True): "C", (True, False): "S", (False, True): "D", (False, False): "."}[sees, bool(did)], {
        "get": seen,
        "post": done,
    }


def cast_browsers(request: pytest.FixtureRequest, signed_in: Any) -> dict[str, Client]:
    """A browser for everybody of the cast."""
    browsers = {name: signed_in(request.getfixturevalue(name)) for name in CAST if name != "boss"}
    boss = User.objects.create_superuser("boss", "x", full_name="Quản Trị")
    return {**browsers, "boss": signed_in(boss)}


def found_for_all(browsers: dict[str, Client], rows: dict[str, tuple[str, Any]]) -> str:
    """The whole table."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - UNCOUNTED
    before = digests(tables)
    lines = [
        f"{name:32}" + "     ".join(found_for(browsers[who], path, data, before)[0] for who in CAST)
        for name, (path, data) in rows.items()
    ]
    assert digests(tables) == before
    return "\n".join(lines)


def test_who_may_what(request: pytest.FixtureRequest, signed_in: Any, world: World) -> None:
    browsers = cast_browsers(request, signed_in)
    assert found_for_all(browsers, rows(world)) == TABLE.strip()
