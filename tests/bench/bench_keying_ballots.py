"""Benchmark of keying ballots: 100 ballots of 20 people, twice, through the real page in a real browser.

Says how many ballots a minute the page would let a clerk key who presses keys without a pause, what the server takes
for a keyed ballot, and how long the page takes from a key to what it shows.
"""

import os
import statistics
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from ballots.actions.bundles import create_bundle, start_bundle
from ballots.models import Bundle
from campaigns.models import VotingSession
from config.accounts.models import User
from tests.ballots.keying_hall import ADDRESS, lay_out
from tests.bench.result import Measure

BALLOTS, PEOPLE, BUNDLE, ROUNDS = 100, 20, 50, 5
SERVER_MS, LATENCY_MS, MINUTES = 15, 50, 1.0
MARKS = "12301239012301239011"
# The browser's own measure (Event Timing): from the key as the browser got it, waiting included, to the picture that
# shows what it did, to 8 ms. It tells of keys that took SHORTEST_MS or more.
SHORTEST_MS = 16
LATENCY = """(shortest) => { window.times = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.name === "keydown") window.times.push(entry.duration);
}).observe({ type: "event", durationThreshold: shortest }); }"""


def keying() -> list[Measure]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in this thread
    clerks, session, bundles = lay_out(people=PEOPLE, sizes=[BUNDLE] * (BALLOTS // BUNDLE), started=True)
    load, server_ms = os.getloadavg()[0], _server_ms(clerks[0], session)  # before the browser crowds the machine
    server = LiveServerThread("localhost", _static())
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        seconds, latencies = _key_all(f"http://localhost:{server.port}", clerks, bundles)
    finally:
        server.terminate()
        _end_connections()
    assert {bundle.state for bundle in session_bundles(session)} == {Bundle.State.AGREED}
    per_minute = 60 * BALLOTS / max(seconds)
    return [
        Measure(
            f"{BALLOTS} ballots of {PEOPLE} keyed ({per_minute:.0f} ballots a minute)",
            max(seconds) / 60,
            MINUTES,
            "min",
        ),
        Measure("from a key to what the page shows, 95 of 100", _most(latencies), LATENCY_MS, "ms"),
        Measure(
            f"the server's time for a keyed ballot (load {load:.1f} on {os.cpu_count()} processors)",
            server_ms,
            SERVER_MS,
            "ms",
        ),
    ]


def session_bundles(session: VotingSession) -> list[Bundle]:
    return list(Bundle.objects.filter(style__session=session))


def _most(latencies: list[float]) -> float:
    return statistics.quantiles(latencies, n=20)[-1]


def _end_connections() -> None:
    """The server's threads leave the database, which is dropped afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _static() -> Any:
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    return StaticFilesHandler


def _key_all(home: str, clerks: list[User], bundles: list[Bundle]) -> tuple[list[float], list[float]]:
    """Seconds of each clerk for all ballots, and every key's latency in milliseconds."""
    seconds, latencies = [], []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for clerk in clerks:
            page = browser.new_context().new_page()
            _sign_in(page, home, clerk)
            spent = 0.0
            for bundle in bundles:
                spent += _key(page, home, bundle)
                slow = page.evaluate("window.times")
                latencies += slow + [SHORTEST_MS] * (bundle.size * len(MARKS) - len(slow))
                page.keyboard.press("Enter")
                page.wait_for_url("**/bo-phieu/")
            seconds.append(spent)
        browser.close()
    return seconds, latencies


def _key(page: Page, home: str, bundle: Bundle) -> float:
    page.goto(home + reverse("bundle-keying", args=[*ADDRESS, bundle.pk]))
    page.wait_for_function("() => document.querySelector('[data-sent]').textContent.includes('đã lưu')")
    page.evaluate(LATENCY, SHORTEST_MS)
    started = time.perf_counter()
    for _ in range(bundle.size):
        for key in MARKS:
            page.keyboard.press(key)
    page.wait_for_selector("[data-hand-in] button:not([disabled])")
    return time.perf_counter() - started


def _sign_in(page: Page, home: str, clerk: User) -> None:
    browser = Client()
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": home}])


def _server_ms(clerk: User, session: VotingSession) -> float:
    """Through the whole of the server without the network: the least of the medians of bundles keyed one after the
    other, since what else the machine does can only add to it."""
    bundle = create_bundle(by=clerk, style=session.styles.get(), size=BUNDLE)
    start_bundle(by=clerk, bundle=bundle)
    browser = Client()
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("bundle-save", args=[*ADDRESS, bundle.pk])
    medians = []
    for _ in range(ROUNDS):
        times = []
        for place in range(1, BUNDLE + 1):
            data = {"position": place, "marks": MARKS, "reason": "", "seconds": 1, "window": ""}
            started = time.perf_counter()
            assert browser.post(url, data, content_type="application/json").status_code == 204
            times.append(1000 * (time.perf_counter() - started))
        medians.append(statistics.median(times))
    bundle.delete()
    return min(medians)


BENCHMARKS = [keying]
