"""What pages have in common: loading what they are about, for somebody who may see it; the reason of a small form."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import Campaign, VotingSession
from config.accounts.permissions import Permission, require
from officials.permissions import within


def load_campaign(request: HttpRequest, code: str) -> Campaign:
    """The campaign, for somebody who may see campaigns."""
    require(request.user, Permission.VIEW_CAMPAIGNS)
    return get_object_or_404(Campaign.objects.select_related("organiser"), code=code)


def load_session(request: HttpRequest, permission: Permission, campaign: str, code: str) -> VotingSession:
    """The session, where the user has the permission for its unit: 404 otherwise, 403 without it anywhere."""
    require(request.user, permission)
    sessions = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit__parent")
    return get_object_or_404(within(sessions, request.user, permission), campaign__code=campaign, code=code)


def reason_of(request: HttpRequest) -> str:
    """The reason that came along, without the NUL that no page sends and the database cannot hold."""
    return request.POST.get("reason", "").replace("\0", "")
