"""A tablet that is handed round: it is taken into use once, invites one voter after the other, and keeps nothing."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ballots.actions.kiosks import take_into_use
from ballots.presenters.cast import Place
from ballots.views.cast_answers import KIOSK_COOKIE, set_private_cookie, state_answer, voter_answer, voter_page
from config.errors import Refused

HANDED_OVER = 303


@voter_page
def kiosk_home(request: HttpRequest, place: Place) -> HttpResponse:
    """The hand-over page; before that, the page on which a device is taken into use."""
    if place.kiosk is None:
        return _taken_into_use(request, place) if request.method == "POST" else voter_answer("enrol", place)
    if place.kiosk.is_revoked:
        return voter_answer("revoked", place, status=403)
    return voter_answer("handover", place) if place.is_open else state_answer(place)


@voter_page
def kiosk_code(_request: HttpRequest, place: Place) -> HttpResponse:
    """Asks the next voter for the code."""
    if not (place.may_be_used and place.is_open):
        return HttpResponseRedirect(place.address_of("home"), status=HANDED_OVER)
    return voter_answer("entry", place)


def _taken_into_use(request: HttpRequest, place: Place) -> HttpResponse:
    try:
        token = take_into_use(box=place.box, invitation=request.POST.get("invitation", ""))
    except Refused as refused:
        return voter_answer("enrol", place, status=422, sentence=str(refused))
    response = HttpResponseRedirect(place.address_of("home"), status=HANDED_OVER)
    set_private_cookie(request, response, KIOSK_COOKIE, token, Place(place.box).address_of("home"))
    return response
