"""Codes that are none: the same slow answer for all of them, and a pause for a device that keeps trying.

A device is known by a cookie that was given to it here, so that a hall behind one address does not wait for one of
them; what shows no such cookie is known by its address, and a kiosk by itself: many people share those.
"""

from dataclasses import dataclass
from secrets import token_hex
from threading import BoundedSemaphore
from time import monotonic, sleep

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ballots.actions.wrong_codes import note_wrong_code
from ballots.keyed_digests import device_digest
from ballots.presenters.cast import Place
from ballots.queries.wrong_codes import is_waiting
from ballots.rules.wrong_codes import OWN_DEVICE, SHARED_DEVICE, WAIT
from ballots.views.cast_answers import set_private_cookie

DEVICE_COOKIE = "thiet_bi"
LEAST_SECONDS = 0.5
SLOW_AT_ONCE = 2  # of a worker's four threads: the others serve those whose codes are right
_signer = Signer(salt="voter device")
_slow = BoundedSemaphore(SLOW_AT_ONCE)
WAIT_SENTENCE = (
    f"Nhập sai mã nhiều lần. Chờ {WAIT.seconds // 60} phút rồi nhập lại, hoặc nhờ ban kiểm phiếu đổi phiếu mã."
)
BUSY_SENTENCE = "Máy chủ đang bận. Chờ vài giây rồi bấm lại."


@dataclass(frozen=True)
class Device:
    digest: str
    limit: int


def device_of(request: HttpRequest, place: Place) -> Device:
    if place.kiosk is not None:
        return Device(device_digest(place.box.pk, f"kiosk {place.kiosk.pk}"), SHARED_DEVICE)
    if own := _own(request):
        return Device(device_digest(place.box.pk, f"device {own}"), OWN_DEVICE)
    return Device(device_digest(place.box.pk, f"address {request.META.get('REMOTE_ADDR', '')}"), SHARED_DEVICE)


def give_device_cookie(request: HttpRequest, response: HttpResponse, place: Place) -> HttpResponse:
    """Let the device be told from the others of its address, until its browser is closed."""
    if not _own(request):
        set_private_cookie(request, response, DEVICE_COOKIE, _signer.sign(token_hex(8)), place.address_of("home"))
    return response


def has_to_wait(request: HttpRequest, place: Place) -> bool:
    device = device_of(request, place)
    return is_waiting(place.box, device.digest, device.limit, timezone.now())


def wrong_code_took_long(request: HttpRequest, place: Place, started: float) -> bool:
    """Count the wrong code and let the time of the answer pass, the same for all; False where so many wait already
    that nobody more may."""
    note_wrong_code(box=place.box, device=device_of(request, place).digest)
    if not _slow.acquire(blocking=False):
        return False
    try:
        sleep(max(0, LEAST_SECONDS - (monotonic() - started)))
    finally:
        _slow.release()
    return True


def _own(request: HttpRequest) -> str:
    try:
        return _signer.unsign(request.COOKIES.get(DEVICE_COOKIE, ""))
    except BadSignature:
        return ""
