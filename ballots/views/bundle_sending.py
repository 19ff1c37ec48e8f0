"""What the keying page sends by itself while somebody keys: short questions, short answers in JSON."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from ballots.actions.keyed_sheets import OtherWindow, open_window, save_sheet
from ballots.models import BundleKeying
from ballots.rules.bundles import Sheet
from config.accounts.permissions import Permission, require
from config.errors import Refused

KEPT, CONFLICT, REFUSED = 204, 409, 422


@require_POST
def bundle_open(request: HttpRequest, campaign: str, code: str, bundle: int) -> JsonResponse:
    """This window keys from now on: answers with what the server has of the own keying."""
    keying, sent = _own(request, campaign, code, bundle), _sent(request)
    try:
        opened = open_window(by=request.user, keying=keying, window=_text(sent, "window"))
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=REFUSED)
    sheets = {position: [sheet.marks, sheet.reason] for position, sheet in opened.sheets.items()}
    return JsonResponse({"sheets": sheets, "before": opened.before})


@require_POST
def bundle_save(request: HttpRequest, campaign: str, code: str, bundle: int) -> HttpResponse:
    """Keep one ballot; the answer says only that it is on the server."""
    keying, sent = _own(request, campaign, code, bundle), _sent(request)
    try:
        save_sheet(
            by=request.user,
            keying=keying,
            position=_whole(sent, "position"),
            sheet=Sheet(_text(sent, "marks"), _text(sent, "reason")),
            window=_text(sent, "window"),
            seconds=_whole(sent, "seconds"),
        )
    except OtherWindow as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=CONFLICT)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=REFUSED)
    return HttpResponse(status=KEPT)


def _own(request: HttpRequest, campaign: str, code: str, bundle: int) -> BundleKeying:
    """The own keying's key only: the action reads the rest, under lock."""
    require(request.user, Permission.KEY_TOTALS)
    rows = BundleKeying.objects.only("pk").filter(bundle__style__session__campaign__code=campaign)
    return get_object_or_404(rows, bundle=bundle, bundle__style__session__code=code, by=request.user)


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("no JSON") from error
    if not isinstance(sent, dict):
        raise BadRequest("no object")
    return sent


def _text(sent: dict[str, Any], name: str) -> str:
    text = sent.get(name, "")
    return text[:200].replace("\0", "") if isinstance(text, str) else ""


def _whole(sent: dict[str, Any], name: str) -> int:
    number = sent.get(name, 0)
    return number if type(number) is int and 0 <= number < 10**6 else 0
