"""The import of totals in the browser: template, upload, preview, confirm, done."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ballots.jobs import READ, WRITE
from ballots.models import Count
from campaigns.models import Subject
from config.accounts.models import User
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import OrganisationUnit
from tests.ballots.conftest import MakeSession, workbook
from tests.ballots.test_import_totals import FILLED, THREE, changed

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]


def upload(client: Client, content: bytes, campaign: str = "DOT") -> Any:
    data = {"campaign": campaign, "file": SimpleUploadedFile("ket-qua.xlsx", content)}
    return client.post(reverse("totals-import"), data)


def work(kind: str) -> Job:
    """Let a worker do the newest job of the kind."""
    job = Job.objects.filter(kind=kind).latest("created_at")
    run_job.call(str(job.pk))
    job.refresh_from_db()
    return job


def test_from_upload_to_done(make_session: MakeSession, signed_in: SignIn, an: User) -> None:
    make_session()
    client = signed_in(an)
    answer = upload(client, workbook([FILLED], THREE))
    job = work(READ)
    assert answer.url == reverse("job-detail", args=[job.pk])
    assert client.get(answer.url)["Location"] == reverse("totals-import-preview", args=[job.pk])
    preview = client.get(reverse("totals-import-preview", args=[job.pk])).content.decode()
    assert "Kỳ họp HN1" in preview
    assert "cần xem lại" in preview
    assert not Count.objects.exists()
    client.post(reverse("totals-import-preview", args=[job.pk]))
    job.refresh_from_db()
    assert job.file is None
    written = work(WRITE)
    assert written.state == JobState.DONE
    assert written.file is None
    assert "Đã nhập kết quả" in client.get(reverse("totals-import-done", args=[written.pk])).content.decode()
    assert Count.objects.count() == 2


def test_faults_are_listed_and_the_file_is_erased(make_session: MakeSession, signed_in: SignIn, an: User) -> None:
    make_session()
    client = signed_in(an)
    upload(client, workbook([FILLED], [changed(THREE[0], 5, None), *THREE[1:]]))
    job = work(READ)
    assert job.file is None
    page = client.get(reverse("totals-import-preview", args=[job.pk])).content.decode()
    assert "Ô này để trống" in page
    assert "Nhập kết quả</button>" not in page
    refused = client.post(reverse("totals-import-preview", args=[job.pk])).content.decode()
    assert "chỗ sai nên không nhập được" in refused
    assert not Job.objects.filter(kind=WRITE).exists()


def test_what_changed_since_the_preview_is_refused(make_session: MakeSession, signed_in: SignIn, an: User) -> None:
    make_session()
    client = signed_in(an)
    upload(client, workbook([FILLED], THREE))
    client.post(reverse("totals-import-preview", args=[work(READ).pk]))
    Subject.objects.filter(printed_name="Lê Văn Một").update(position=9)
    job = work(WRITE)
    assert job.state == JobState.FAILED
    assert "đã thay đổi từ lúc xem trước" in job.message
    assert not Count.objects.exists()
    job.refresh_from_db()
    assert job.file is None


def test_a_preview_is_confirmed_once_and_can_be_given_up(
    make_session: MakeSession, signed_in: SignIn, an: User
) -> None:
    make_session()
    client = signed_in(an)
    upload(client, workbook([FILLED], THREE))
    first = work(READ)
    client.post(reverse("totals-import-give-up", args=[first.pk]))
    assert "đã được nhập hoặc đã bỏ" in client.post(reverse("totals-import-preview", args=[first.pk])).content.decode()
    assert not Job.objects.filter(kind=WRITE).exists()


def test_a_file_that_is_no_workbook_is_refused_at_once(make_session: MakeSession, signed_in: SignIn, an: User) -> None:
    make_session()
    assert "không phải là bảng tính" in upload(signed_in(an), b"abc").content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", ["khanh", "chi", "dung", "giang", "ha"])
def test_only_organisers_import(
    make_session: MakeSession, signed_in: SignIn, an: User, request: pytest.FixtureRequest, name: str
) -> None:
    make_session()
    upload(signed_in(an), workbook([FILLED], THREE))
    job = work(READ)
    client = signed_in(request.getfixturevalue(name))
    for page in ("totals-import", "totals-template"):
        assert client.get(reverse(page)).status_code == 403, page
    for page in ("totals-import-preview", "totals-import-done"):
        assert client.get(reverse(page, args=[job.pk])).status_code == 403, page
    assert client.post(reverse("totals-import-give-up", args=[job.pk])).status_code == 403
    assert upload(client, b"x").status_code == 403


def test_nobody_sees_the_import_of_somebody_else(
    make_session: MakeSession, signed_in: SignIn, an: User, binh: User
) -> None:
    make_session()
    upload(signed_in(an), workbook([FILLED], THREE))
    job = work(READ)
    assert signed_in(binh).get(reverse("totals-import-preview", args=[job.pk])).status_code == 404


def test_the_template_holds_the_sessions_and_people(make_session: MakeSession, signed_in: SignIn, an: User) -> None:
    make_session()
    Subject.objects.filter(printed_name="Lê Văn Một").update(printed_name="=1+1")
    answer = signed_in(an).get(reverse("totals-template"), {"campaign": "DOT"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Hội nghị", "Kết quả"]
    assert [cell.value for cell in book["Hội nghị"][2]][:3] == ["HN1", "Kỳ họp HN1", "HDND"]
    assert book["Kết quả"].max_row == 4
    assert book["Kết quả"]["C2"].value == "=1+1"
    assert book["Kết quả"]["C2"].data_type == "s"


def test_the_filled_template_can_be_imported(make_session: MakeSession, signed_in: SignIn, an: User) -> None:
    make_session()
    client = signed_in(an)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("totals-template") + "?campaign=DOT").content))
    for column, number in zip("HIJK", (47, 47, 47, 0), strict=True):
        book["Hội nghị"][f"{column}2"] = number
    for row in range(2, 5):
        for column, number in zip("EFG", (40, 5, 2), strict=True):
            book["Kết quả"][f"{column}{row}"] = number
    out = io.BytesIO()
    book.save(out)
    upload(client, out.getvalue())
    job = work(READ)
    assert job.result["faults"] == []
    assert job.result["sessions"][0]["people"] == 3


def test_the_template_keeps_to_the_own_units(
    make_session: MakeSession, signed_in: SignIn, binh: User, commune: OrganisationUnit
) -> None:
    make_session()
    make_session("HN2", unit=commune)
    answer = signed_in(binh).get(reverse("totals-template"), {"campaign": "DOT"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[0].value for row in book["Hội nghị"].iter_rows(min_row=2)] == ["HN2"]


def test_an_empty_template(signed_in: SignIn, an: User) -> None:
    book = openpyxl.load_workbook(io.BytesIO(signed_in(an).get(reverse("totals-template")).content))
    assert [cell.value for cell in book["Kết quả"][1]][-1] == "Tín nhiệm thấp"
