"""One target as a form."""

from collections.abc import Sequence
from typing import Any

from django import forms

from merit.kernel.exact import exact
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.targets.target import TargetBasis
from merit.wording.sentences import problem_sentence
from merit_desk.catalogue.forms.kpi_form import WordedForm, choices, line
from merit_desk.catalogue.forms.typed import shown, typed
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

NODES = ("company", "department", "team", "person", "shop", "channel")


class TargetForm(WordedForm):
    """Whose target of which KPI, how much, and why."""

    words = "target_form"

    kpi = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"list": "kpi-ids", "spellcheck": "false"}))
    node_kind = forms.ChoiceField()
    node = line(required=True)
    period = line(required=True)
    target = line(required=True, inputmode="decimal")
    basis = forms.ChoiceField(required=False)
    start = forms.CharField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = line(required=True)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["node_kind"].choices = choices("kind", NODES)  # type: ignore[attr-defined]
        self.fields["basis"].choices = choices("basis", TargetBasis)  # type: ignore[attr-defined]

    def clean_target(self) -> str:
        """A plain number; `12%` and separators of thousands are understood."""
        text = shown(typed(self.cleaned_data["target"]))
        try:
            exact(text)
        except ValueError:
            raise forms.ValidationError(say("plans.not_a_number")) from None
        return text

    def clean_period(self) -> str:
        """2026-10, 2026-Q4, 2026."""
        text = str(self.cleaned_data["period"]).strip()
        try:
            Period.parse(text)
        except ValueError:
            raise forms.ValidationError(say("plans.not_a_period")) from None
        return text

    def value(self, name: str) -> str:
        """What was understood, else what is typed."""
        cleaned = getattr(self, "cleaned_data", {})
        return str(cleaned[name] or "") if name in cleaned else super().value(name)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Put the core's findings at their columns."""
        for problem in problems:
            field = {"from": "start"}.get(problem.place.field, problem.place.field)
            known = field if field in self.fields else None
            self.add_error(known, problem_sentence(problem, current_language()))
