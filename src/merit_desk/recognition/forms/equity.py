"""Forms of option grants: the terms, and somebody's leaving."""

from datetime import date
from typing import Any

from django import forms

from merit.rewards.equity.leaving import LEAVER_RULES, LeaverKind, LeaverRule
from merit.rewards.equity.vesting import MOST_MONTHS
from merit_desk.recognition.forms.choices import day_input, worded
from merit_desk.recognition.given import Terms
from merit_desk.shell.sentences import said, say
from merit_desk.talks.forms.feedback import ColleagueField, chooser


class GrantForm(forms.Form):
    """The terms of a grant; the months must fit one another."""

    number = forms.CharField(label=said("recognition.form.grant_number"), max_length=20)
    person = ColleagueField(label=said("recognition.form.holder"), max_length=120, widget=chooser())
    agreement = forms.CharField(
        label=said("recognition.form.agreement"), help_text=said("recognition.form.agreement_help"), max_length=80
    )
    units = forms.IntegerField(label=said("recognition.form.units"), min_value=1, max_value=10**12)
    price = forms.DecimalField(
        label=said("recognition.form.exercise_price"), min_value=0, max_digits=16, decimal_places=4
    )
    granted_on = forms.DateField(label=said("recognition.form.granted_on"), widget=day_input())
    start = forms.DateField(
        label=said("recognition.form.start"), help_text=said("recognition.form.start_help"), widget=day_input()
    )
    months = forms.IntegerField(
        label=said("recognition.form.vesting_months"), min_value=1, max_value=MOST_MONTHS, initial=48
    )
    cliff_months = forms.IntegerField(
        label=said("recognition.form.cliff"),
        help_text=said("recognition.form.cliff_help"),
        min_value=0,
        max_value=MOST_MONTHS,
        initial=12,
    )
    every_months = forms.TypedChoiceField(
        label=said("recognition.form.every"),
        coerce=int,
        choices=worded("recognition.every", ("1", "3", "6", "12")),
        initial=1,
    )
    conditions = forms.CharField(
        label=said("recognition.form.conditions"),
        help_text=said("recognition.form.conditions_help"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    exercise_days = forms.IntegerField(
        label=said("recognition.form.exercise_days"), min_value=0, max_value=3650, initial=90
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, today: date, currency: str, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.currency = currency
        self.fields["person"].today = today  # type: ignore[attr-defined]
        for kind, rule in LEAVER_RULES.items():
            self.fields[f"leaver_{kind}"] = forms.ChoiceField(
                label=said(f"recognition.leaver.{kind}"),
                choices=worded("recognition.leaver_rule", LeaverRule),
                initial=rule,
            )

    def clean(self) -> dict[str, Any]:
        """The steps divide the months, and the cliff lies within them."""
        found = super().clean() or {}
        months, every, cliff = (found.get(name) for name in ("months", "every_months", "cliff_months"))
        if months and every and months % every:
            self.add_error("every_months", say("recognition.form.steps_do_not_fit", months=months))
        if months and cliff is not None and cliff > months:
            self.add_error("cliff_months", say("recognition.form.cliff_too_late", months=months))
        return found

    @property
    def terms(self) -> Terms:
        """What is to be granted."""
        found = self.cleaned_data
        leaver = {str(kind): str(found[f"leaver_{kind}"]) for kind in LeaverKind}
        names = ("number", "person", "agreement", "units", "price", "granted_on", "start", "months", "cliff_months")
        rest = {name: found[name] for name in (*names, "every_months", "conditions", "exercise_days")}
        return Terms(**rest, currency=self.currency, leaver=leaver)


class LeaveForm(forms.Form):
    """The last day, and how it came about."""

    left_on = forms.DateField(label=said("recognition.form.left_on"), widget=day_input())
    kind = forms.ChoiceField(label=said("recognition.form.left_kind"), choices=worded("recognition.leaver", LeaverKind))
