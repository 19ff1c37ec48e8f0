"""The clerks' pages: the bundles of a session, and keying the ballots of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ballots.actions.bundle_guards import TO_THE_BOARD
from ballots.actions.bundles import create_bundle, start_bundle
from ballots.actions.keyed_sheets import save_shown_sheet, submit_bundle
from ballots.models import MOST_SHEETS, Bundle, BundleKeying
from ballots.presenters.bundles import (
    bundle_views,
    flaws_context,
    line_fields,
    mark_keys,
    next_position,
    positions_of,
)
from ballots.queries.bundles import bundles_of, open_keyings_of, sheets_of, tied_beyond_ledger
from ballots.rules.bundles import OPEN, ROUNDS, WHOLE, Sheet, opened_lines
from campaigns.models import BallotStyle, Counting, SessionState, VotingSession
from campaigns.views.loading import load_session
from config.accounts.permissions import Permission
from config.errors import Refused


@require_http_methods(["GET", "POST"])
def bundle_list(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """The bundles of a session: make one, key one."""
    session = load_session(request, Permission.KEY_TOTALS, campaign, code)
    status = 200
    if request.method == "POST":
        try:
            return _act(request, session)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 422
    context = {
        "session": session,
        "is_counting": session.state == SessionState.COUNTING and session.counting == Counting.BALLOTS,
        "bundles": bundle_views(bundles_of(session), request.user),
        "styles": session.styles.order_by("position"),
        "most": MOST_SHEETS,
        "typed_style": _number(request, "style"),
        "typed_size": request.POST.get("size", "")[:2],
        "open_drafts": ",".join(f"{request.user.pk}:{pk}" for pk in open_keyings_of(request.user)),
    }
    return render(request, "ballots/bundle_list.html", context, status=status)


def _act(request: HttpRequest, session: VotingSession) -> HttpResponse:
    address = (session.campaign.code, session.code)
    if request.POST.get("do") == "create":
        style = BallotStyle.objects.filter(session=session, pk=_number(request, "style")).first()
        if style is None:
            raise Refused("Chọn loại phiếu của bó.")
        bundle = create_bundle(by=request.user, style=style, size=_number(request, "size"))
        messages.success(request, f"Đã lập bó {bundle.named}. Ghi số này lên bó phiếu giấy.")
        _tell_of_too_many(request, bundle)
        return redirect("bundle-list", *address)
    bundle = _bundle(session, _number(request, "bundle"))
    keying = start_bundle(by=request.user, bundle=bundle)
    return redirect("bundle-keying", *address, keying.bundle_id)


def _tell_of_too_many(request: HttpRequest, bundle: Bundle) -> None:
    """At once, and not only when the count is confirmed; yet bundle and ledger are both possible mistakes."""
    tied, returned = tied_beyond_ledger(bundle)
    if tied is not None:
        text = f"{bundle.style}: các bó có tất cả {tied} phiếu nhưng sổ phiếu ghi thu về {returned}. Đếm lại bó này; "
        messages.warning(
            request, f"{text}nếu nhầm thì đề nghị trưởng ban kiểm phiếu hủy bó, nếu sổ sai thì sửa Sổ phiếu."
        )


@require_http_methods(["GET", "POST"])
def bundle_keying(request: HttpRequest, campaign: str, code: str, bundle: int) -> HttpResponse:
    """Keying the ballots of a bundle: one key a line with the page's own help, a plain form without it."""
    session = load_session(request, Permission.KEY_TOTALS, campaign, code)
    own = _own(request, session, bundle)
    if request.method == "POST":
        return _keyed(request, own)
    sheets = sheets_of(own)
    wanted = request.GET.get("phieu", "")
    at = next((place for place in positions_of(own) if str(place) == wanted), None)
    return render(request, "ballots/bundle_keying.html", _page(session, own, sheets, at))


def _page(session: VotingSession, own: BundleKeying, sheets: dict[int, Sheet], at: int | None) -> dict[str, Any]:
    at = at or next_position(own, sheets)
    opened = opened_lines(own.returned)
    sheet, lines = sheets.get(at, Sheet()), opened.get(at, {WHOLE})
    positions = positions_of(own)
    return {
        "session": session,
        "own": own,
        "bundle": own.bundle,
        "is_open": session.state == SessionState.COUNTING and not own.is_submitted,
        "is_done": all(place in sheets and sheets[place].is_whole for place in positions),
        "position": at,
        "positions": positions,
        "lines": line_fields(own.bundle.style, sheet, lines),
        "sheet": sheet,
        "is_whole_open": WHOLE in lines,
        "keys": mark_keys(session.rules),
        "returned": own.returned,
        "urls": {
            name: reverse(f"bundle-{name}", args=[session.campaign.code, session.code, own.bundle_id])
            for name in ("open", "save")
        },
        **flaws_context(session.rules),
    }


def _keyed(request: HttpRequest, own: BundleKeying) -> HttpResponse:
    session = own.bundle.style.session
    address = (session.campaign.code, session.code)
    try:
        if request.POST.get("do") == "submit":
            bundle = submit_bundle(by=request.user, keying=own)
            _tell(request, bundle, own)
            return redirect("bundle-list", *address)
        position = _number(request, "position")
        shown = request.POST.get("shown", "")
        save_shown_sheet(by=request.user, keying=own, position=position, sheet=_typed(request, own), shown=shown)
        messages.success(request, f"Đã lưu phiếu số {position}.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("bundle-keying", *address, own.bundle_id)


def _tell(request: HttpRequest, bundle: Bundle, own: BundleKeying) -> None:
    own.refresh_from_db()
    if bundle.state == Bundle.State.AGREED:
        messages.success(request, f"Bó {bundle.named}: hai lần nhập khớp nhau. Dấu của từng phiếu đã xóa.")
    elif own.is_submitted:
        messages.success(request, f"Đã nộp bó {bundle.named}. Khi người kia nộp, hai lần nhập được đối chiếu.")
    elif bundle.differences >= ROUNDS:
        messages.warning(request, f"Bó {bundle.named}. {TO_THE_BOARD}")
    else:
        text = f"Bó {bundle.named}: hai lần nhập khác nhau {len(own.returned)} chỗ. Xem lại phiếu giấy và nhập lại."
        messages.warning(request, text)


def _typed(request: HttpRequest, own: BundleKeying) -> Sheet:
    """The ballot of a plain form. Lines that are not open are not in it."""
    if reason := request.POST.get("reason", "").replace("\0", "")[:30]:
        return Sheet(reason=reason)
    lines = range(1, own.bundle.style.subjects.count() + 1)
    marks = (request.POST.get(f"mark-{line}", "")[:1].replace("\0", "") for line in lines)
    return Sheet("".join(mark or OPEN for mark in marks))


def _own(request: HttpRequest, session: VotingSession, bundle: int) -> BundleKeying:
    rows = BundleKeying.objects.select_related("bundle__style__session__campaign")
    return get_object_or_404(rows, bundle=bundle, bundle__style__session=session, by=request.user)


def _bundle(session: VotingSession, pk: int) -> Bundle:
    bundle = Bundle.objects.select_related("style__session__unit").filter(pk=pk, style__session=session).first()
    if bundle is None:
        raise Refused("Bó phiếu này không còn. Tải lại trang để xem các bó.")
    return bundle


def _number(request: HttpRequest, name: str) -> int:
    """A whole number that was sent; 0, which nothing has, for anything else."""
    text = request.POST.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
