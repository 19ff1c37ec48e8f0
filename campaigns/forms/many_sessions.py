"""The shape of what people enter to plan the sessions of a phase."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.actions.many_sessions import NAME, UNIT
from campaigns.forms.sessions import SessionForm


class ManySessionsForm(SessionForm):
    """What the sessions have in common; who leads each is entered on its own page."""

    chair = None  # type: ignore[assignment]
    name = forms.CharField(
        label="Tên các hội nghị", max_length=160, initial=NAME, help_text=f"{UNIT} được thay bằng tên của từng đơn vị."
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if UNIT not in name:
            raise ValidationError(f"Giữ {UNIT} trong tên để các hội nghị có tên khác nhau.")
        return name

    def arguments(self) -> dict[str, Any]:
        """As JSON, for the job."""
        names = ("name", "place", "reason")
        return {**{name: self.cleaned_data[name] for name in names}, "held_at": self.held_at.isoformat()}
