"""Somebody before the box with a browser that runs no script: follows the forms as they stand."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from tests.ballots.boxes import Screen

INPUT = re.compile(r"<input[^>]*>")
FORM = "application/x-www-form-urlencoded"


class VoterBrowser:
    """Keeps the page it is on. Sends what a browser would: every field of the form, once."""

    def __init__(self, screen: Screen, steps: str = "", client: Client | None = None) -> None:
        self.base = f"/phieu/{screen.box.address}/{steps}"
        self.client = client or Client(raise_request_exception=False)
        self.sent = ""
        self.page: HttpResponse = self.client.get(self.base)  # type: ignore[assignment]

    @property
    def html(self) -> str:
        return self.page.content.decode()

    def fields(self) -> dict[str, str]:
        """What the form of the page would send as it stands."""
        found = {}
        for tag in INPUT.findall(self.html):
            values = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
            if values.get("type") != "radio" or " checked" in tag:
                found[values["name"]] = values.get("value", "")
        return found

    def post(self, step: str, fields: Mapping[str, str]) -> "VoterBrowser":
        self.sent = urlencode(fields)
        self.page = self.client.post(f"{self.base}{step}", self.sent, content_type=FORM)  # type: ignore[assignment]
        return self

    def open(self, code: str) -> "VoterBrowser":
        return self.post("ghi/", {**self.fields(), "code": code})

    def mark(self, *marks: str) -> dict[str, str]:
        """The form with these marks in ballot order: "1" the highest level … "0" left empty."""
        fields = self.fields()
        lines = [name for name in fields if re.fullmatch(r"m\d+", name)]
        return {**fields, **dict(zip(lines, marks, strict=True))}

    def review(self, *marks: str) -> "VoterBrowser":
        return self.post("xem-lai/", self.mark(*marks))

    def send(self) -> "VoterBrowser":
        return self.post("gui/", self.fields())
