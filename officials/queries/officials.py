"""Reads about officials for lists and pages, each in a fixed number of queries."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Upper

from config.accounts.permissions import Permission
from config.vietnamese import sort_key, tidy
from officials.models import Appointment, Official
from officials.permissions import officials_within

CURRENT = "current_posts"
EXPORT_CHUNK = 2000


def officials_seen_by(user: Any) -> QuerySet[Official]:
    """The officials that the user may see, by given name."""
    return officials_within(user, Permission.VIEW_OFFICIALS).order_by("sort_key", "code")


def with_posts(officials: QuerySet[Official]) -> QuerySet[Official]:
    """Each official with the posts held now, in order, as `current_posts`: one more query."""
    posts = Appointment.objects.current().select_related("title", "unit").order_by("position", "pk")
    return officials.prefetch_related(Prefetch("appointments", posts, to_attr=CURRENT))


def in_chunks(officials: QuerySet[Official]) -> Iterator[Official]:
    """All of them with their posts, a chunk in memory at a time."""
    yield from with_posts(officials).iterator(chunk_size=EXPORT_CHUNK)


def posts_of(official: Official) -> list[Appointment]:
    """All posts, those held now first, then the latest."""
    posts = official.appointments.select_related("title", "unit").order_by("position", "pk")
    return sorted(posts, key=lambda post: (post.ended_on is not None, post.position))


def history_of(official: Official) -> list[tuple[str, list[Any]]]:
    """Every version of the official and of each post, oldest first: (what it is about, versions). Two queries."""
    person = list(official.history.select_related("history_user").order_by("history_date", "history_id"))
    versions = Appointment.history.filter(official_id=official.pk).select_related("history_user", "title", "unit")
    posts: dict[int, list[Any]] = {}
    for version in versions.order_by("history_date", "history_id"):
        posts.setdefault(version.id, []).append(version)
    return [("", person), *((f"{found[-1].title}, {found[-1].unit}", found) for found in posts.values())]


def officials_called(text: str) -> list[Official]:
    """The official of this code, else everybody of this very name, whatever its capitals: two queries at most."""
    by_code = list(Official.objects.filter(code__iexact=tidy(text)))
    return by_code or list(Official.objects.filter(sort_key=sort_key(text)[:200]).order_by("code"))


def with_codes(rows: QuerySet[Any], codes: Collection[str]) -> QuerySet[Any]:
    """Those whose code is one of these, whatever its capitals."""
    capitals = {code.upper() for code in codes}
    of_codes = Q(code__in=codes) | Q(code_in_capitals__in=capitals)
    found: QuerySet[Any] = rows.annotate(code_in_capitals=Upper("code")).filter(of_codes)
    return found


def usual_post(official: Official) -> tuple[str, str]:
    """The names of title and unit of the first post held now; empty where there is none."""
    posts = official.appointments.current().order_by("position", "pk")
    found: tuple[str, str] | None = posts.values_list("title__name", "unit__name").first()
    return found or ("", "")
