"""Benchmarks of casting on screen: a whole site of its own, as `manage.py serve` runs it, over a PostgreSQL that makes
every commit durable; voters come by real HTTP to the addresses on their code slips."""

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

from django.urls import reverse

from tests.ballots.http_voters import MARKS, Attempt, Met, Voter, all_vote
from tests.ballots.voting_sites import count, opened
from tests.bench.result import Measure
from tests.browser.killable import Site, free_port, wait_until

VOTERS, PEOPLE = 500, 20
SECONDS, ANSWER_SECONDS, OF_BARE = 60, 1.0, 0.7
COMING, THINKING = 40.0, (0.5, 4.0)  # seconds: everybody comes within the first, thinks before each step
LOST_REPLIES = 0.1
AT_ONCE, ROUND, ROUNDS = 8, 100, 9
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def casting() -> list[Measure]:
    with a_site() as site:
        durable = ", ".join(f"current_setting('{name}')" for name in DURABLE)
        assert site.rows(f"SELECT {durable}") == [["on"] * len(DURABLE)]
        third = VOTERS // 3
        return [
            *_voted(site, "HN1", "", {}),
            *_voted(
                site, "HN2", ", a web worker killed twice", dict.fromkeys((third, 2 * third), site.kill_web_worker)
            ),
            *_voted(site, "HN3", ", the database killed", {VOTERS // 2: site.kill_postmaster}),
            _against_bare(site),
        ]


@contextmanager
def a_site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        site = Site(Path(folder).resolve(), errors=subprocess.DEVNULL)
        site.environment["HASHED_STATIC"] = "yes"
        try:
            yield site.start()
        finally:
            site.close()


def _voted(site: Site, code: str, how: str, kills: dict[int, Callable[[], None]]) -> list[Measure]:
    """Everybody votes; then the box is opened and what is in it must be what voters were told is recorded."""
    hall, met, chance = opened(site, code, people=PEOPLE, voters=VOTERS), Met(), random.Random(96)
    voters = [
        Voter(
            site.port,
            hall.address,
            slip,
            met,
            random.Random(slip),
            arrives=chance.uniform(0, COMING),
            thinks=lambda: chance.uniform(*THINKING),
            loses_reply=bool(kills) and chance.random() < LOST_REPLIES,
            with_files=True,
        )
        for slip in hall.codes
    ]
    started, load = time.perf_counter(), _load()
    all_vote(voters, kills)
    seconds = time.perf_counter() - started
    counted = count(site, hall)
    wrong = abs(counted.returned - len(met.recorded)) + (counted.marks != met.marks())
    name = f"{VOTERS} voters × {PEOPLE} people over HTTP{how}"
    failed = sum(attempt.status not in (200, 304) for attempt in met.attempts)
    return [
        Measure(f"{name} ({load})", seconds, SECONDS, "s"),
        Measure(
            f"{name}: 99 of 100 of {len(met.attempts)} requests, {failed} of them to be sent again",
            _most(met.attempts),
            ANSWER_SECONDS,
            "s",
        ),
        Measure(f"{name}: voters who were not told “recorded”", VOTERS - len(met.recorded), 0, "ballots"),
        Measure(f"{name}: ballots counted other than recorded", wrong, 0, "ballots"),
    ]


def _most(attempts: Sequence[Attempt]) -> float:
    return statistics.quantiles([attempt.seconds for attempt in attempts], n=100)[-1]


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def _against_bare(site: Site) -> Measure:
    """Casts a second here and by the bare view, in turn, by as many processes and threads, into one box; at the end
    every ballot of both must be in it."""
    hall = opened(site, "HN4", people=PEOPLE, voters=2 * ROUND * (ROUNDS + 1))
    people = site.rows(
        "SELECT s.id FROM campaigns_subject s JOIN campaigns_ballotstyle b ON b.id = s.style_id "
        f"WHERE b.session_id = {hall.session} ORDER BY s.position"
    )
    requests = iter([_body(code, [person for (person,) in people]) for code in hall.codes])
    own = reverse("cast-send", args=[hall.address])
    ratios, rates = list[float](), list[float]()
    with _bare_server(site) as port:
        for number in range(ROUNDS + 1):
            ours, bare = (
                _rate(where, path, [next(requests) for _ in range(ROUND)])
                for where, path in ((site.port, own), (port, f"/{hall.address}/"))
            )
            if number:  # the first round only warms up
                ratios.append(bare / ours)
                rates.append(ours)
    assert count(site, hall).returned == len(hall.codes)
    name = f"a bare view that does the same writes against casting ({statistics.median(rates):.0f} casts a second"
    return Measure(f"{name}, {AT_ONCE} at once, {_load()})", statistics.median(ratios), 1 / OF_BARE, "x")


def _body(code: str, people: Sequence[int]) -> bytes:
    marks = {f"m{person}": random.choice(MARKS) for person in people}
    return urlencode({"code": code, "nonce": token_hex(16), **marks}).encode()


def _rate(port: int, path: str, bodies: Sequence[bytes]) -> float:
    """Casts a second, so many at once, each on a connection of its own."""
    waiting, broken = iter(bodies), list[bytes]()

    def cast() -> None:
        for body in waiting:
            answer = _posted(port, path, body)
            if b" 200 " not in answer[:20] or b"sent" not in answer:
                broken.append(answer)

    threads = [threading.Thread(target=cast) for _ in range(AT_ONCE)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken, broken[0]
    return len(bodies) / (time.perf_counter() - started)


def _posted(port: int, path: str, body: bytes) -> bytes:
    """By hand, so that the client takes as little as possible of the machine."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(head.encode() + body)
        return b"".join(iter(lambda: line.recv(65536), b""))


@contextmanager
def _bare_server(site: Site) -> Iterator[int]:
    port = free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "gunicorn",
        "tests.bench.bare_casting",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    same = ["--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "error", "--no-control-socket"]
    server = subprocess.Popen([*command, *same], cwd=site.folder, env=site.environment)
    try:
        wait_until(lambda: _answers(port))
        yield port
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


BENCHMARKS = [casting]
