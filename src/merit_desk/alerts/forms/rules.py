"""alerts.yaml as a form: which usual rules hold, how many alerts a day, and the company's own rules as text."""

from django import forms

from merit.alerts.usual_rules import USUAL
from merit.sources.alert_rules import MOST_BUDGET
from merit_desk.shell.sentences import said


class RulesForm(forms.Form):
    """The usual rules are ticked; the rest is written as the file has it."""

    budget = forms.IntegerField(
        label=said("alert.field.budget"), min_value=0, max_value=MOST_BUDGET, help_text=said("alert.help.budget")
    )
    usual = forms.MultipleChoiceField(
        label=said("alert.field.usual"),
        required=False,
        choices=[(rule.name, said(f"alert.usual.{rule.name}")) for rule in USUAL],
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label=said("alert.field.own"),
        required=False,
        max_length=50_000,
        help_text=said("alert.help.own"),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "form-control mono"}),
    )
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
