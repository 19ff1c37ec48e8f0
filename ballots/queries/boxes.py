"""The ballot box of a session, and what may be known of it before it is opened: how many ballots are in it."""

from ballots.models import AccessCode, BallotBox
from ballots.rules.box_text import box_text
from ballots.rules.slips import ScreenStyle
from campaigns.models import BoxState, VotingSession

WITH_BOX = ("ballot_box__locked_by", "ballot_box__closing_proposed_by", "ballot_box__closed_by")


def box_words(session: VotingSession) -> str:
    """What the minutes say of the session's closed ballot box, and of any that could not be opened, one paragraph a
    line; nothing where there is none. No query where the session was read with WITH_BOX."""
    box: BallotBox | None = getattr(session, "ballot_box", None)
    if box is None or box.closed_by is None or box.closing_proposed_by is None:
        return session.earlier_votes
    locked_by = box.locked_by.full_name if box.locked_by else ""
    closed_by = (box.closing_proposed_by.full_name, box.closed_by.full_name)
    words = box_text(locked_by, box.holders, box.threshold, closed_by, box.digest)
    return "\n".join((*session.earlier_votes.splitlines(), words))


def box_of(session: VotingSession) -> BallotBox | None:
    """The box, with the session as it was read."""
    box = BallotBox.objects.filter(session=session).first()
    if box is not None:
        box.session = session
    return box


def ballots_in(box: BallotBox) -> int:
    """How many ballots are in the box before it is closed. One query."""
    return AccessCode.objects.filter(box=box, state=AccessCode.State.USED).count()


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
