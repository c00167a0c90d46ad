"""What a simulation is asked to be: its name, its months, what it tries, its limit and its first day."""

from collections.abc import Iterable
from typing import Any

from django import forms

from merit.kernel.period import Grain, Period
from merit_desk.shell.sentences import said, say


class SimulationForm(forms.Form):
    """`documents` are chosen by kind/id/origin."""

    title = forms.CharField(max_length=80, label=said("simulation.name"), help_text=said("simulation.name.help"))
    first = forms.CharField(max_length=7, label=said("simulation.first"), help_text=said("simulation.first.help"))
    last = forms.CharField(max_length=7, label=said("simulation.last"), help_text=said("simulation.last.help"))
    profit_limit = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        label=said("simulation.limit"),
        help_text=said("simulation.limit.help"),
    )
    starts = forms.DateField(
        required=False,
        label=said("simulation.starts"),
        help_text=said("simulation.starts.help"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    documents = forms.MultipleChoiceField(
        required=False,
        label=said("simulation.documents"),
        help_text=said("simulation.documents.help"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["documents"].choices = list(choices)  # type: ignore[attr-defined]  # a field of choices

    def clean_first(self) -> Period:
        """A month."""
        return _month(self.cleaned_data["first"])

    def clean_last(self) -> Period:
        """A month."""
        return _month(self.cleaned_data["last"])


class ShadowForm(forms.Form):
    """The months beside which a shadow runs."""

    first = forms.CharField(
        max_length=7, label=said("simulation.first"), help_text=said("simulation.shadow.first.help")
    )
    last = forms.CharField(max_length=7, label=said("simulation.last"), help_text=said("simulation.shadow.last.help"))

    def clean_first(self) -> Period:
        """A month."""
        return _month(self.cleaned_data["first"])

    def clean_last(self) -> Period:
        """A month."""
        return _month(self.cleaned_data["last"])


def _month(text: str) -> Period:
    try:
        found = Period.parse(text.strip())
    except ValueError:
        raise forms.ValidationError(say("simulation.no_month", text=text)) from None
    if found.grain is not Grain.MONTH:
        raise forms.ValidationError(say("simulation.no_month", text=text))
    return found
