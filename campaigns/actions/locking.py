"""Holding a campaign or a session still while it is changed.

Whoever needs both takes the campaign first, then the session, and the audit trail's own lock comes last: so two people
wait for each other in turn and never both. The key is left free (FOR NO KEY UPDATE): rows that only point at what is
held, such as a session's at its campaign, need not wait.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet

from campaigns.models import Campaign, CampaignState, VotingSession
from config.errors import Refused

Row = TypeVar("Row", bound=Model)
ARCHIVED = "Đợt này đã lưu trữ, chỉ xem. Không làm thêm được bước nào."
GONE = "Hội nghị này không còn nữa. Quay lại danh sách hội nghị của đợt để xem."


def held_campaign(pk: int) -> Campaign:
    """The campaign as it is now, locked until the transaction ends."""
    return held(Campaign.objects.select_related("organiser")).get(pk=pk)


def held_session(pk: int) -> VotingSession:
    """The session as it is now, locked until the transaction ends. Refused when somebody deleted it meanwhile, and in
    an archived campaign, which is looked at only."""
    rows = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit")
    session = held(rows).filter(pk=pk).first()
    if session is None:
        raise Refused(GONE)
    if session.campaign.state == CampaignState.ARCHIVED:
        raise Refused(ARCHIVED)
    return session


def held(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.select_for_update(of=("self",), no_key=True)
