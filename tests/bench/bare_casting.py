"""What casting is measured against: a Django view that does the same writes and nothing else, for gunicorn.

Settings, middleware and server are those of the site. The view looks at no session, box, throttle or ballot and renders
no page. It reads the form, makes the code's and the nonce's digests, seals the slips, and in one transaction marks the
row of the code as used and inserts the slips: the rows, the digests and the sealed contents are those of `cast_ballot`.
"""

import os

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()

from ballots.keyed_digests import code_digest, nonce_digest  # noqa: E402
from ballots.models import AccessCode, BallotBox, Slip  # noqa: E402
from ballots.queries.boxes import styles_of  # noqa: E402
from ballots.rules.slips import UNMARKED, sealed_slips  # noqa: E402

_boxes: dict[str, BallotBox] = {}


@login_not_required
@csrf_exempt
def cast(request: HttpRequest, address: str) -> HttpResponse:
    box = _boxes.get(address) or _boxes.setdefault(address, BallotBox.objects.get(address=address))
    form = request.POST
    level_of = {"0": UNMARKED, **{str(number): level for number, level in enumerate(box.levels, 1)}}
    marks = {int(name[1:]): level_of[str(mark)] for name, mark in form.items() if name[1:].isdigit()}
    code, nonce = code_digest(box.pk, form["code"]), nonce_digest(box.pk, form["nonce"])
    slips = sealed_slips(styles_of(box), marks, box.levels, bytes.fromhex(box.public_key))
    with transaction.atomic():
        AccessCode.objects.filter(pk=code, state=AccessCode.State.READY).update(
            state=AccessCode.State.USED, nonce=nonce
        )
        Slip.objects.bulk_create([Slip(box=box, sealed=slip) for slip in slips])
    return HttpResponse("sent")


urlpatterns = [path("<slug:address>/", cast)]
