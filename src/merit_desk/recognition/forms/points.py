"""Forms of points: giving, correcting, budgets, gifts."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy

from merit.rewards.recognition.valued import Valued
from merit_desk.recognition.forms.choices import token_field, worded
from merit_desk.recognition.given import MOST, Offer
from merit_desk.shell.sentences import said
from merit_desk.talks.colleagues import Colleague
from merit_desk.talks.forms.feedback import ColleagueField, chooser


class ThankForm(forms.Form):
    """From the month's budget to one of one's people."""

    person = forms.ChoiceField(
        label=said("recognition.form.to_whom"),
        widget=forms.Select(
            attrs={
                "hx-get": reverse_lazy("recognition:fitting"),
                "hx-trigger": "change",
                "hx-target": "#fit",
                "hx-swap": "outerHTML",
            }
        ),
    )
    points = forms.IntegerField(label=said("recognition.form.points"), min_value=1, max_value=MOST)
    note = forms.CharField(
        label=said("recognition.form.what_for"), help_text=said("recognition.form.what_for_help"), max_length=200
    )
    token = token_field()

    def __init__(self, *args: Any, people: list[Colleague], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"].choices = [("", "—"), *((each.person, each.label) for each in people)]  # type: ignore[attr-defined]


class GrantPointsForm(forms.Form):
    """From the company for an event or a contest."""

    person = ColleagueField(label=said("recognition.form.to_whom"), max_length=120, widget=chooser())
    cause = forms.ChoiceField(
        label=said("recognition.form.cause"), choices=worded("recognition.cause", ("event", "contest"))
    )
    points = forms.IntegerField(label=said("recognition.form.points"), min_value=1, max_value=MOST)
    note = forms.CharField(
        label=said("recognition.form.what_for"), help_text=said("recognition.form.what_for_help"), max_length=200
    )
    token = token_field()

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"].today = today  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    """Points that were given by mistake."""

    points = forms.IntegerField(label=said("recognition.form.points"), min_value=1, max_value=MOST)
    note = forms.CharField(label=said("recognition.form.why"), max_length=200)
    token = token_field()


class BudgetForm(forms.Form):
    """So many points a month for somebody in charge."""

    person = ColleagueField(label=said("recognition.form.giver"), max_length=120, widget=chooser())
    monthly = forms.IntegerField(label=said("recognition.form.monthly"), min_value=0, max_value=MOST)
    since = forms.CharField(label=said("recognition.form.since"), widget=forms.TextInput(attrs={"type": "month"}))

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"].today = today  # type: ignore[attr-defined]


class GiftForm(forms.Form):
    """A gift of the catalogue."""

    title = forms.CharField(label=said("recognition.form.gift"), max_length=60)
    text = forms.CharField(
        label=said("recognition.form.gift_text"),
        help_text=said("recognition.form.gift_text_help"),
        max_length=300,
        required=False,
    )
    valued = forms.ChoiceField(
        label=said("recognition.form.valued"),
        help_text=said("recognition.form.valued_help"),
        choices=worded("recognition.valued", Valued),
        initial=Valued.GIFTS,
    )
    points = forms.IntegerField(label=said("recognition.form.price"), min_value=1, max_value=MOST)
    stock = forms.IntegerField(
        label=said("recognition.form.stock"),
        help_text=said("recognition.form.stock_help"),
        min_value=0,
        max_value=MOST,
        required=False,
    )
    open = forms.BooleanField(label=said("recognition.form.gift_open"), required=False, initial=True)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    @property
    def offer(self) -> Offer:
        """What is to be offered."""
        found = self.cleaned_data
        return Offer(
            found["title"].strip(), found["text"], found["valued"], found["points"], found["stock"], found["open"]
        )
