"""Nothing that somebody types or puts into an address is answered by an error of the server."""

from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from config.accounts.models import User
from tests.campaigns.world import World, build

pytestmark = pytest.mark.django_db
BAD = ("", "\0", "x" * 5000, "99999999999999999999", "²", "0001-01-01")
QUERY = [
    "page",
    "sort",
    "q",
    "tim",
    "trong",
    "thang",
    "hn",
    "loc",
    "don-vi",
    "giai-doan",
    "version",
    "units",
    "luu-tru",
    "unit",
    "phase",
    "reason",
    "title",
]
FILES = (b"", b"x", b"PK\x03\x04" + bytes(50))
TOKEN = "csrfmiddlewaretoken"  # what the tests' browser is not asked for


@pytest.fixture
def world(an: User, asked: Campaign) -> World:
    return build(an, asked)


def at_large(_world: World) -> list[str]:
    names = "campaign-list campaign-create search rule-set-list official-list official-add unit-tree unit-add"
    names += " member-import roster-import totals-import"
    rules = [reverse(name, args=["QD96", 1]) for name in ("rule-set-detail", "rule-set-new-version")]
    return [*(reverse(name) for name in names.split()), *rules]


def of_officials(world: World) -> list[str]:
    post, unit = world.inside.post, world.inside.post.unit_id
    return [
        *_pages("official-detail official-edit appointment-add official-verdicts", post.official_id),
        *_pages("appointment-edit appointment-end", post.pk),
        *_pages("unit-detail unit-edit unit-members member-add", unit),
        *_pages("member-end", world.inside.seat.pk),
    ]


def of_campaigns(world: World) -> list[str]:
    names = "campaign-detail campaign-edit campaign-copy campaign-cockpit campaign-waiting reminder-list override-list"
    names += " eligibility-list list-history list-change list-change-note venue-list session-create timetable"
    names += " timetable-list sessions-move campaign-results results-export list-annex-xlsx list-annex-pdf"
    both = [page for campaign in (world.draft, world.approved) for page in _pages(names, campaign.code)]
    draft, approved, post = world.draft.code, world.approved.code, world.inside.post
    return [
        *both,
        *_pages("list-submit list-approve list-return list-withdraw", draft),
        *_pages("case-detail override-create", draft, world.outside.post.pk),
        *_pages("venue-official", draft, post.official_id),
        *_pages("decision-confirm decision-withdraw", draft, world.outside.decision.pk),
        *_pages("phase-rule-set", draft, "other"),
        *_pages("session-create-many", approved, "other"),
        f"{reverse('session-create', args=[approved])}?don-vi=HD001&giai-doan=council",
        f"{reverse('sessions-move', args=[approved])}?hn={world.inside.session.pk}",
    ]


def of_sessions(world: World) -> list[str]:
    names = "session-detail session-edit session-ballots session-delete session-step session-attendance session-back"
    names += " session-dossier voter-roll voter-roll-again voter-add voter-roll-import session-board session-results"
    names += " session-count session-keying session-minutes session-minutes-edit session-result-report bundle-list"
    names += " session-disclosure session-casting session-check-in session-check-in-rows session-late session-hall"
    here, session = (world.approved.code, "TRONG"), world.inside.session
    style = session.styles.get()
    subject = style.subjects.order_by("position")[0].pk
    on, off = (session.voters.filter(is_removed=is_off)[0].pk for is_off in (False, True))
    return [
        *_pages(names, *here),
        *_pages("dossier-paper", *here, subject, "asset_declaration"),
        *_pages("dossier-paper", *here, subject, "explanation"),
        *_pages("subject-remove", *here, subject),
        *_pages("style-order", *here, style.pk),
        *_pages("voter-remove", *here, on),
        *_pages("voter-restore", *here, off),
    ]


def _pages(names: str, *arguments: Any) -> list[str]:
    return [reverse(name, args=arguments) for name in names.split()]


AREAS = {"at large": at_large, "officials": of_officials, "campaigns": of_campaigns, "sessions": of_sessions}


def forms_of(page: bytes, here: str) -> Iterator[tuple[str, str, dict[str, Any], list[str]]]:
    """(method, address, values as they stand there, names of files) of each form of a page."""
    for form in lxml.html.fromstring(page).forms:
        files = form.xpath(".//input[@type='file']/@name")
        buttons = {button.get("name"): button.get("value", "") for button in form.xpath(".//button[@name]")}
        boxes = {box.get("name"): box.get("value", "on") for box in form.xpath(".//input[@type='checkbox'][@name]")}
        values = {name: value or "" for name, value in form.fields.items() if name not in (*files, TOKEN)}
        yield form.method, form.get("action") or here, {**buttons, **boxes, **values}, files


def tries(page: bytes, here: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, address, values): every form of the page with each field in turn made bad, and files that are none; the
    text of a try says all of it."""
    for method, action, values, files in forms_of(page, here):
        if action == reverse("logout"):
            continue
        for name in values:
            for bad in BAD:
                yield method.lower(), action, {**values, name: bad}
        for name in files:
            for content in FILES:
                yield method.lower(), action, {**values, name: SimpleUploadedFile(f"{len(content)}.xlsx", content)}


def send(browser: Client, method: str, path: str, values: dict[str, Any]) -> tuple[Any, str]:
    """(the answer, what was wrong); what it did is undone."""
    with transaction.atomic():
        try:
            response = getattr(browser, method)(path, values)
        except Exception as error:  # noqa: BLE001 - whatever it is, it would be an error page
            return None, f"{method} {path} {str(values)[:300]}: {error!r:.300}"
        finally:
            transaction.set_rollback(True)
    return response, f"{method} {path} {str(values)[:300]}" if response.status_code >= 500 else ""


@pytest.mark.parametrize("area", AREAS)
def test_no_field_and_no_address_breaks_a_page(signed_in: Any, an: User, world: World, area: str) -> None:
    browser, broken = signed_in(an), []
    tried: set[str] = set()
    for path in AREAS[area](world):
        page, wrong = send(browser, "get", path, {})
        broken += [wrong, send(browser, "post", path, {})[1]]
        broken += [send(browser, "get", path, dict.fromkeys(QUERY, bad))[1] for bad in BAD]
        if page is not None and page.status_code == 200 and "html" in page.headers["Content-Type"]:
            fresh = {str(one): one for one in tries(page.content, path) if str(one) not in tried}
            tried |= fresh.keys()  # the header's search, for one, is on every page
            broken += [send(browser, *one)[1] for one in fresh.values()]
    assert not "\n".join(sorted(filter(None, set(broken))))
