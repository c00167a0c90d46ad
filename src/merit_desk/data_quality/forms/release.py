"""Which days of a gap are let pass, and why."""

from django import forms

from merit_desk.shell.sentences import said


class ReleaseForm(forms.Form):
    """The first and last day, and the reason."""

    first = forms.DateField(label=said("data_quality.field.first"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=said("data_quality.field.last"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=said("data_quality.field.reason"),
        help_text=said("data_quality.help.reason"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
