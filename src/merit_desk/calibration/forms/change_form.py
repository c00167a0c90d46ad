"""The form of one change: grade, potential and why; and the reason that giving back and opening again ask for."""

from typing import Any

from django import forms

from merit.reviews.nine_box import Potential
from merit_desk.shell.sentences import said, say

REASON = 500


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=said("calibration.field.reason"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": REASON}),
    )


class ChangeForm(ReasonForm):
    """What a person's grade and potential shall be; the fields `seen_…` say what the writer looked at."""

    grade = forms.ChoiceField(label=said("calibration.field.grade"), required=False)
    potential = forms.ChoiceField(label=said("calibration.field.potential"), required=False)
    seen_grade = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    seen_potential = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    field_order = ("grade", "potential", "reason", "seen_grade", "seen_potential")

    def __init__(self, grades: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grades = grades
        self.fields["grade"].choices = [(grade, grade) for grade in grades]  # type: ignore[attr-defined]
        levels = [(each.value, say(f"potential.{each}")) for each in reversed(Potential)]
        self.fields["potential"].choices = [("", say("potential.none")), *levels]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = say("calibration.field.reason_help")

    def seen(self) -> dict[str, str]:
        """What the writer looked at; after `is_valid`."""
        return {name: self.cleaned_data[f"seen_{name}"] for name in ("grade", "potential")}

    def want(self) -> dict[str, str]:
        """What shall be; a field that was not sent stays."""
        return {name: self.cleaned_data[name] or self.cleaned_data[f"seen_{name}"] for name in ("grade", "potential")}
