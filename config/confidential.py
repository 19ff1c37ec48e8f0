"""Pages whose requests nobody may read about: what voters send."""

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

BROKEN = "A confidential page broke. What was sent is shown nowhere; the log says where in the code."


class SilentReporter(ExceptionReporter):
    """The page that developers see where a confidential page breaks: without variables, words and address."""

    def get_traceback_html(self) -> SafeString:
        return format_html("<!doctype html><title>500</title><p>{}</p>", BROKEN)

    def get_traceback_text(self) -> SafeString:
        return SafeString(BROKEN)


def keep_confidential(request: HttpRequest) -> None:
    """config.logs writes nothing about this request, and no error page shows it."""
    request.is_confidential = True  # type: ignore[attr-defined]
    request.exception_reporter_class = SilentReporter
