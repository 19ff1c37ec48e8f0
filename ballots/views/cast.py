"""The voter's way: the code, the ballots, the review, the box. Nothing is kept between two steps but what the voter's
own page carries; only sending writes anything."""

from collections.abc import Callable
from functools import wraps
from time import monotonic

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.gzip import gzip_page

from ballots.actions.casting import WRONG_CODE, WrongCode, cast_ballot
from ballots.presenters.cast import Place, screen_ballots
from ballots.queries.casting import box_at, has_arrived, is_cast, is_usable, printed_styles
from ballots.views.cast_answers import Step, shared_device, state_answer, voter_answer, voter_page
from ballots.views.cast_body import Body, read_body
from ballots.views.cast_throttle import (
    BUSY_SENTENCE,
    WAIT_SENTENCE,
    give_device_cookie,
    has_to_wait,
    wrong_code_took_long,
)
from config.errors import Refused

NOT_ARRIVED = "Phiếu gửi lúc trước chưa tới hòm phiếu. Nhập lại mã rồi ghi lại phiếu."
NOT_ARRIVED_AND_CLOSED = "Phiếu gửi lúc trước chưa tới hòm phiếu trước khi hòm đóng. Báo ban kiểm phiếu."
BACK_TO_START = 303

BodyStep = Callable[[HttpRequest, Place, Body], HttpResponse]


def _posted(step: BodyStep) -> Step:
    """A step behind the first page: with a body; whoever comes without one begins at the beginning."""

    @sensitive_variables()
    @wraps(step)
    def view(request: HttpRequest, place: Place) -> HttpResponse:
        if request.method != "POST" or not place.may_be_used:
            return HttpResponseRedirect(place.address_of("home"), status=BACK_TO_START)
        return step(request, place, read_body(request, place.box.levels))

    return view


@gzip_page
@voter_page
def cast_home(request: HttpRequest, place: Place) -> HttpResponse:
    """The first page: asks for the code. The same for everybody, so it alone of a voter's pages may be compressed. A
    shared device on which somebody opened the address on their slip goes on as one, and its browser takes the code in
    the fragment along."""
    if (device := shared_device(request, place)) is not None:
        return HttpResponseRedirect(device.address_of("code"), status=BACK_TO_START)
    if not place.is_open:
        return state_answer(place)
    return give_device_cookie(request, voter_answer("entry", place), place)


@voter_page
@_posted
def cast_ballots(request: HttpRequest, place: Place, body: Body) -> HttpResponse:
    """The ballots to fill in, or to go on with, behind a code that may be used."""
    return _behind_code(request, place, body) or _filled("ballots", place, body)


@voter_page
@_posted
def cast_review(request: HttpRequest, place: Place, body: Body) -> HttpResponse:
    """What is about to be sent, for browsers that cannot show it by themselves."""
    return _behind_code(request, place, body) or _filled("review", place, body)


@voter_page
@_posted
def cast_send(request: HttpRequest, place: Place, body: Body) -> HttpResponse:
    """Into the box. A ballot that is there already is there; after the closing the box still says so."""
    started = monotonic()
    if not place.is_open:
        return _arrived_or_closed(place, body)
    if has_to_wait(request, place):
        return _entry(place, body, WAIT_SENTENCE, 429)
    try:
        cast_ballot(box=place.box, code=body.code, nonce=body.nonce, marks=body.marks)
    except WrongCode:
        box = box_at(place.box.address)
        if box is None or not Place(box).is_open:  # closed at this moment, and its codes with it
            return _arrived_or_closed(place, body)
        return _wrong(request, place, body, started)
    except Refused as refused:
        return _entry(place, body, str(refused), 422)
    return voter_answer("sent", place)


@voter_page
@_posted
def cast_arrived(_request: HttpRequest, place: Place, body: Body) -> HttpResponse:
    """Whether the ballot sent with this nonce is in the box: for a page that was loaded again while it sent."""
    if not place.is_open:
        return _arrived_or_closed(place, body)
    if has_arrived(place.box, body.nonce):
        return voter_answer("sent", place)
    return _entry(place, body, NOT_ARRIVED)


def _arrived_or_closed(place: Place, body: Body) -> HttpResponse:
    if has_arrived(place.box, body.nonce):
        return voter_answer("sent", place)
    return state_answer(place, "" if place.is_early else NOT_ARRIVED_AND_CLOSED, status=409)


def _behind_code(request: HttpRequest, place: Place, body: Body) -> HttpResponse | None:
    """The answer to whoever may not see the ballots now, the same for every code that does not open them. A ballot may
    arrive after its page was told that it had not: who then comes again with its code and nonce is told that it has."""
    started = monotonic()
    if not place.is_open:
        return state_answer(place, status=409)
    if has_to_wait(request, place):
        return _entry(place, body, WAIT_SENTENCE, 429)
    if is_usable(place.box, body.code):
        return None
    if is_cast(place.box, body.code, body.nonce):
        return voter_answer("sent", place)
    return _wrong(request, place, body, started)


def _wrong(request: HttpRequest, place: Place, body: Body, started: float) -> HttpResponse:
    if wrong_code_took_long(request, place, started):
        return _entry(place, body, WRONG_CODE, 422)
    return _entry(place, body, BUSY_SENTENCE, 429)


def _entry(place: Place, body: Body, sentence: str, status: int = 200) -> HttpResponse:
    """The nonce is kept for the next try, so that a ballot still on its way is not sent twice and its voter can be told
    that it arrived; not on a kiosk, where the next voter is somebody else."""
    return voter_answer("entry", place, status, sentence=sentence, nonce="" if place.is_kiosk else body.nonce)


def _filled(name: str, place: Place, body: Body) -> HttpResponse:
    ballots = screen_ballots(place.box, printed_styles(place.box), body.marks)
    return voter_answer(
        name,
        place,
        ballots=ballots,
        code=body.code,
        nonce=body.nonce,
        lines=sum(len(ballot.lines) for ballot in ballots),
        blanks=sum(ballot.blanks for ballot in ballots),
    )
