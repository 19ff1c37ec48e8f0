"""The ballot box of a session, and what may be known of it before it is opened: how many ballots are in it."""

from dataclasses import dataclass

from ballots.models import AccessCode, BallotBox
from ballots.rules.slips import ScreenStyle
from campaigns.models import BoxState, VotingSession


@dataclass(frozen=True)
class Turnout:
    """`cast` ballots are in the box, of `codes` that may be used or were."""

    cast: int
    codes: int


def box_of(session: VotingSession) -> BallotBox | None:
    return BallotBox.objects.filter(session=session).first()


def turnout_of(box: BallotBox) -> Turnout:
    """One query."""
    states = list(AccessCode.objects.filter(box=box).values_list("state", flat=True))
    cancelled = states.count(AccessCode.State.CANCELLED)
    return Turnout(cast=states.count(AccessCode.State.USED), codes=len(states) - cancelled)


def styles_of(box: BallotBox) -> tuple[ScreenStyle, ...]:
    """The ballots as they are cast on screen, in ballot order: no query."""
    return tuple(ScreenStyle(style, tuple(people)) for style, people in box.styles)


def screen_styles(session: VotingSession) -> tuple[ScreenStyle, ...]:
    """The same from the ballots of a prepared session, to be locked: two queries."""
    return tuple(
        ScreenStyle(style.pk, tuple(subject.pk for subject in style.subjects.all()))
        for style in session.styles.prefetch_related("subjects").order_by("position")
    )


def why_no_backup() -> str:
    """A copy taken while ballots are in an open box would tell for ever which slips were one ballot and by which code:
    no backup then. An empty text where nothing speaks against one."""
    filling = AccessCode.objects.filter(state=AccessCode.State.USED, box__session__box=BoxState.READY)
    codes = VotingSession.objects.filter(pk__in=filling.values("box")).order_by("code").values_list("code", flat=True)
    if not codes:
        return ""
    return (
        f"Hòm phiếu trên màn hình đang nhận phiếu ở {', '.join(codes)}. Bản sao lưu lúc này làm lộ mảnh phiếu nào cùng "
        "một phiếu. Đóng hòm phiếu rồi sao lưu."
    )
