"""Signed self-reports as files: filed, replaced, taken out, read; never loaded with lists."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.dossiers import Entries, save_dossier, undo_paper, waive_paper
from campaigns.actions.many_sessions import Pattern, create_sessions
from campaigns.actions.self_reports import file_self_report, remove_self_report
from campaigns.models import Campaign, DossierItem, SelfReportFile, SessionState, Subject, VotingSession
from campaigns.rules.spreading import Spread
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from tests.handed_in import HTML, pdf

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
SELF_REPORT = DossierItem.Kind.SELF_REPORT


@pytest.fixture
def session(approved_campaign: Campaign) -> VotingSession:
    phase = approved_campaign.phases.get(kind="council")
    create_sessions(by=None, phase=phase, pattern=Pattern(Spread.at(timezone.make_aware(datetime(2028, 7, 21, 8)))))
    return approved_campaign.sessions.get(phase=phase)


@pytest.fixture
def subject(session: VotingSession) -> Subject:
    return session.subjects()[0]


def at(page: str, subject: Subject) -> str:
    return reverse(page, args=["LPTN-2028", subject.style.session.code, subject.pk])


def item(subject: Subject) -> DossierItem:
    return subject.dossier.get(kind=SELF_REPORT)


def test_filing_a_report_is_receiving_it(an: User, subject: Subject) -> None:
    content = pdf(3)
    file_self_report(by=an, subject=subject, content=content)
    file = SelfReportFile.objects.get(subject=subject)
    assert (bytes(file.content), file.pages) == (content, 3)
    assert item(subject).received_on == timezone.localdate()
    subject.style.session.refresh_from_db()
    assert subject.style.session.papers_missing == 2 * subject.style.session.subjects().count() - 1


def test_the_day_on_which_paper_came_stays(an: User, subject: Subject) -> None:
    DossierItem.objects.create(subject=subject, kind=SELF_REPORT, received_on=date(2026, 2, 3))
    file_self_report(by=an, subject=subject, content=pdf())
    assert item(subject).received_on == date(2026, 2, 3)
    remove_self_report(by=an, subject=subject)
    assert item(subject).received_on == date(2026, 2, 3)
    assert not SelfReportFile.objects.exists()


def test_who_was_excused_and_files_is_excused_no_more(an: User, subject: Subject) -> None:
    waive_paper(by=an, subject=subject, kind=SELF_REPORT, reason="Nghỉ ốm")
    file_self_report(by=an, subject=subject, content=pdf())
    assert (item(subject).waived, item(subject).received_on) == ("", timezone.localdate())


def test_the_trail_tells_files_by_their_digest_only(an: User, subject: Subject) -> None:
    file_self_report(by=an, subject=subject, content=pdf(1))
    file_self_report(by=an, subject=subject, content=pdf(2))
    remove_self_report(by=an, subject=subject)
    events = list(AuditEvent.objects.filter(action__startswith="dossier").order_by("pk"))
    assert [event.action for event in events] == ["dossier.file", "dossier.file", "dossier.file_remove"]
    digests = [
        re.findall(r"SHA-256 (\w{64})", str([*event.before.values(), *event.after.values()])) for event in events
    ]
    assert [len(found) for found in digests] == [1, 2, 1]
    assert digests[0][0] == digests[1][0] != digests[1][1] == digests[2][0]
    assert subject.printed_name in str(events[0].after)


def test_what_lies_here_is_not_entered_as_not_received(an: User, subject: Subject) -> None:
    file_self_report(by=an, subject=subject, content=pdf())
    taken_back = Entries({(subject.pk, SELF_REPORT): None}, {})
    for step in (
        lambda: save_dossier(by=an, session=subject.style.session, entries=taken_back),
        lambda: waive_paper(by=an, subject=subject, kind=SELF_REPORT, reason="Nghỉ ốm"),
        lambda: undo_paper(by=an, subject=subject, kind=SELF_REPORT),
    ):
        with pytest.raises(Refused, match="Bỏ tệp trước"):
            step()
    waive_paper(by=an, subject=subject, kind=DossierItem.Kind.ASSET_DECLARATION, reason="Nghỉ ốm")
    remove_self_report(by=an, subject=subject)
    undo_paper(by=an, subject=subject, kind=SELF_REPORT)


@pytest.mark.parametrize("state", [SessionState.COUNTED, SessionState.SEALED])
def test_nothing_is_filed_or_taken_out_behind_a_result(an: User, subject: Subject, state: SessionState) -> None:
    file_self_report(by=an, subject=subject, content=pdf())
    VotingSession.objects.update(state=state)
    with pytest.raises(Refused, match="đã có kết quả"):
        file_self_report(by=an, subject=subject, content=pdf())
    with pytest.raises(Refused, match="đã có kết quả"):
        remove_self_report(by=an, subject=subject)


def test_taking_out_what_is_not_there_is_refused(an: User, subject: Subject) -> None:
    with pytest.raises(Refused, match="Chưa có tệp"):
        remove_self_report(by=an, subject=subject)


def test_only_who_prepares_dossiers_may(khanh: User, chi: User, giang: User, subject: Subject) -> None:
    for user in (khanh, chi, giang):
        with pytest.raises(PermissionDenied):
            file_self_report(by=user, subject=subject, content=pdf())
        with pytest.raises(PermissionDenied):
            remove_self_report(by=user, subject=subject)


def test_the_pages_file_it_show_it_and_take_it_out(an: User, signed_in: SignedIn, subject: Subject) -> None:
    browser, content = signed_in(an), pdf(7)
    grid = reverse("session-dossier", args=["LPTN-2028", subject.style.session.code])
    assert at("self-report-file", subject) not in browser.get(grid).content.decode()
    assert browser.get(at("self-report-file", subject)).status_code == 404
    assert "Chưa có tệp." in browser.get(at("self-report-edit", subject)).content.decode()
    upload = {"file": SimpleUploadedFile("bao-cao.pdf", content)}
    assert browser.post(at("self-report-edit", subject), upload).headers["Location"] == grid
    assert at("self-report-file", subject) in browser.get(grid).content.decode()
    assert "Xem bản đã nộp (7 trang)" in browser.get(at("self-report-edit", subject)).content.decode()
    got = browser.get(at("self-report-file", subject))
    assert (got.content, got.headers["Content-Type"]) == (content, "application/pdf")
    assert got.headers["Content-Disposition"].startswith("inline;")
    assert got.headers["Content-Security-Policy"].startswith("sandbox;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got.headers["Cache-Control"]
    assert browser.post(at("self-report-edit", subject), {"do": "remove"}).headers["Location"] == grid
    assert browser.get(at("self-report-file", subject)).status_code == 404
    again = browser.post(at("self-report-edit", subject), {"do": "remove"}, follow=True)
    assert "Chưa có tệp nào." in again.content.decode()


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "Chọn tệp PDF."), (b"", "rỗng"), (HTML, "không phải là PDF"), (bytes(11 << 20), "nặng quá")],
)
def test_a_bad_file_is_answered_with_a_sentence(
    an: User, signed_in: SignedIn, subject: Subject, content: bytes | None, word: str
) -> None:
    files: dict[str, Any] = {} if content is None else {"file": SimpleUploadedFile("bao-cao.pdf", content)}
    page = signed_in(an).post(at("self-report-edit", subject), files)
    assert (page.status_code, SelfReportFile.objects.count()) == (422, 0)
    assert word in page.content.decode()


def test_who_only_looks_reads_it(an: User, giang: User, ha: User, signed_in: SignedIn, subject: Subject) -> None:
    file_self_report(by=an, subject=subject, content=pdf())
    assert signed_in(giang).get(at("self-report-file", subject)).status_code == 200
    assert signed_in(giang).get(at("self-report-edit", subject)).status_code == 403
    assert signed_in(ha).get(at("self-report-file", subject)).status_code == 403


def test_after_the_result_the_page_only_shows(an: User, signed_in: SignedIn, subject: Subject) -> None:
    file_self_report(by=an, subject=subject, content=pdf())
    VotingSession.objects.update(state=SessionState.COUNTED)
    page = signed_in(an).get(at("self-report-edit", subject)).content.decode()
    assert "Xem bản đã nộp" in page
    assert 'type="file"' not in page


def test_lists_do_not_load_what_the_files_hold(an: User, signed_in: SignedIn, subject: Subject) -> None:
    file_self_report(by=an, subject=subject, content=pdf())
    browser = signed_in(an)
    paths = [
        reverse("session-dossier", args=["LPTN-2028", subject.style.session.code]),
        at("self-report-edit", subject),
    ]
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        assert not [query for query in captured if '"campaigns_selfreportfile"."content"' in query["sql"]]
