"""Voters over real HTTP. Each does what the page does (static/js/cast.js): asks on, after a growing pause, until there
is an answer of ours, and sends a ballot again with the nonce it was first sent with."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from django.urls import reverse

FINAL = {200, 403, 404, 409, 422}
TRY_LATER = 429
PATIENCE = 20.0  # seconds for one answer
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 10.0
MARKS = "1230"  # three levels, and left empty
_STEP = re.compile(r'<main[^>]* data-step="(\w+)"')
_NONCE = re.compile(r'name="nonce" value="(\w+)"')
_FIELD = re.compile(r'<fieldset class="person" id="m(\d+)"')
_FILE = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:css|js))"')
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}


@dataclass(frozen=True)
class Attempt:
    """One request: for what, how long it took, and the status of the answer, 0 where none came."""

    purpose: str
    seconds: float
    status: int


@dataclass
class Met:
    """What all voters together met. `recorded`: the marks by person of every ballot whose voter was told that it is
    recorded; `refused`: the steps at which voters were turned away."""

    attempts: list[Attempt] = field(default_factory=list)
    recorded: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def marks(self) -> dict[str, dict[str, int]]:
        """By person, how often each mark was recorded."""
        people = {person for marks in self.recorded for person in marks}
        found = {person: Counter(marks[person] for marks in self.recorded) for person in people}
        return {person: {mark: votes[mark] for mark in MARKS} for person, votes in found.items()}


@dataclass
class Voter:
    """`arrives`: after how many seconds. `thinks`: the pause before each step. `loses_reply`: the connection breaks off
    once the ballot is sent, before the first answer."""

    port: int
    address: str
    code: str
    met: Met
    chance: random.Random
    arrives: float = 0.0
    thinks: Callable[[], float] = lambda: 0.0
    loses_reply: bool = False
    with_files: bool = False

    def vote(self) -> None:
        time.sleep(self.arrives)
        first = self._ask("entry", "GET", reverse("cast-home", args=[self.address]))
        for path in sorted(set(_FILE.findall(first))) if self.with_files else ():
            self._attempt("file", "GET", path, "")
        time.sleep(self.thinks())
        page = self._ask("ballots", "POST", reverse("cast-ballots", args=[self.address]), {"code": self.code})
        if self._step(page) != "ballots":
            return
        marks = {person: self.chance.choice(MARKS) for person in _FIELD.findall(page)}
        (nonce,) = _NONCE.findall(page)
        body = {"code": self.code, "nonce": nonce, **{f"m{person}": mark for person, mark in marks.items()}}
        time.sleep(self.thinks())
        sent = self._ask("send", "POST", reverse("cast-send", args=[self.address]), body)
        if self._step(sent) == "sent":
            self.met.recorded.append(marks)

    def _step(self, page: str) -> str:
        step = _STEP.findall(page)[0]
        if step not in ("ballots", "sent"):
            self.met.refused.append(step)
        return str(step)

    def _ask(self, purpose: str, method: str, path: str, body: dict[str, str] | None = None) -> str:
        """Until there is an answer."""
        words = urlencode(body or {})
        if purpose == "send" and self.loses_reply:
            self._send_and_leave(path, words)
        final = FINAL if purpose == "send" else FINAL | {TRY_LATER}
        for pause in _pauses():
            status, page = self._attempt(purpose, method, path, words)
            if status in final and _STEP.search(page):
                return page
            time.sleep(pause * self.chance.uniform(0.75, 1.25))
        raise AssertionError

    def _attempt(self, purpose: str, method: str, path: str, body: str) -> tuple[int, str]:
        started, status, page = time.perf_counter(), 0, ""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body or None, HEADERS)
            answer = line.getresponse()
            page, status = answer.read().decode(), answer.status
        except (OSError, HTTPException):
            pass
        finally:
            line.close()
        self.met.attempts.append(Attempt(purpose, time.perf_counter() - started, status))
        return status, page

    def _send_and_leave(self, path: str, body: str) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("POST", path, body, HEADERS)
            time.sleep(self.chance.uniform(0, 0.1))
        except OSError:
            pass
        finally:
            line.close()


def all_vote(voters: list[Voter], at: dict[int, Callable[[], None]] | None = None) -> None:
    """Everybody at once, each in a thread; `at`: what happens once so many ballots are recorded."""
    threads = [threading.Thread(target=voter.vote, daemon=True) for voter in voters]
    for thread in threads:
        thread.start()
    for number, happens in sorted((at or {}).items()):
        while len(voters[0].met.recorded) < number and any(thread.is_alive() for thread in threads):
            time.sleep(0.01)
        happens()
    for thread in threads:
        thread.join()


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)
