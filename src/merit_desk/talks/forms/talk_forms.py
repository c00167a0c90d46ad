"""Forms of notes and 1-on-1 talks."""

from datetime import date
from typing import Any

from django import forms

from merit_desk.shell.sentences import said, say
from merit_desk.talks.colleagues import Colleague
from merit_desk.talks.forms.feedback import ColleagueField, chooser


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NoteForm(forms.Form):
    """A note about one of one's people."""

    text = forms.CharField(label=said("talks.form.note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    shared = forms.BooleanField(
        label=said("talks.form.shared"), required=False, help_text=said("talks.form.shared_help")
    )


class NoteTextForm(forms.Form):
    """A note written anew; `based_on` is the version that was read."""

    text = forms.CharField(label=said("talks.form.note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class PairForm(forms.Form):
    """With whom, and how often."""

    other = ColleagueField(label=said("talks.form.with_whom"), max_length=120, widget=chooser())
    every_days = forms.TypedChoiceField(
        label=said("talks.form.every"),
        coerce=int,
        choices=[(days, said(f"talks.every.{days}")) for days in (7, 14, 30, 90)],
        initial=14,
    )

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["other"].today = today  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day of a talk."""

    day = forms.DateField(label=said("talks.form.day"), widget=_day())


class PointForm(forms.Form):
    """A point of the agenda."""

    text = forms.CharField(label=said("talks.form.point"), max_length=300)


class SharedForm(forms.Form):
    """The notes of both."""

    text = forms.CharField(
        label=said("talks.form.shared_notes"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class OwnForm(forms.Form):
    """One's own notes."""

    text = forms.CharField(
        label=said("talks.form.own_notes"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class PromiseForm(forms.Form):
    """Who does what until when."""

    what = forms.CharField(label=said("talks.form.promise"), max_length=300)
    owner = forms.ChoiceField(label=said("talks.form.owner"))
    due = forms.DateField(label=said("talks.form.until"), widget=_day())

    def __init__(self, *args: Any, two: list[Colleague], today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today = today
        self.fields["owner"].choices = [(each.person, each.name) for each in two]  # type: ignore[attr-defined]

    def clean_due(self) -> date:
        """Raises ValidationError for a day that has passed."""
        due: date = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError(say("talks.form.due_passed"))
        return due
