"""Another grade for a sealed result."""

from typing import Any

from django import forms

from merit_desk.outcomes.forms.appeal import long_field
from merit_desk.shell.sentences import said


class CorrectionForm(forms.Form):
    """The right grade and why the sealed one is wrong."""

    grade = forms.ChoiceField(label=said("outcomes.field.right_grade"))
    reason = long_field("outcomes.field.correction_reason")

    def __init__(self, grades: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [(each, each) for each in grades]  # type: ignore[attr-defined]


class CorrectionDecisionForm(forms.Form):
    """Agreed or not; a refusal says why."""

    go = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse"), ("withdraw", "withdraw")])
    note = forms.CharField(label=said("outcomes.field.text"), required=False, max_length=1000)
