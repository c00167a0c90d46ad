"""The small forms beside a goal: progress, key results, a reason, another parent."""

from collections.abc import Sequence
from typing import Any

from django import forms

from merit_desk.catalogue.forms.kpi_form import WordedForm, choices, line
from merit_desk.goals.forms.goal_form import number_typed, parent_choices
from merit_desk.goals.models import Goal, Outlook
from merit_desk.shell.sentences import say


class ReportForm(WordedForm):
    """A note of progress."""

    words = "report_form"

    outlook = forms.ChoiceField()
    standing = line(inputmode="decimal")
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["outlook"].choices = choices("goals.outlook", Outlook)  # type: ignore[attr-defined]

    def clean_standing(self) -> str:
        """A plain number."""
        return number_typed(self.cleaned_data["standing"])


class ResultForm(WordedForm):
    """A key result or a criterion."""

    words = "result_form"

    title = forms.CharField(max_length=200)
    start = line(inputmode="decimal")
    target = line(inputmode="decimal")
    unit = forms.CharField(max_length=20, required=False)

    def clean_start(self) -> str:
        """A plain number."""
        return number_typed(self.cleaned_data["start"])

    def clean_target(self) -> str:
        """A plain number."""
        return number_typed(self.cleaned_data["target"])


class ScoreForm(forms.Form):
    """How far a key result is."""

    now = forms.CharField(max_length=40, required=False)
    done = forms.BooleanField(required=False)

    def clean_now(self) -> str:
        """A plain number."""
        return number_typed(self.cleaned_data["now"])


class AlignForm(WordedForm):
    """Another goal to serve, and why."""

    words = "align_form"

    parent = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=300)

    def __init__(self, parents: Sequence[Goal], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offered = [("", say("goals.no_parent")), *parent_choices(parents)]
        self.fields["parent"].choices = offered  # type: ignore[attr-defined]

    @property
    def parent_number(self) -> int | None:
        """The goal to be served."""
        chosen = self.cleaned_data["parent"]
        return int(chosen) if chosen else None


class NoteForm(WordedForm):
    """Why something is done with the goal."""

    words = "note_form"

    note = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, required: bool, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["note"].required = required
