"""Forms of honours: an entry of the catalogue, a proposal, a decision."""

from datetime import date
from typing import Any

from django import forms

from merit_desk.recognition.forms.choices import token_field, worded
from merit_desk.recognition.given import Described
from merit_desk.recognition.models.honours import KINDS
from merit_desk.shell.sentences import said, say
from merit_desk.talks.forms.feedback import ColleagueField, chooser

MOST_PLACES = 10
RULES = ("by_people", "top", "contest")


class HonourForm(forms.Form):
    """An honour of the catalogue; `rewards` are the company's (code, title) for contests."""

    title = forms.CharField(label=said("recognition.form.title"), max_length=40)
    kind = forms.ChoiceField(label=said("recognition.form.kind"), choices=worded("recognition.kind", KINDS))
    criteria = forms.CharField(
        label=said("recognition.form.criteria"),
        help_text=said("recognition.form.criteria_help"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    months = forms.IntegerField(
        label=said("recognition.form.months"),
        help_text=said("recognition.form.months_help"),
        required=False,
        min_value=1,
        max_value=120,
    )
    points = forms.IntegerField(
        label=said("recognition.form.points_with"), min_value=0, max_value=100_000, required=False, initial=0
    )
    rule = forms.ChoiceField(
        label=said("recognition.form.rule"),
        help_text=said("recognition.form.rule_help"),
        choices=worded("recognition.rule", RULES),
        widget=forms.RadioSelect,
        initial="by_people",
    )
    places = forms.IntegerField(
        label=said("recognition.form.places"),
        help_text=said("recognition.form.places_help"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        initial=1,
    )
    reward = forms.ChoiceField(label=said("recognition.form.reward"), required=False)
    open = forms.BooleanField(label=said("recognition.form.open"), required=False, initial=True)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, rewards: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["reward"].choices = [("", "—"), *rewards]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A contest's rule needs the contest."""
        found = super().clean() or {}
        if found.get("rule") == "contest" and not found.get("reward"):
            self.add_error("reward", say("recognition.form.reward_missing"))
        return found

    @property
    def told(self) -> Described:
        """What is to stand in the catalogue."""
        found = self.cleaned_data
        rule = "" if found["rule"] == "by_people" else found["rule"]
        return Described(
            found["title"].strip(),
            found["kind"],
            found["criteria"].strip(),
            found["months"],
            found["points"] or 0,
            rule,
            found["places"] or 1,
            found["reward"] if rule == "contest" else "",
            found["open"],
        )


class NominateForm(forms.Form):
    """Whom, and what they did."""

    person = ColleagueField(label=said("recognition.form.person"), max_length=120, widget=chooser())
    reason = forms.CharField(
        label=said("recognition.form.reason"),
        help_text=said("recognition.form.reason_help"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    token = token_field()

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"].today = today  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A few words that go with a decision."""

    note = forms.CharField(
        label=said("recognition.form.note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WhyForm(forms.Form):
    """A reason that the person reads."""

    why = forms.CharField(label=said("recognition.form.why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
