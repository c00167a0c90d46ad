"""Why an alert is resolved or sleeps, and until when."""

from django import forms

from merit_desk.shell.sentences import said


class MoveForm(forms.Form):
    """A reason; `until` only for a sleep."""

    note = forms.CharField(
        label=said("alert.field.note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=said("alert.help.note"),
    )
    until = forms.DateField(
        label=said("alert.field.until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
