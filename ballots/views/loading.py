"""Load and authorise in one call."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import VotingSession
from config.accounts.permissions import Permission, require


def load_session(request: HttpRequest, permission: Permission, campaign: str, code: str) -> VotingSession:
    """The session by the codes in its address; only for somebody with the permission for its unit."""
    rows = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit")
    session = get_object_or_404(rows, campaign__code=campaign, code=code)
    require(request.user, permission, session.unit)
    return session
