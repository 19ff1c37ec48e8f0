"""The shape of what people enter about papers and steps before a session."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from campaigns.actions.dossiers import Entries, PaperKey
from campaigns.forms.sessions import NO_SUCH_DAY
from campaigns.models import DossierItem
from officials.forms import DayInput, PlainForm, likely


class DayField(forms.DateField):
    """A day of our time, entered in the browser's own field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput, error_messages={"invalid": NO_SUCH_DAY}, **kwargs)

    def clean(self, value: Any) -> date | None:
        return likely(super().clean(value))


class DossierForm(PlainForm):
    """A tick and a day for each paper, a day for each own step.

    A ticked paper without a day came on the day of `day`. Each field knows the day that was there when the page was
    shown: what somebody did not touch is not written over what another has entered meanwhile.
    """

    day = DayField(
        label="Ngày nhận của các ô mới đánh dấu",
        help_text="Ô đã đánh dấu mà không ghi ngày riêng thì lấy ngày này.",
    )

    def __init__(
        self,
        *args: Any,
        papers: Mapping[PaperKey, tuple[str, date | None]],
        steps: Mapping[str, tuple[str, date | None]],
        **kwargs: Any,
    ) -> None:
        """`papers` and `steps`: the words and the known day of each."""
        super().__init__(*args, **kwargs)
        self.papers, self.steps = papers, steps
        for (subject, kind), (words, known) in papers.items():
            name = f"{kind}-{subject}"
            tick = forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": f"Đã nhận {words}"})
            self.fields[f"got-{name}"] = forms.BooleanField(required=False, initial=known is not None, widget=tick)
            self._add_day(name, f"Ngày nhận {words}", known)
        for step, (words, known) in steps.items():
            self._add_day(step, f"Ngày làm xong: {words}", known)

    def entries(self) -> Entries:
        """What differs from what the page showed."""
        papers = {key: self._paper(f"{key[1]}-{key[0]}") for key in self.papers}
        steps = {step: self.cleaned_data[f"day-{step}"] for step in self.steps}
        return Entries(
            {key: day for key, day in papers.items() if day != self._seen(f"{key[1]}-{key[0]}")},
            {step: day for step, day in steps.items() if day != self._seen(step)},
        )

    def _add_day(self, name: str, words: str, known: date | None) -> None:
        field = DayField(label=words, required=False, initial=known)
        field.widget.attrs |= {"class": "form-control form-control-sm", "aria-label": words}
        self.fields[f"day-{name}"] = field
        self.fields[f"was-{name}"] = forms.DateField(
            required=False, initial=known and known.isoformat(), widget=forms.HiddenInput
        )

    def _seen(self, name: str) -> date | None:
        seen: date | None = self.cleaned_data[f"was-{name}"]
        return seen

    def _paper(self, name: str) -> date | None:
        """A day typed beside an empty tick counts, unless the tick was taken away."""
        day: date | None = self.cleaned_data[f"day-{name}"]
        if self.cleaned_data[f"got-{name}"]:
            return day or self.cleaned_data["day"]
        return None if self._seen(name) else day


class ReceiveAllForm(PlainForm):
    """One paper of everybody, received on one day."""

    kind = forms.ChoiceField(
        label="Loại giấy tờ",
        choices=[(kind.value, kind.label) for kind in DossierItem.Kind],
        error_messages={"invalid_choice": "Chọn loại giấy tờ trong danh sách."},
    )
    day = DayField(label="Ngày nhận")


class WaiveForm(PlainForm):
    """Why somebody need not hand in a paper."""

    reason = forms.CharField(
        label="Lý do không cần nộp",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do không cần nộp."},
    )
