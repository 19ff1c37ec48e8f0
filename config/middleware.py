"""What holds for every request and answer."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """An address with a NUL is a bad request: no page makes one, and the database cannot hold it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


def keep_private(get_response: GetResponse) -> GetResponse:
    """What somebody signed in has seen is not kept by their browser: nobody finds it by going back after they left."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware


class LoginRequired(LoginRequiredMiddleware):
    """Everybody signs in, but for pages that say otherwise. For those nobody asks who looks: a voter's page never
    learns that its browser is signed in as well."""

    def process_view(self, request: HttpRequest, view_func: Any, *view: Any) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, *view)
