"""Which period to look at, and what was found out."""

from django import forms

from merit_desk.shell.sentences import said
from merit_desk.signs.models import Outcome


class LookForm(forms.Form):
    """A period as 2026-10."""

    period = forms.CharField(label=said("signs.field.period"), help_text=said("signs.help.period"), max_length=24)


class FindingForm(forms.Form):
    """What came of a sign, and the reason."""

    outcome = forms.ChoiceField(
        label=said("signs.field.outcome"),
        choices=[(each, said(f"signs.outcome.{each}")) for each in Outcome.values if each != Outcome.OPEN],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=said("signs.field.reason"),
        help_text=said("signs.help.reason"),
        min_length=5,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
