"""What is typed: a decision, and the figures that a sample size is worked out from."""

from decimal import Decimal
from typing import Any

from django import forms

from merit.experiments.decision_text import arm_title
from merit.experiments.experiment import Experiment
from merit.experiments.verdict import DECISIONS, Advice
from merit_desk.shell.language import current_language as tongue
from merit_desk.shell.sentences import said, say


class DecisionForm(forms.Form):
    """Which decision, of which arm, why. `through` is the day up to which the page was read."""

    through = forms.DateField(widget=forms.HiddenInput)
    decided = forms.ChoiceField(label=said("tests.field.decided"))
    arm = forms.ChoiceField(label=said("tests.field.arm"), required=False, help_text=said("tests.help.arm"))
    reason = forms.CharField(
        label=said("tests.field.reason"),
        help_text=said("tests.help.reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, one: Experiment, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["decided"].choices = [(str(each), say(f"tests.decided_{each}")) for each in DECISIONS]  # type: ignore[attr-defined]
        arms = [(each.arm, arm_title(one, each.arm, tongue())) for each in one.others]
        self.fields["arm"].choices = [("", "—"), *arms]  # type: ignore[attr-defined]

    def clean_decided(self) -> Advice:
        """The decision."""
        return Advice(self.cleaned_data["decided"])


class SizeForm(forms.Form):
    """The metric now, the effect worth having, and how sure one wants to be; rates in per cent."""

    kind = forms.ChoiceField(label=said("tests.field.kind"))
    value = forms.DecimalField(label=said("tests.field.value"), help_text=said("tests.help.value"))
    deviation = forms.DecimalField(
        label=said("tests.field.deviation"),
        required=False,
        min_value=Decimal("0.000001"),
        help_text=said("tests.help.deviation"),
    )
    effect = forms.DecimalField(
        label=said("tests.field.effect"), min_value=Decimal("0.000001"), help_text=said("tests.help.effect")
    )
    units_per_day = forms.DecimalField(label=said("tests.field.units_per_day"), min_value=Decimal("0.01"))
    arms = forms.IntegerField(label=said("tests.field.arms"), min_value=2, max_value=10)
    power = forms.DecimalField(label=said("tests.field.power"), min_value=50, max_value=Decimal("99.9"))
    alpha = forms.DecimalField(label=said("tests.field.alpha"), min_value=Decimal("0.1"), max_value=20)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["kind"].choices = [(each, say(f"tests.kind_{each}")) for each in ("binary", "mean")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A rate lies between 0 and 100 %, a mean needs its deviation."""
        found = super().clean() or {}
        if found.get("kind") == "binary" and "value" in found and not 0 < found["value"] < 100:
            self.add_error("value", say("tests.wrong.rate"))
        if found.get("kind") == "mean" and not found.get("deviation"):
            self.add_error("deviation", say("tests.wrong.deviation"))
        return found
