"""The import in the browser: upload, preview, confirm."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config.accounts.models import User
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from officials.models import Official
from tests.officials.rosters import SAMPLE

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]


def upload(client: Client, content: bytes | None = None) -> Job | None:
    """Upload, let the worker read, and give back the job of the preview."""
    file = SimpleUploadedFile("can-bo.xlsx", SAMPLE.read_bytes() if content is None else content)
    client.post(reverse("roster-import"), {"file": file})
    return work()


def work() -> Job | None:
    job = Job.objects.filter(state=JobState.QUEUED).first()
    if job is not None:
        run_job.func(str(job.pk))
        job.refresh_from_db()
    return job


def page(name: str, job: Job) -> str:
    return reverse(name, args=[job.pk])


def test_the_story(an: User, signed_in: SignIn) -> None:
    """1. Upload. 2. The preview counts, and names the faulty rows. 3. Skip them and confirm. 4. All is there."""
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    preview = client.get(page("roster-import-preview", job)).content.decode()
    assert "8 dòng sai" in preview
    assert Official.objects.count() == 0
    client.post(page("roster-import-preview", job), {"skip_faulty": "on"})
    written = work()
    assert written is not None
    assert "585" in client.get(page("roster-import-done", written)).content.decode()
    assert Official.objects.count() == 585


def test_the_jobs_page_leads_on_to_the_preview(an: User, signed_in: SignIn) -> None:
    job = upload(signed_in(an))
    assert job is not None
    assert job.arguments["next"] == page("roster-import-preview", job)


def test_faulty_rows_have_to_be_skipped_knowingly(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    answer = client.post(page("roster-import-preview", job)).content.decode()
    assert "Tệp có dòng sai" in answer
    assert work() is None


def test_the_file_is_erased_when_it_was_written(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    client.post(page("roster-import-preview", job), {"skip_faulty": "on"})
    work()
    assert not Job.objects.filter(file__isnull=False).exists()


def test_a_preview_is_written_once(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    for _ in range(2):
        client.post(page("roster-import-preview", job), {"skip_faulty": "on"})
    assert Job.objects.filter(kind="officials.write_roster").count() == 1


def test_giving_up_erases_the_file(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    client.post(page("roster-import-give-up", job))
    assert not Job.objects.filter(file__isnull=False).exists()


def test_data_that_moved_after_the_preview_stops_the_writing(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    Official.objects.create(code="MH000001", full_name="Người Khác")
    client.post(page("roster-import-preview", job), {"skip_faulty": "on"})
    written = work()
    assert written is not None
    assert (written.state, "đã thay đổi từ lúc xem trước" in written.message) == (JobState.FAILED, True)
    assert Official.objects.count() == 1


def test_faulty_rows_are_downloaded_as_a_workbook(an: User, signed_in: SignIn) -> None:
    client = signed_in(an)
    job = upload(client)
    assert job is not None
    sheet = load_workbook(io.BytesIO(client.get(page("roster-import-faults", job)).content)).active
    assert {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} >= {52, 92, 114, 132, 228, 277, 409, 759}


@pytest.mark.parametrize(("content", "said"), [(b"", "rỗng"), (b"ma;ten", "không phải là bảng tính")])
def test_a_wrong_file_is_told_at_the_field(an: User, signed_in: SignIn, content: bytes, said: str) -> None:
    file = SimpleUploadedFile("can-bo.xlsx", content)
    answer = signed_in(an).post(reverse("roster-import"), {"file": file})
    assert said in answer.context["form"].errors["file"][0]
    assert not Job.objects.exists()


def test_a_large_file_is_told_at_the_field(an: User, signed_in: SignIn, settings: object) -> None:
    settings.UPLOAD_LIMIT_MB = 0.01  # type: ignore[attr-defined]
    file = SimpleUploadedFile("can-bo.xlsx", SAMPLE.read_bytes())
    answer = signed_in(an).post(reverse("roster-import"), {"file": file})
    assert "quá giới hạn" in answer.context["form"].errors["file"][0]


def test_a_workbook_without_the_tables_fails_with_a_sentence(an: User, signed_in: SignIn) -> None:
    from tests.officials.test_workbooks import content

    job = upload(signed_in(an), content(("A1", "x")))
    assert job is not None
    assert (job.state, "Đơn vị" in job.message, bytes(job.file or b"")) == (JobState.FAILED, True, b"")


def test_an_auditor_does_not_import(giang: User, signed_in: SignIn) -> None:
    assert signed_in(giang).get(reverse("roster-import")).status_code == 403


def test_somebody_elses_preview_is_hidden(an: User, signed_in: SignIn, binh: User) -> None:
    job = upload(signed_in(an))
    assert job is not None
    assert signed_in(binh).get(page("roster-import-preview", job)).status_code == 404
