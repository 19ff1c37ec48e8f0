"""The shape of what people set in a version of a rule set."""

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from campaigns.actions.rule_sets import RuleSettings
from campaigns.forms.sessions import NO_SUCH_DAY
from campaigns.models import Phase, RuleSet
from campaigns.presenters.rule_sets import BASES, ROUNDINGS, ROWS, STANCES, VALIDITY
from campaigns.queries.rule_sets import paper_texts, voter_rule_catalogue
from campaigns.rules.dossiers import DEADLINES
from campaigns.rules.paper_texts import BLANKS, LABELS, LONGEST
from campaigns.rules.quorum import BASE_WORDS
from campaigns.rules.reasons import EXCLUSION_REASONS
from campaigns.rules.rule_settings import CHOOSABLE_CASES
from officials.forms import DayInput, PlainForm
from officials.models import BallotGroup, Tier

LAST = ("confirmed", "in_force_from", "in_force_until", "reason")
TEXT = "text_"
SWITCHES = ("keep_trailing_zeros", "subjects_vote", "screen_casting")


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(str(code), word) for code, word in words.items()]


class RuleSettingsForm(PlainForm):
    """The choices that a rule set leaves, at first as the version it comes from has them."""

    tiers = forms.MultipleChoiceField(
        label="Cấp trong phạm vi", choices=Tier.choices, widget=forms.CheckboxSelectMultiple
    )
    base = forms.ChoiceField(label="Mẫu số của tỷ lệ phần trăm", choices=_choices(BASES))
    decimals = forms.IntegerField(label="Số chữ số thập phân", min_value=0, max_value=4)
    rounding = forms.ChoiceField(label="Làm tròn", choices=_choices(ROUNDINGS))
    keep_trailing_zeros = forms.BooleanField(label="Giữ số 0 ở cuối khi in", required=False)
    quorum = forms.CharField(label="Số có mặt tối thiểu", max_length=20, help_text="Phân số, ví dụ 2/3.")
    quorum_base = forms.ChoiceField(label="Tính trên", choices=_choices(BASE_WORDS))
    ballot_validity = forms.MultipleChoiceField(
        label="Phiếu không hợp lệ khi", choices=_choices(VALIDITY), widget=forms.CheckboxSelectMultiple, required=False
    )
    subjects_vote = forms.BooleanField(label="Người được lấy phiếu ghi phiếu tại hội nghị của mình", required=False)
    screen_casting = forms.BooleanField(label="Cho phép ghi phiếu trên màn hình", required=False)
    smallest_group = forms.IntegerField(
        label="Nhóm nhỏ nhất được tách số liệu (người)",
        min_value=2,
        max_value=99,
        help_text="Nhóm ít người hơn không có số liệu riêng, để không lộ phiếu của từng người.",
    )
    board_least = forms.IntegerField(label="Ban kiểm phiếu: ít nhất (người)", min_value=1, max_value=99)
    board_most = forms.IntegerField(label="Ban kiểm phiếu: nhiều nhất (người)", min_value=1, max_value=99)
    confirmed = forms.MultipleChoiceField(
        label="Đã đối chiếu nguyên văn",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Những mục được chọn không còn ghi “cần xác nhận”.",
    )
    in_force_from = forms.DateField(label="Có hiệu lực từ", widget=DayInput, error_messages={"invalid": NO_SUCH_DAY})
    in_force_until = forms.DateField(
        label="Đến hết", widget=DayInput, required=False, error_messages={"invalid": NO_SUCH_DAY}
    )
    reason = forms.CharField(
        label="Lý do, căn cứ của các lựa chọn", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, rule_set: RuleSet, **kwargs: Any) -> None:
        data, rules = rule_set.parameters, rule_set.rules
        self.cases = [case for case in CHOOSABLE_CASES if rules.exclusion(case) is not None]
        self.steps = sorted(data["dossier_days"], key=lambda step: -data["dossier_days"][step])
        self.groups, self.catalogue = list(data["voter_rules"]), voter_rule_catalogue()
        self.validity = list(data["ballot_validity"])
        initial = {name: data[name] for name in ("tiers", "base", "decimals", "rounding", "smallest_group", *SWITCHES)}
        initial |= {"quorum": data["quorum"], "quorum_base": data["quorum_base"]}
        initial |= {"ballot_validity": [name for name in self.validity if data["ballot_validity"][name]]}
        initial |= {"board_least": rules.board_size[0], "board_most": rules.board_size[1]}
        initial |= {"in_force_from": rule_set.in_force_from, "in_force_until": rule_set.in_force_until}
        super().__init__(*args, **{**kwargs, "initial": initial})
        names = {key: name for key, name, *_ in ROWS}
        self.fields["confirmed"].choices = [  # type: ignore[attr-defined]
            (key, names[key]) for key in sorted(rules.unconfirmed) if key in names
        ]
        self._add_cases(rules)
        self._add_voters(data["voter_rules"])
        self._add_days(data["dossier_days"])
        self._add_texts(rule_set)

    def _add_cases(self, rules: Any) -> None:
        for case in self.cases:
            found = rules.exclusion(case)
            self.fields[f"case_{case}"] = forms.ChoiceField(
                label=EXCLUSION_REASONS[case].label, choices=_choices(STANCES), initial=str(found.stance)
            )
        self.order_fields(["tiers", *(f"case_{case}" for case in self.cases)])

    def _add_voters(self, rules: dict[str, list[dict[str, Any]]]) -> None:
        choices = [(code, rule["label"]) for code, rule in self.catalogue.items()]
        for group in self.groups:
            self.fields[f"voters_{group}"] = forms.MultipleChoiceField(
                label=f"Người ghi phiếu: {BallotGroup(group).label}",
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                initial=[rule["code"] for rule in rules[group]],
            )

    def _add_days(self, days: dict[str, int]) -> None:
        for step in self.steps:
            self.fields[f"days_{step}"] = forms.IntegerField(
                label=f"{DEADLINES[step]} (số ngày trước hội nghị)", min_value=0, max_value=365, initial=days[step]
            )
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])

    def _add_texts(self, rule_set: RuleSet) -> None:
        """One field a wording of papers, above the last fields."""
        self.texts, self.stored_texts = paper_texts(rule_set), rule_set.parameters["texts"]
        blanks = ", ".join(f"{{{blank}}}" for blank in BLANKS)
        for name, label in LABELS.items():
            rows = min(8, max(1, len(self.texts[name]) // 80 + 1 + self.texts[name].count("\n")))
            self.fields[f"{TEXT}{name}"] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                initial=self.texts[name],
                widget=forms.Textarea(attrs={"rows": rows}),
                help_text=f"Hệ thống điền vào chỗ {blanks}." if "{" in self.texts[name] else "",
            )
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])

    @property
    def choices(self) -> list[BoundField]:
        return [field for field in self if field.name not in LAST and not field.name.startswith(TEXT)]

    @property
    def wordings(self) -> list[BoundField]:
        """The many wordings of papers, which the page folds."""
        return [field for field in self if field.name.startswith(TEXT)]

    @property
    def closing(self) -> list[BoundField]:
        return [self[name] for name in LAST]

    @property
    def has_wrong_wording(self) -> bool:
        return any(field.errors for field in self.wordings)

    def _wanted_texts(self) -> dict[str, str]:
        """The wordings as they were typed; those that are stored already where nothing was changed."""
        typed = {name: self.cleaned_data[f"{TEXT}{name}"].replace("\r\n", "\n") for name in LABELS}
        return self.stored_texts if typed == self.texts else typed

    def clean_quorum(self) -> str:
        text: str = self.cleaned_data["quorum"].replace(" ", "")
        try:
            fraction = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise ValidationError("Ghi một phân số, ví dụ 2/3 hoặc 1/2.")
        if not 0 < fraction <= 1:
            raise ValidationError("Phân số phải lớn hơn 0 và không quá 1.")
        return f"{fraction.numerator}/{fraction.denominator}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = cleaned.get("board_least"), cleaned.get("board_most")
        if least and most and most < least:
            self.add_error("board_most", "Số nhiều nhất không thể nhỏ hơn số ít nhất.")
        return cleaned

    def wanted(self) -> RuleSettings:
        given = self.cleaned_data
        plain = ("base", "decimals", "rounding", "quorum", "quorum_base", "smallest_group", *SWITCHES)
        settings: dict[str, Any] = {name: given[name] for name in plain}
        settings |= {
            "tiers": given["tiers"],
            "ballot_validity": {name: name in given["ballot_validity"] for name in self.validity},
            "dossier_days": {step: given[f"days_{step}"] for step in self.steps},
            "voter_rules": {
                group: [self.catalogue[code] for code in given[f"voters_{group}"]] for group in self.groups
            },
            "board_size": [given["board_least"], given["board_most"]],
            "texts": self._wanted_texts(),
        }
        return RuleSettings(
            settings=settings,
            stances={case: given[f"case_{case}"] for case in self.cases},
            confirmed=tuple(given["confirmed"]),
            in_force_from=given["in_force_from"],
            in_force_until=given["in_force_until"],
            reason=given["reason"],
        )


class PhaseRuleSetForm(PlainForm):
    """Another version for a phase, of those that cover its titles."""

    rule_set = forms.ModelChoiceField(label="Phiên bản quy định", queryset=RuleSet.objects.none(), empty_label=None)
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"rule_set": phase.rule_set_id}})
        fitting = [row.pk for row in RuleSet.objects.all() if set(phase.regimes) <= set(row.rules.regimes)]
        self.fields["rule_set"].queryset = RuleSet.objects.filter(pk__in=fitting)  # type: ignore[attr-defined]
