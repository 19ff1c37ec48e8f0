"""Is my ballot secret? In plain words, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ballots.presenters.secrecy import PARTS
from ballots.views.cast_answers import voter_answer
from config.confidential import keep_confidential


@login_not_required
@csrf_exempt
def ballot_secrecy(request: HttpRequest) -> HttpResponse:
    """The same for all; who reads it when is not logged."""
    keep_confidential(request)
    return voter_answer("secrecy", None, parts=PARTS)
