"""What is remembered of an attempt to sign in."""

from typing import Any

from django.http import HttpRequest

MOST_CHARACTERS = 255


def username_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name that was tried, as much of it as the table of attempts holds."""
    tried = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(tried)[:MOST_CHARACTERS]
