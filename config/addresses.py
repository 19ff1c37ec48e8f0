"""Addresses of pages that may not be there: what a lower app links to in a higher one."""

from collections.abc import Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse


def address_or_nothing(url_name: str, args: Sequence[Any]) -> str:
    """The address of the page of that name; an empty text where no app has it."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
