"""What the list of a campaign's results can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from ballots.queries.thresholds import sessions_in_band
from campaigns.models import Campaign, Phase, VoteKind, VotingSession
from officials.filters import UnitFilter


class ResultFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow a campaign's counted sessions; the choices are those that the sessions offer."""

    phase = django_filters.ModelChoiceFilter(label="Giai đoạn", queryset=Phase.objects.none(), empty_label="Tất cả")
    unit = UnitFilter("unit")
    band = django_filters.ChoiceFilter(label="Mức", method="with_band", empty_label="Tất cả")

    class Meta:
        model = VotingSession
        fields = ("phase", "unit", "band")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phases = campaign.phases.select_related("rule_set")
        self.filters["phase"].queryset = campaign.phases.all()
        bands: dict[str, str] = {}
        has_motions = self.queryset.filter(kind=VoteKind.MOTION).exists()
        for phase in phases:
            rules = phase.rule_set.rules
            for threshold in (*rules.thresholds, *(rules.motion.thresholds if has_motions else ())):
                bands.setdefault(threshold.code, threshold.label)
        self.filters["band"].extra["choices"] = list(bands.items())

    def with_band(self, sessions: QuerySet[VotingSession], name: str, code: str) -> Any:  # noqa: ARG002
        return sessions.filter(pk__in=sessions_in_band(sessions, code))
