"""Whose seals are believed here: show, add, take away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ballots.actions.trusted_keys import distrust_key, keep_own_key, trust_key
from ballots.models import TrustedKey
from ballots.seal_key import own_key
from config.errors import Refused


class Command(BaseCommand):
    help = "Tin khóa niêm phong của nơi khác. Không ghi khóa: xem khóa của hệ thống này và các khóa đã tin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", nargs="?", metavar="KEY", help="khóa công khai, 64 chữ số thập lục phân")
        parser.add_argument("--name", default="", help="tên nơi niêm phong")
        parser.add_argument("--remove", action="store_true", help="thôi tin khóa này")

    def handle(self, *, key: str | None, name: str, remove: bool, **_options: Any) -> None:
        try:
            if key is None:
                keep_own_key(own_key())
            elif remove:
                distrust_key(by=None, public_key=key)
            else:
                trust_key(by=None, public_key=key, name=name)
        except Refused as refusal:
            raise CommandError(str(refusal))
        for kept in TrustedKey.objects.order_by("-is_own", "name"):
            self.stdout.write(f"{kept.public_key}  {kept.name}")
