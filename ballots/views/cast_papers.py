"""What a voter may look at beside the ballots: photos and self-reports.

The same for everybody and asked for without a code, so that nothing of it hangs together with a ballot; like all
voters' pages it is not logged.
"""

from django.http import HttpRequest, HttpResponse

from ballots.presenters.cast import Place
from ballots.queries.casting import portrait_of, self_report_of
from ballots.views.cast_answers import HEADERS, nothing_here, voter_page
from config.files import pdf_answer

KEPT = {**HEADERS, "Cache-Control": "private, max-age=600", "Cross-Origin-Resource-Policy": "same-origin"}


@voter_page
def cast_portrait(_request: HttpRequest, place: Place, subject: int) -> HttpResponse:
    """The photo of somebody on this box's ballots, while they are filled in."""
    content = portrait_of(place.box, subject) if place.is_open else None
    return nothing_here() if content is None else HttpResponse(content, content_type="image/jpeg", headers=KEPT)


@voter_page
def cast_self_report(_request: HttpRequest, place: Place, subject: int) -> HttpResponse:
    """The signed self-report of somebody on this box's ballots, while they are filled in."""
    content = self_report_of(place.box, subject) if place.is_open else None
    if content is None:
        return nothing_here()
    answer = pdf_answer(content, "ban-tu-danh-gia.pdf")
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer
