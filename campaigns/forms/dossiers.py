"""The shape of what people enter about papers and steps before a session."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from campaigns.actions.dossiers import Entries, PaperKey
from campaigns.forms.sessions import NO_SUCH_DAY
from campaigns.models import DossierItem, Phase
from campaigns.queries.dossiers import STEPS
from config.files import LIMIT_MB
from officials.forms import DayInput, KeptFileForm, PlainForm, likely


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


class SelfReportForm(KeptFileForm):
    file = forms.FileField(
        label="Tệp PDF",
        help_text=f"Bản có chữ ký, PDF không đặt mật khẩu, không quá {LIMIT_MB} MB. Ngày nhận ghi là hôm nay nếu chưa "
        "ghi.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": "Chọn tệp PDF."},
        allow_empty_file=True,
    )


class ReminderForm(PlainForm):
    """What the reminders of a campaign are narrowed to; what is not understood narrows nothing."""

    BY = (("person", "Từng người"), ("session", "Từng hội nghị"))
    DUE = (("over", "Đã quá hạn"), ("7", "Quá hạn và trong 7 ngày tới"), ("30", "Trong 30 ngày tới"), ("all", "Tất cả"))

    by = forms.ChoiceField(label="Xem theo", choices=BY, required=False)
    due = forms.ChoiceField(label="Hạn", choices=DUE, required=False)
    unit = forms.CharField(
        label="Đơn vị, gồm trực thuộc",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "mã hoặc tên"}),
    )
    phase = forms.ChoiceField(label="Giai đoạn", required=False)
    kind = forms.ChoiceField(
        label="Loại giấy tờ",
        required=False,
        choices=[("", "Tất cả"), *DossierItem.Kind.choices, (STEPS, "Việc của cơ quan tổ chức")],
    )

    def __init__(self, *args: Any, phases: Iterable[Phase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase = self.fields["phase"]
        assert isinstance(phase, forms.ChoiceField)
        phase.choices = [("", "Tất cả"), *((phase.kind, str(phase)) for phase in phases)]

    def value(self, name: str, default: str = "") -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or default)

    @property
    def by_session(self) -> bool:
        """Own steps belong to sessions, so they are seen by session."""
        return self.value("by") == "session" or self.value("kind") == STEPS

    def horizon(self, today: date) -> date | None:
        """The last due day that is looked for; None for all."""
        days = {"over": -1, "7": 7, "30": 30}.get(self.value("due", "7"))
        return None if days is None else today + timedelta(days=days)

    def kinds(self) -> tuple[str, ...]:
        kind = self.value("kind")
        return (kind,) if kind else (*DossierItem.Kind.values, STEPS)
