"""Long work: claimed once, seen while it runs, never lost."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.accounts.models import User
from config.errors import Refused
from config.jobs.models import Job, JobState
from config.jobs.running import LOST_AFTER, MOST_ATTEMPTS, Progress, job_kind, requeue_lost, run_job, start
from config.jobs.uploads import erase_file

SignIn = Callable[[User], Client]
runs: list[str] = []


@job_kind("test-count")
def count(job: Job, _progress: Progress) -> dict[str, Any]:
    runs.append(str(job.pk))
    return {"rows": 585}


@job_kind("test-refuse")
def refuse(_job: Job, _progress: Progress) -> dict[str, Any]:
    raise Refused("Tệp không có bảng nào. Chọn tệp khác.")


@job_kind("test-break")
def break_down(_job: Job, _progress: Progress) -> dict[str, Any]:
    return {"rows": 1 // 0}


@job_kind("test-look")
def look_at_itself(job: Job, progress: Progress) -> dict[str, Any]:
    """Waits, inside a transaction of its own, until its progress is in the database."""
    progress("Đọc tệp", 3, 10)
    deadline = time.monotonic() + 10
    with transaction.atomic():
        while time.monotonic() < deadline:
            seen = Job.objects.get(pk=job.pk)
            if seen.done:
                return {"stage": seen.stage, "percent": seen.percent, "state": seen.state}
            time.sleep(0.05)
    return {}


@pytest.fixture(autouse=True)
def no_runs() -> None:
    runs.clear()


def make(by: User, kind: str = "test-count", **fields: Any) -> Job:
    return Job.objects.create(by=by, kind=kind, title="Đếm cán bộ", **fields)


def page(job: Job) -> str:
    return f"/cong-viec/{job.pk}/"


def lost(by: User, attempts: int) -> Job:
    long_ago = timezone.now() - LOST_AFTER - timedelta(seconds=1)
    return make(by, state=JobState.RUNNING, heartbeat_at=long_ago, attempts=attempts)


def test_a_job_is_queued_when_the_transaction_commits(
    an: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        job = start(by=an, kind="test-count", title="Đếm")
    assert not DBTaskResult.objects.exists()
    for callback in callbacks:
        callback()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(job.pk)]


def test_the_work_is_done_and_its_result_kept(an: User) -> None:
    job = make(an)
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"rows": 585}, 1)
    assert job.finished_at is not None


def test_a_job_is_claimed_once(an: User) -> None:
    job = make(an)
    run_job.call(str(job.pk))
    run_job.call(str(job.pk))
    assert runs == [str(job.pk)]


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.FAILED])
def test_a_job_of_a_living_worker_or_over_is_left_alone(an: User, state: JobState) -> None:
    run_job.call(str(make(an, state=state, heartbeat_at=timezone.now()).pk))
    assert runs == []


def test_a_refusal_becomes_the_sentence_on_the_page(an: User) -> None:
    job = make(an, "test-refuse")
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "Tệp không có bảng nào. Chọn tệp khác.")


def test_a_fault_is_told_without_its_details(an: User) -> None:
    job = make(an, "test-break")
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message.startswith("Có lỗi ngoài dự kiến, chưa có gì được lưu.")
    assert "division" not in job.message


def test_a_lost_job_is_queued_again_and_runs(an: User) -> None:
    job = lost(an, attempts=1)
    assert requeue_lost() == 1
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_job_lost_too_often_fails_with_a_sentence(an: User) -> None:
    job = lost(an, attempts=MOST_ATTEMPTS)
    assert requeue_lost() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Báo quản trị hệ thống" in job.message


def test_a_job_with_a_heartbeat_is_not_lost(an: User) -> None:
    make(an, state=JobState.RUNNING, heartbeat_at=timezone.now())
    assert requeue_lost() == 0


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_is_in_its_transaction(an: User) -> None:
    job = make(an, "test-look")
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.result == {"stage": "Đọc tệp", "percent": 30, "state": JobState.RUNNING}


def test_the_page_shows_progress_and_asks_again(signed_in: SignIn, an: User) -> None:
    job = make(an, state=JobState.RUNNING, stage="Đọc tệp", done=1500, total=6000)
    body = signed_in(an).get(page(job)).content.decode()
    assert "Đọc tệp" in body
    assert "1.500 / 6.000 (25 %)" in body
    assert f'hx-get="{page(job)}" hx-trigger="every 1s"' in body
    assert '<noscript><meta http-equiv="refresh"' in body


def test_the_fragment_is_the_progress_alone(signed_in: SignIn, an: User) -> None:
    body = signed_in(an).get(page(make(an)), headers={"HX-Request": "true"}).content.decode()
    assert "Đang chờ tới lượt" in body
    assert "<html" not in body


def test_a_failed_job_stops_asking_and_says_why(signed_in: SignIn, an: User) -> None:
    job = make(an, state=JobState.FAILED, message="Tệp rỗng.", arguments={"back": "/can-bo/nhap/"})
    body = signed_in(an).get(page(job)).content.decode()
    assert "Tệp rỗng." in body
    assert "hx-trigger" not in body.split("<main")[1]
    assert 'href="/can-bo/nhap/"' in body


def test_a_finished_job_leads_on(signed_in: SignIn, an: User) -> None:
    job = make(an, state=JobState.DONE, arguments={"next": "/can-bo/"})
    browser = signed_in(an)
    assert browser.get(page(job)).headers["Location"] == "/can-bo/"
    assert browser.get(page(job), headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/can-bo/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""])
def test_a_finished_job_leads_nowhere_else(signed_in: SignIn, an: User, elsewhere: str) -> None:
    job = make(an, state=JobState.DONE, arguments={"next": elsewhere, "back": elsewhere})
    response = signed_in(an).get(page(job))
    assert response.status_code == 200
    assert "example.com" not in response.content.decode()
    assert "javascript:" not in response.content.decode()


def test_only_the_owner_sees_a_job(signed_in: SignIn, an: User, khanh: User) -> None:
    job = make(an)
    assert signed_in(khanh).get(page(job)).status_code == 404
    assert "Đếm cán bộ" not in signed_in(khanh).get("/cong-viec/").content.decode()
    assert "Đếm cán bộ" in signed_in(an).get("/cong-viec/").content.decode()


def test_a_job_that_is_not_there(signed_in: SignIn, an: User) -> None:
    assert signed_in(an).get(f"/cong-viec/{uuid4()}/").status_code == 404


@job_kind("test-write")
def write_and_break(job: Job, _progress: Progress) -> dict[str, Any]:
    """Writes, then breaks: what it wrote goes with the word that it is done."""
    User.objects.create_user("moi", "x", full_name="Mới")
    erase_file(job)
    if job.title == "refused":
        raise Refused("Không được. Chọn tệp khác.")
    return {"rows": 1}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_the_job_is_marked_leaves_nothing_behind(
    an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill is an interruption at the very last write."""

    def killed(*_args: Any, **_fields: Any) -> None:
        raise KeyboardInterrupt

    job = make(an, "test-write")
    with monkeypatch.context() as patch:
        patch.setattr(Job, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            run_job.call(str(job.pk))
    assert not User.objects.filter(username="moi").exists()
    Job.objects.update(heartbeat_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"rows": 1}, 2)


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_refused_job_stays_erased(an: User) -> None:
    job = make(an, "test-write", file=b"x")
    Job.objects.update(title="refused")
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.file) == (JobState.FAILED, None)
    assert not User.objects.filter(username="moi").exists()
