"""The page of a session's ballot box as data: the row of steps, what is next and who does it, the figures."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.utils import timezone

from ballots.actions.boxes import BEFORE_THE_VOTE
from ballots.actions.kiosks import WITH_KIOSKS
from ballots.box_forms import (
    USUAL_HOLDERS,
    CardsForm,
    CodesForm,
    DropForm,
    ExchangeForm,
    ExplanationForm,
    LockForm,
    RevoteForm,
    UnusedForm,
)
from ballots.models import BallotBox, Channel, Count
from ballots.presenters.box_figures import RevoteView, closing_view, revote_view, turnout_view
from ballots.presenters.box_stages import DUTIES, STEPS, TOLD, Stage, stage_of
from ballots.queries.boxes import ballots_in, box_of
from ballots.queries.wrong_codes import recent_wrong_codes
from ballots.rules.wrong_codes import is_alarming
from campaigns.models import BoxState, VotingSession
from campaigns.queries.board import members_of
from config.accounts.permissions import Permission

# The forms that stand on the page of a stage; a refusal of another one is said at its top.
FORMS_OF = {
    Stage.LOCK: ("lock_form",),
    Stage.TRY: ("cards_form",),
    Stage.PRINT: ("codes_form",),
    Stage.READY: ("codes_form",),
    Stage.VOTE: ("exchange_form", "unused_form"),
    Stage.CLOSE: ("exchange_form", "explanation_form"),
    Stage.OPEN: ("cards_form",),
}
Forms = Mapping[str, Form]


def box_page(session: VotingSession, user: Any, forms: Forms | None = None) -> dict[str, Any]:
    """Everything on the page. `forms`: those that were sent and come back with what was typed."""
    box = box_of(session)
    is_counted = Count.objects.filter(style__session=session, channel=Channel.SCREEN).exists()
    stage = stage_of(session, box, is_counted=is_counted)
    duty = DUTIES[stage]
    may = user.has_perm(duty.permission, session.unit)
    may_exchange = user.has_perm(Permission.KEEP_STOCK, session.unit)
    cast = ballots_in(box) if box is not None and session.box == BoxState.READY else None
    given, may_drop = dict(forms or {}), _may_drop(session, user, cast)
    revote = revote_view(session, box, user) if stage == Stage.OPEN and box else None
    here = _shown_forms(stage, revote, may_drop=may_drop)
    return {
        "session": session,
        "box": box,
        "stage": stage.value,
        "part": f"ballots/_box_{stage}.html",
        "steps": _steps(session, duty.step),
        "duty": duty,
        "duties": TOLD,
        "may": may,
        "may_run": user.has_perm(Permission.RUN_SESSIONS, session.unit),
        "may_exchange": may_exchange,
        "is_onlooker": not may and not (may_exchange and stage in (Stage.VOTE, Stage.CLOSE)),
        "may_drop": may_drop,
        "turnout": turnout_view(session, cast),
        "alarm": _alarm(box) if stage in (Stage.VOTE, Stage.CLOSE) else "",
        "closing": closing_view(box, cast, user) if stage == Stage.CLOSE and box and cast is not None else None,
        "has_kiosks": session.box in WITH_KIOSKS,
        "revote": revote,
        "refusals": _refusals(given, here),
        "voters": session.voter_count,
        **_forms(session, box, given, here),
    }


def _forms(session: VotingSession, box: BallotBox | None, given: Forms, here: set[str]) -> dict[str, Any]:
    """Those that stand on the page by name, fresh ones where none came back."""
    cards = box.threshold if box else 0
    made: dict[str, Callable[[], Form]] = {
        "lock_form": lambda: LockForm(initial={"holders": "\n".join(_usual_holders(session))}),
        "cards_form": lambda: CardsForm(cards=cards),
        "codes_form": lambda: CodesForm(voters=session.voter_count),
        "exchange_form": ExchangeForm,
        "unused_form": UnusedForm,
        "explanation_form": ExplanationForm,
        "drop_form": DropForm,
        "revote_form": RevoteForm,
    }
    return {name: given.get(name) or made[name]() for name in here}


def _shown_forms(stage: Stage, revote: RevoteView | None, *, may_drop: bool) -> set[str]:
    """The names of the forms that stand on the page."""
    shown = {*FORMS_OF.get(stage, ())}
    if may_drop:
        shown.add("drop_form")
    if revote and revote.may_propose:
        shown.add("revote_form")
    return shown


def _refusals(given: Forms, here: set[str]) -> list[str]:
    """What was refused of forms that the page does not show any more: somebody else was faster."""
    return [
        str(error)
        for name, form in given.items()
        if name not in here
        for errors in form.errors.values()
        for error in errors
    ]


def _usual_holders(session: VotingSession) -> list[str]:
    return [member.name for member in members_of(session)[:USUAL_HOLDERS]]


def _alarm(box: BallotBox | None) -> str:
    """That somebody may be guessing codes, where so many were wrong lately."""
    tries = recent_wrong_codes(box, timezone.now()) if box else 0
    if not is_alarming(tries):
        return ""
    return (
        f"Trong ít phút vừa qua có {tries} lần nhập mã sai, nhiều hơn gõ nhầm thông thường. Nhắc đại biểu nhập đúng mã "
        "trên phiếu; nếu số này còn tăng, có người đang đoán mã: tạm dừng và kiểm tra mạng Wi-Fi của hội trường."
    )


def _may_drop(session: VotingSession, user: Any, cast: int | None) -> bool:
    is_time = session.state in BEFORE_THE_VOTE and session.box != BoxState.NONE
    return is_time and not cast and user.has_perm(Permission.RUN_SESSIONS, session.unit)


def _steps(session: VotingSession, now: int) -> list[dict[str, str]]:
    return [
        {
            "label": label,
            "state": "done" if place < now else "current" if place == now else "todo",
            "note": session.get_casting_display() if place == 0 else "",
        }
        for place, label in enumerate(STEPS)
    ]
