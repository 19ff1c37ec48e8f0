"""The self-report to fill in."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from campaigns.models import VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import Letterhead
from reports.actions import papers
from reports.actions.papers import self_reports_pdf
from reports.presenters.self_report import self_report_paper
from reports.queries.self_reports import Post, SelfReport
from tests.campaigns.conftest import (  # noqa: F401 - fixtures
    appoint,
    approved_campaign,
    campaign,
    committee,
    council,
    department,
    small_campaign,
)
from tests.campaigns.test_search import sessions  # noqa: F401 - a fixture

SignedIn = Callable[[User], Client]
PAGE = "/dot/LPTN-2028/hoi-nghi/HN-HD001/"


def report(**fields: Any) -> SelfReport:
    values: dict[str, Any] = {
        "pk": 1,
        "name": "Nguyễn Văn An",
        "title": "Giám đốc Sở Nội vụ",
        "sex": "male",
        "born_on": date(1975, 2, 9),
        "born_year": 1975,
        "posts": (Post("Giám đốc", "Sở Nội vụ", "bổ nhiệm", date(2026, 3, 1)),),
        "unit": "Sở Nội vụ",
        "letterhead": Letterhead.STATE,
        "place": "Minh Hòa",
        "secrecy": "",
        "citation": "Quy định 96-QĐ/TW ngày 02/02/2023 của Bộ Chính trị",
        "session": "Hội nghị cán bộ chủ chốt",
        "held_at": datetime(2028, 7, 21, 8, tzinfo=UTC),
    }
    return SelfReport(**{**values, **fields})


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_what_is_known_is_filled_in() -> None:
    facts = " ".join(self_report_paper(report()).facts)
    for known in ("Nguyễn Văn An", "Ngày sinh: 09/02/1975", "Giám đốc Sở Nội vụ", "bổ nhiệm từ ngày 01/03/2026"):
        assert known in facts


def test_what_is_not_known_is_left_to_write() -> None:
    facts = self_report_paper(report(born_on=None, born_year=None, posts=())).facts
    assert "Năm sinh: ....." in facts[1]
    assert "..../" in facts[4]
    assert "Năm sinh: 1975" in " ".join(self_report_paper(report(born_on=None)).facts)


@pytest.mark.parametrize(
    ("letterhead", "head"),
    [(Letterhead.PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM"), (Letterhead.STATE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
)
def test_the_letterhead_is_the_units(letterhead: str, head: str) -> None:
    pdf = self_reports_pdf([report(letterhead=letterhead, secrecy="Mật")])
    text = text_of(pdf)
    assert head in text
    assert "MẬT" in text
    assert "XÁC NHẬN CỦA THỦ TRƯỞNG" in text


def test_everybody_begins_anew() -> None:
    """Two letterheads in one file; every paper of two pages with its own number on the second."""
    pdf = self_reports_pdf([report(), report(letterhead=Letterhead.PARTY, name="Trần Thị Bình")])
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 4
    assert all("2" in [line.strip() for line in page.splitlines()] for page in pages[1::2])
    assert all("NGƯỜI BÁO CÁO" in page for page in pages[1::2])


def test_a_long_title_keeps_the_signatures_with_the_last_section() -> None:
    title = "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh, " * 12
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(self_reports_pdf([report(title=title)]))).pages]
    assert "V. Phương hướng" in pages[-1]
    assert "NGƯỜI BÁO CÁO" in pages[-1]


def test_the_pages_hand_it_out(
    giang: User,
    binh: User,
    signed_in: SignedIn,
    sessions: list[VotingSession],  # noqa: F811
) -> None:
    client = signed_in(giang)
    everybody = client.get(f"{PAGE}mau-bao-cao.pdf")
    assert everybody.headers["Content-Type"] == "application/pdf"
    text = text_of(everybody.content)
    people = list(VotingSession.objects.get(code="HN-HD001").subjects())
    assert all(person.printed_name in text for person in people)
    assert AuditEvent.objects.latest("pk").action == "self_reports.issued"
    alone = text_of(client.get(f"{PAGE}nguoi/{people[0].pk}/mau-bao-cao.pdf").content)
    assert people[0].printed_name in alone
    assert people[1].printed_name not in alone
    assert client.get(f"{PAGE}nguoi/999999/mau-bao-cao.pdf").status_code == 404
    assert signed_in(binh).get(f"{PAGE}mau-bao-cao.pdf").status_code == 404


def test_those_of_many_people_are_a_job(
    giang: User,
    an: User,
    signed_in: SignedIn,
    sessions: list[VotingSession],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(papers, "FEW_PEOPLE", 0)
    client, page = signed_in(giang), f"{PAGE}mau-bao-cao.pdf"
    assert client.get(page).status_code == 302
    job = Job.objects.get()
    ready = reverse("self-reports-ready", args=["LPTN-2028", "HN-HD001", job.pk])
    assert client.get(ready).status_code == 404
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "")
    assert "Tải về" in client.get(reverse("job-detail", args=[job.pk]), follow=True).content.decode()
    text = text_of(client.get(f"{ready}?file=yes").content)
    assert all(person.printed_name in text for person in VotingSession.objects.get(code="HN-HD001").subjects())
    assert AuditEvent.objects.latest("pk").action == "self_reports.issued"
    assert signed_in(an).get(ready).status_code == 404
    assert client.get(ready.replace("HN-HD001", "HN-S01")).status_code == 404
    client.get(page)
    assert "không còn giữ" in client.get(ready).content.decode()


def test_a_line_to_write_on_is_drawn_at_once() -> None:
    """Dots drawn one by one made these papers four times as slow and ten times as large."""
    assert len(self_reports_pdf([report()])) < 40_000
