"""What all pages of voters have in common: public, without session, user and forgery token, kept nowhere.

There is no token against forgery because there is no authority to borrow: every request carries the code that entitles
it, and a browser adds nothing by itself that would be worth anything.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from ballots.presenters.cast import Place, padded
from ballots.queries.casting import box_at, kiosk_with
from config.confidential import keep_confidential

KIOSK_COOKIE = "may_ghi_phieu"
HEADERS = {
    "Cache-Control": "no-store, no-transform, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
Step = Callable[..., HttpResponse]  # of a request, a Place and what else the address names


def voter_page(step: Step) -> Callable[..., HttpResponse]:
    """A step of a voter before the box with the address, on a device of their own or on a kiosk."""

    @login_not_required
    @csrf_exempt
    @sensitive_post_parameters()
    @sensitive_variables()
    @wraps(step)
    def view(request: HttpRequest, address: str, *, is_kiosk: bool = False, **more: int) -> HttpResponse:
        keep_confidential(request)
        box = box_at(address)
        if box is None:
            return nothing_here()
        kiosk = kiosk_with(box, request.COOKIES.get(KIOSK_COOKIE, "")) if is_kiosk else None
        return step(request, Place(box, kiosk, is_kiosk), **more)

    return view


def shared_device(request: HttpRequest, place: Place) -> Place | None:
    """The place as that of the enrolled device that asks, if it is one. No query for a voter's own device."""
    token = request.COOKIES.get(KIOSK_COOKIE, "")
    device = Place(place.box, kiosk_with(place.box, token) if token else None, is_kiosk=True)
    return device if device.may_be_used else None


@login_not_required
@csrf_exempt
@sensitive_post_parameters()
def cast_nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is typed below the voters' addresses; it may be a code, so it is not logged either. The address of
    a box without its last stroke leads there."""
    keep_confidential(request)
    box = box_at(rest)
    return nothing_here() if box is None else HttpResponseRedirect(reverse("cast-home", args=[box.address]))


def voter_answer(name: str, place: Place | None, status: int = 200, **context: Any) -> HttpResponse:
    """The page, rendered without the request, so that neither session nor user is asked for. Its head names the style
    sheet, the only thing the first paint waits for, so that a phone asks for it before it has read the page."""
    page = render_to_string(f"ballots/cast_{name}.html", {**_shown(place, name), **context})
    first = {"Link": f"<{static('css/cast.css')}>; rel=preload; as=style"}
    return HttpResponse(padded(page), status=status, headers={**HEADERS, **first})


def _shown(place: Place | None, step: str) -> dict[str, Any]:
    if place is None:
        return {}
    returns_after = place.returns_after(step)
    return {"place": place, "session": place.box.session, "to": place.addresses, "returns_after": returns_after}


def nothing_here() -> HttpResponse:
    return voter_answer("nowhere", None, status=404)


def state_answer(place: Place, note: str = "", status: int = 200) -> HttpResponse:
    """Why no ballot is taken now."""
    return voter_answer("state", place, status, is_early=place.is_early, note=note)


def set_private_cookie(request: HttpRequest, response: HttpResponse, name: str, value: str, path: str) -> None:
    """A cookie for the pages below the path, that no script reads, until the browser is closed."""
    response.set_cookie(name, value, path=path, httponly=True, secure=request.is_secure(), samesite="Strict")
