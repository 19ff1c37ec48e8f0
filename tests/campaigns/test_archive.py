"""An archived campaign is looked at only: every address under it that takes a POST refuses to write, with a sentence.

Each post is first tried while the campaign is open, where it does write, so that it is the archive that refuses.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from ballots.models import Bundle, BundleKeying, Reopening, TotalsKeying
from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.models import (
    BallotStyle,
    Campaign,
    CampaignState,
    Decision,
    Eligibility,
    Subject,
    Voter,
    VotingSession,
)
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from config.accounts.permissions import Role
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import Assignment, Official
from tests.test_house import ALL_PAGES

SignIn = Callable[[User], Client]
DAY = "2028-07-06"
REASON = {"reason": "Thử"}
DOCUMENT = {"number": "1-QĐ/TU", "day": "2026-01-05"}
PLAN = {"name": "Khác", "day": DAY, "hour": "08:00", "minutes_long": "90", **REASON}
MANY = {"name": "Lấy phiếu tại {đơn vị}", "first": DAY, "hours": "08:00", "minutes_long": "90", "create": "1", **REASON}

Typed = dict[str, Any]


def _ids(campaign: Campaign) -> dict[str, int]:
    """One of each kind of thing that an address names."""
    session = VotingSession.objects.get()
    subject, other = Subject.objects.filter(style__session=session).values_list("pk", flat=True)
    return {
        "session": session.pk,
        "subject": subject,
        "other": other,
        "style": BallotStyle.objects.get(session=session).pk,
        "voter": session.voters.filter(is_removed=False)[0].pk,
        "removed": session.voters.get(is_removed=True).pk,
        "decision": Decision.objects.get(campaign=campaign).pk,
        "case": Eligibility.objects.get(appointment__official__full_name="Bế Thị Quyền").appointment_id,
        "verdict": Eligibility.objects.get(appointment__official__full_name="Ngô Văn Sáu").appointment_id,
        "official": Official.objects.get(full_name="Ngô Văn Sáu").pk,
        "reopening": next(iter(session.reopenings.values_list("pk", flat=True)), 0),
        "bundle": Bundle.objects.filter(style__session=session)[0].pk,
        "unit": Official.objects.get(full_name="Ngô Văn Sáu").appointments.get().unit_id,
    }


# name of the page; states of the campaign and the session in which the post writes, "" where that would take more than
# is there; pk in the address; what is posted ("<name>" stands for an id)
WRITES: list[tuple[str, str, str, str, Typed]] = [
    ("campaign-edit", "scheduled", "planned", "", {"name": "Khác", "window_reason": "Thử", **REASON}),
    ("campaign-evaluate", "", "planned", "", {}),
    ("campaign-move", "", "planned", "", {"target": "list_approved", **REASON}),
    ("phase-rule-set", "", "planned", "", {"rule_set": "1", **REASON}),
    ("eligibility-list", "", "planned", "", {"result": "no", "case": "<case>", **REASON}),
    ("case-detail", "draft", "planned", "case", {"result": "no", **REASON}),
    ("override-create", "", "planned", "verdict", {"result": "no", "authority": "BTV", **DOCUMENT, **REASON}),
    ("decision-confirm", "draft", "planned", "decision", {}),
    ("decision-withdraw", "", "planned", "decision", REASON),
    ("list-submit", "", "planned", "", {}),
    ("list-approve", "", "planned", "", DOCUMENT),
    ("list-return", "", "planned", "", {"note": "Sửa"}),
    ("list-withdraw", "", "planned", "", REASON),
    ("list-change", "", "planned", "", {"officials": "<official>", **DOCUMENT}),
    ("venue-official", "", "planned", "official", {"slot-1": "<unit>", **REASON}),
    ("session-create", "scheduled", "planned", "", {"code": "M1", **PLAN}),
    ("session-create-many", "scheduled", "planned", "", MANY),
    ("sessions-move", "scheduled", "planned", "", {"hn": "<session>", "days": "1", "move": "1", **REASON}),
    ("session-edit", "scheduled", "planned", "", PLAN),
    ("session-ballots", "", "planned", "", REASON),
    ("session-delete", "scheduled", "planned", "", REASON),
    ("session-step", "scheduled", "planned", "", {"target": "prepared"}),
    ("session-step", "scheduled", "prepared", "", {"target": "printed"}),
    ("session-step", "scheduled", "prepared", "", {"target": "checking_in"}),
    ("session-stock", "in_progress", "prepared", "", {"style:<style>:printed": "60"}),
    ("ballot-exchange", "in_progress", "voting", "", {"ballot": "<style>"}),
    ("voting-close", "in_progress", "voting", "", {}),
    ("motion-create", "", "counted", "", {"subjects": "<subject>", **PLAN}),
    ("session-attendance", "in_progress", "checking_in", "", {"total_members": "3", "summoned": "3", "present": "3"}),
    ("session-disclosure", "scheduled", "planned", "", {"disclosure": "session"}),
    ("session-check-in", "in_progress", "checking_in", "", {"voter": "<voter>", "attendance": "present"}),
    ("session-late", "", "voting", "", {"voter": "<voter>", "decision": "Chủ tọa đồng ý"}),
    ("session-back", "scheduled", "prepared", "", REASON),
    ("session-dossier", "scheduled", "planned", "", {"do": "all", "all-day": "2026-01-05", "all-kind": "self_report"}),
    (
        "session-dossier",
        "scheduled",
        "planned",
        "",
        {"do": "save", "day": "2026-01-05", "got-self_report-<subject>": 1},
    ),
    ("dossier-paper", "scheduled", "planned", "subject", {"do": "waive", **REASON}),
    ("voter-roll-again", "scheduled", "planned", "", {}),
    ("voter-add", "scheduled", "planned", "", {"person": "Tạ Văn Lạ", **REASON}),
    ("voter-roll-import", "", "planned", "", {}),
    ("voter-remove", "scheduled", "planned", "voter", REASON),
    ("voter-restore", "scheduled", "planned", "removed", REASON),
    ("session-board", "scheduled", "planned", "", {"name": "Tạ Văn Lạ"}),
    ("subject-remove", "scheduled", "planned", "subject", REASON),
    ("style-order", "scheduled", "planned", "style", {"subject-<subject>": "2", "subject-<other>": "1"}),
    ("session-count", "in_progress", "counting", "", {"do": "discard", **REASON}),
    ("session-count", "", "counting", "", {"do": "settle"}),
    ("session-count", "", "counting", "", {"do": "reopen", **REASON}),
    ("session-keying", "in_progress", "counting", "", {"do": "start"}),
    ("session-rehearsal", "in_progress", "planned", "", {"do": "create"}),
    ("session-minutes-edit", "in_progress", "counting", "", {"copies": "3"}),
    ("session-seal", "", "counted", "", {"do": "propose"}),
    ("bundle-list", "", "counting", "", {"do": "start", "bundle": "<bundle>"}),
    (
        "bundle-keying",
        "in_progress",
        "counting",
        "bundle",
        {"do": "sheet", "position": "1", "shown": "", "reason": "no_stamp"},
    ),
    ("bundle-open", "", "counting", "bundle", {}),
    ("bundle-save", "", "counting", "bundle", {}),
    ("bundle-decision", "", "counting", "bundle", {"note": "Thử"}),
    ("session-reopen", "", "counted", "", {"scope": "all", **REASON}),
    ("reopening-confirm", "in_progress", "counted", "reopening", {"do": "confirm"}),
    ("self-report-edit", "", "planned", "subject", {"do": "remove"}),
    ("session-casting", "", "planned", "", {"casting": "screen"}),
    ("box-key-cards", "", "prepared", "", {"holders": "A\nB", "threshold": "2"}),
    ("box-code-slips", "", "prepared", "", {"reserve": "5"}),
    ("box-kiosks", "", "prepared", "", {"name": "Máy 1"}),
    ("session-box", "", "prepared", "", {"do": "drop", **REASON}),
]
ON_SCREEN = ("box-key-cards", "box-code-slips", "box-kiosks", "session-box")
# Copying from the archive is what it is for; papers only show it; the import of totals has its own test.
ONLY_READ_OR_COPY = {"campaign-copy", "session-pack"}
SENTENCES = ("đã lưu trữ", "đã kết thúc", "Đợt không ở bước", "Từ bước này", "Chỉ điều chỉnh được", "Chỉ làm được")


@pytest.fixture
def whole(asked: Campaign, an: User, dung: User, khanh: User) -> Campaign:
    """A campaign with one of everything, and `an` who may do everything that anybody may."""
    for role in (Role.APPROVER, Role.BOARD_HEAD, Role.CLERK):
        Assignment.objects.create(user=an, role=role)
    create_sessions(by=None, phase=asked.phases.get(kind="party"), pattern=Pattern(Spread.at(datetime(2028, 7, 5, 15))))
    session = VotingSession.objects.get()
    stranger = {"title": "", "workplace": "", "source": Voter.Source.HAND, "note": "Thử"}
    for name in ("Tạ Văn Bỏ", "Tạ Văn Có"):
        Voter.objects.create(session=session, name=name, is_removed=name.endswith("Bỏ"), **stranger)
    TotalsKeying.objects.create(session=session, number=1, by=dung)
    bundle = Bundle.objects.create(style=session.styles.get(), number=1, size=5)
    BundleKeying.objects.create(bundle=bundle, number=1, by=an)
    verdict = Eligibility.objects.get(campaign=asked, appointment__official__full_name="Cao Văn Quyền")
    Decision.objects.create(
        campaign=asked,
        appointment=verdict.appointment,
        kind=Decision.Kind.OVERRIDE,
        is_subject=True,
        reason="Thử",
        document_number="1",
        document_date=date(2026, 1, 5),
        authority="BTV",
        proposed_by=khanh,
    )
    return asked


def _address(name: str, pk: int | None) -> str:
    path = next(path for known, path in ALL_PAGES if known == name)
    kind = "self_report" if name == "dossier-paper" else "other"
    path = path.replace("/dot/X/", "/dot/LPTN-2028/").replace("/hoi-nghi/X/", "/hoi-nghi/HN-DU001/")
    path = path.replace("/X/", f"/{kind}/")
    return path if pk is None else path.replace("/1/", f"/{pk}/")


def _everything() -> list[Any]:
    """All rows of the field, the audit trail and the jobs left out."""
    models = [model for app in ("campaigns", "ballots") for model in apps.get_app_config(app).get_models()]
    return [(model.__name__, list(model._default_manager.order_by("pk").values())) for model in models]


def _post(browser: Client, ids: dict[str, int], name: str, pk: str, typed: Typed) -> str:
    def filled(text: Any) -> str:
        return re.sub("<([a-z]+)>", lambda found: str(ids[found[1]]), str(text))

    address = _address(name, ids[pk] if pk else None)
    query = "?don-vi=S01&giai-doan=other" if name == "session-create" else ""
    data = {filled(key): filled(value) for key, value in typed.items()}
    response = browser.post(f"{address}{query}", data, follow=True)
    assert response.status_code < 500
    shown = response.content.decode()
    for job in Job.objects.filter(state=JobState.QUEUED):
        run_job.call(str(job.pk))
        job.refresh_from_db()
        shown += job.message
    return shown


def _set_states(campaign: str, session: str) -> None:
    Campaign.objects.update(state=campaign)
    VotingSession.objects.update(state=session)


@pytest.mark.parametrize(("name", "state", "step", "pk", "typed"), WRITES)
def test_no_post_writes_into_an_archived_campaign(
    whole: Campaign, an: User, signed_in: SignIn, name: str, state: str, step: str, pk: str, typed: Typed
) -> None:
    if pk == "reopening":
        Reopening.objects.create(
            session=VotingSession.objects.get(), version=1, reason="Thử", proposed_by=User.objects.get(username="khanh")
        )
    if name in ON_SCREEN:
        VotingSession.objects.update(casting="screen")
    browser, ids = signed_in(an), _ids(whole)
    if state:
        with transaction.atomic():
            _set_states(state, step)
            open_before = _everything()
            _post(browser, ids, name, pk, typed)
            assert _everything() != open_before
            transaction.set_rollback(True)
    _set_states(CampaignState.ARCHIVED, step)
    before = _everything()
    shown = _post(browser, ids, name, pk, typed)
    assert _everything() == before
    assert not state or any(sentence in shown for sentence in SENTENCES)


def test_every_address_that_takes_a_post_is_tried(whole: Campaign, an: User, signed_in: SignIn) -> None:
    browser = signed_in(an)
    tried = {name for name, *_ in WRITES} | ONLY_READ_OR_COPY
    pages = [name for name, path in ALL_PAGES if path.startswith("/dot/X/")]
    _set_states(CampaignState.ARCHIVED, "planned")
    takes = {name for name in pages if browser.post(_address(name, None)).status_code != 405}
    assert takes == tried
