"""Which days of a gap are let pass, and why."""

from django import forms

from merit_desk.shell.sentences import said


def _day() -> forms.DateInput:
    """A browser's own field takes only this form, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReleaseForm(forms.Form):
    """The first and last day, and the reason."""

    first = forms.DateField(label=said("data_quality.field.first"), widget=_day())
    last = forms.DateField(label=said("data_quality.field.last"), widget=_day())
    reason = forms.CharField(
        label=said("data_quality.field.reason"),
        help_text=said("data_quality.help.reason"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
