"""Voters' browsers: what a phone or a kiosk sends, through the real pages."""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from django.test import Client
from django.urls import reverse

from ballots.presenters.cast import FIELD
from tests.ballots.boxes import Screen

BOXES = {"": "0", "high": "1", "normal": "2", "low": "3"}


@dataclass
class Phone:
    """One voter's device before the box of a session."""

    screen: Screen
    browser: Client = field(default_factory=Client)

    def to(self, page: str) -> str:
        return reverse(page, args=[self.screen.box.address])

    def form(self, code: str, *levels: str, nonce: str = "") -> dict[str, str]:
        marks = {f"{FIELD}{person}": BOXES[level] for person, level in self.screen.marks(*levels).items()}
        return {"code": code, "nonce": nonce or token_hex(16), **marks}

    def vote(self, code: str, *levels: str, nonce: str = "") -> list[Any]:
        """The code, the review, the sending; gives the answers."""
        form = self.form(code, *levels, nonce=nonce)
        pages = [self.browser.get(self.to("cast-home"))]
        pages.append(self.browser.post(self.to("cast-ballots"), {"code": form["code"], "nonce": form["nonce"]}))
        return pages + [self.browser.post(self.to(page), form) for page in ("cast-review", "cast-send")]
