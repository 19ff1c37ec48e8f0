"""The search over everything that the user may see."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.presenters.search import groups_of
from campaigns.queries.search import FIRST, GROUPS, LONGEST, search, words_of
from config.accounts.permissions import Permission, require

PAGE_LENGTH = 50
MOST_PAGES = 1000


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The first matches of each group; with `trong` all matches of one, page by page."""
    require(request.user, Permission.VIEW_CAMPAIGNS)
    text = request.GET.get("q", "").strip()
    words = words_of(text)
    group = request.GET.get("trong", "")
    group = group if group in GROUPS else ""
    length = PAGE_LENGTH if group else FIRST
    number = _page_number(request.GET.get("page", "")) if group else 1
    found = search(request.user, words, group, first=(number - 1) * length, length=length)
    pages = Paginator(range(found[0].total), PAGE_LENGTH) if group and found else None
    context = {
        "q": text,
        "longest": LONGEST,
        "is_enough": words.is_enough,
        "group": group,
        "groups": groups_of(found),
        "page": pages.get_page(number) if pages else None,
    }
    return render(request, "campaigns/search.html", context)


def _page_number(text: str) -> int:
    """The page asked for; nonsense is the first."""
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
