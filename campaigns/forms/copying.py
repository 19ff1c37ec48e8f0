"""The shape of what people enter to open a campaign after the model of an earlier one."""

from typing import Any

from django import forms

from campaigns.actions.copying import rule_set_of
from campaigns.forms.campaigns import CampaignForm
from campaigns.models import Campaign


class CopyForm(CampaignForm):
    """A new campaign with the phases of the source; everything else may be changed."""

    def __init__(self, *args: Any, source: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule_set"].widget = forms.HiddenInput()
        self.initial["rule_set"] = rule_set_of(source)
