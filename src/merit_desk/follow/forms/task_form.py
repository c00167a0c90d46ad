"""Giving a task, and what goes with its steps."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from merit.follow.recurrence import Every
from merit_desk.follow.forms.fields import LinksField, day_field, text_field
from merit_desk.follow.given import Given
from merit_desk.follow.models import KINDS
from merit_desk.shell.sentences import said, say

_MOST_DAYS = 200
Choices = Sequence[tuple[str, str]]


class TaskForm(forms.Form):
    """What is to be done, by whom, by when, and how it will be checked."""

    title = forms.CharField(label=said("follow.field.title"), max_length=120, help_text=said("follow.help.title"))
    owner = forms.ChoiceField(label=said("follow.field.owner"))
    due = day_field("follow.field.due")
    expected = text_field("follow.field.expected", "follow.help.expected")
    criteria = text_field("follow.field.criteria", "follow.help.criteria")
    kind = forms.ChoiceField(label=said("follow.field.kind"), choices=[(k, said(f"follow.kind.{k}")) for k in KINDS])
    days = forms.IntegerField(
        label=said("follow.field.days"),
        required=False,
        min_value=1,
        max_value=_MOST_DAYS,
        help_text=said("follow.help.days"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    goal = forms.CharField(label=said("follow.field.goal"), max_length=120, required=False)
    after = forms.MultipleChoiceField(
        label=said("follow.field.after"), required=False, help_text=said("follow.help.after")
    )
    every = forms.ChoiceField(label=said("follow.field.every"), required=False, help_text=said("follow.help.every"))

    def __init__(self, *args: Any, people: Choices, tasks: Choices, today: date, fresh: bool = True, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._today = today if fresh else None
        self.fields["owner"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["after"].choices = list(tasks)  # type: ignore[attr-defined]
        every = [("", say("follow.every.once")), *((str(each), say(f"follow.every.{each}")) for each in Every)]
        self.fields["every"].choices = every  # type: ignore[attr-defined]
        if not tasks:
            del self.fields["after"]
        if not fresh:
            del self.fields["every"]

    def clean_due(self) -> date:
        """A new task is not due before today."""
        due: date = self.cleaned_data["due"]
        if self._today is not None and due < self._today:
            raise forms.ValidationError(say("follow.due_before_today"))
        return due

    def given(self) -> Given:
        """What was written."""
        found = self.cleaned_data
        names = ("title", "owner", "due", "kind", "expected", "criteria", "goal", "days")
        after = tuple(int(each) for each in found.get("after") or ())
        return Given(**{name: found[name] for name in names}, after=after)


class HandInForm(forms.Form):
    """What was done, and where it can be seen."""

    note = text_field("follow.field.hand_in_note", "follow.help.hand_in_note")
    links = LinksField(
        label=said("follow.field.links"),
        help_text=said("follow.help.links"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url"}),
    )


class AcceptForm(forms.Form):
    """How good it is."""

    quality = forms.IntegerField(
        label=said("follow.field.quality"),
        min_value=0,
        max_value=100,
        help_text=said("follow.help.quality"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 100}),
    )
    note = text_field("follow.field.note", rows=2)


class ReasonForm(forms.Form):
    """Why."""

    note = text_field("follow.field.reason", required=True)


class NoteForm(forms.Form):
    """Words, if any."""

    note = text_field("follow.field.note", rows=2)
