"""How an action or a command says no."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError


class Refused(Exception):
    """What was asked for cannot be done. The text is a Vietnamese sentence for people that says what to do."""


@contextmanager
def refused_when_taken(sentence: str) -> Iterator[None]:
    """Refuse where the database does: somebody else stored the same between the check of a form and the writing."""
    try:
        yield
    except IntegrityError:
        raise Refused(sentence)
