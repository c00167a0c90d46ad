"""Forms of series, meetings and their record."""

import re
from datetime import date
from typing import Any

from django import forms

from merit_desk.meetings.models import STEPS, Kind, Rhythm, Verdict
from merit_desk.shell.sentences import said, say
from merit_desk.talks.colleagues import meant
from merit_desk.talks.forms.feedback import ColleagueField, chooser


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeopleField(forms.CharField):
    """Several people at work, one a line or parted by commas; the cleaned value is a tuple of ids."""

    today: date = date.min

    def clean(self, value: Any) -> Any:
        """Raises ValidationError that names whom it does not know."""
        found = []
        for text in filter(None, (each.strip() for each in re.split(r"[\n,，、;；]+", super().clean(value) or ""))):
            people = meant(text, self.today)
            if len(people) != 1:
                code = "talks.form.several" if people else "talks.form.nobody"
                names = say("list.comma").join(each.label for each in people)
                raise forms.ValidationError(say(code, name=text, people=names))
            found.append(people[0].person)
        return tuple(dict.fromkeys(found))


class SeriesForm(forms.Form):
    """A new series."""

    title = forms.CharField(label=said("meetings.form.title"), max_length=80)
    node = forms.ChoiceField(label=said("meetings.form.node"))
    kind = forms.ChoiceField(
        label=said("meetings.form.kind"),
        choices=[(each.value, said(f"meetings.kind.{each}")) for each in Kind],
        widget=forms.RadioSelect,
        initial=Kind.REVIEW,
        help_text=said("meetings.form.kind_help"),
    )
    rhythm = forms.ChoiceField(
        label=said("meetings.form.rhythm"),
        choices=[(each.value, said(f"meetings.rhythm.{each}")) for each in Rhythm],
        initial=Rhythm.MONTH,
        help_text=said("meetings.form.rhythm_help"),
    )
    chair = ColleagueField(label=said("meetings.form.chair"), max_length=120, widget=chooser())
    members = PeopleField(
        label=said("meetings.form.members"),
        required=False,
        help_text=said("meetings.form.members_help"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, today: date, nodes: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["node"].choices = nodes  # type: ignore[attr-defined]
        for name in ("chair", "members"):
            self.fields[name].today = today  # type: ignore[attr-defined]


class MembersForm(forms.Form):
    """Who takes part."""

    members = PeopleField(
        label=said("meetings.form.members"),
        required=False,
        help_text=said("meetings.form.members_help"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["members"].today = today  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """The next meeting."""

    period = forms.CharField(
        label=said("meetings.form.period"), max_length=24, help_text=said("meetings.form.period_help")
    )
    day = forms.DateField(label=said("meetings.form.day"), widget=_day())


class TopicTitleForm(forms.Form):
    """A new topic."""

    title = forms.CharField(label=said("meetings.form.topic"), max_length=120)


class TopicForm(forms.Form):
    """The four steps."""

    goal = forms.CharField(
        label=said("meetings.step.goal"),
        help_text=said("meetings.step.goal_help"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    result = forms.CharField(
        label=said("meetings.step.result"),
        help_text=said("meetings.step.result_help"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=said("meetings.step.reason"),
        help_text=said("meetings.step.reason_help"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule = forms.CharField(
        label=said("meetings.step.rule"),
        help_text=said("meetings.step.rule_help"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def words(self) -> dict[str, str]:
        """The steps as they were written."""
        return {step: self.cleaned_data[step] for step in STEPS}


class DecisionForm(forms.Form):
    """A decision."""

    text = forms.CharField(label=said("meetings.form.decision"), max_length=500)
    decided_by = forms.ChoiceField(label=said("meetings.form.decided_by"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["decided_by"].choices = people  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    """An action item."""

    what = forms.CharField(label=said("meetings.form.action"), max_length=300)
    owner = forms.ChoiceField(label=said("meetings.form.owner"))
    due = forms.DateField(label=said("meetings.form.due"), widget=_day())
    as_task = forms.BooleanField(
        label=said("meetings.form.as_task"), required=False, initial=True, help_text=said("meetings.form.as_task_help")
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today = today
        self.fields["owner"].choices = people  # type: ignore[attr-defined]

    def clean_due(self) -> date:
        """Raises ValidationError for a day that has passed."""
        due: date = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError(say("talks.form.due_passed"))
        return due


class GoalWishForm(forms.Form):
    """What becomes of a goal in the next quarter."""

    verdict = forms.ChoiceField(
        label=said("meetings.form.verdict"),
        choices=[(each.value, said(f"meetings.verdict.{each}")) for each in Verdict],
        widget=forms.RadioSelect,
    )
    target = forms.CharField(label=said("meetings.field.target"), max_length=40, required=False)
    weight = forms.CharField(
        label=said("meetings.field.weight"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    parent = forms.TypedChoiceField(label=said("meetings.field.parent"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=said("meetings.form.reason"), max_length=300, required=False)

    def __init__(self, *args: Any, parents: list[tuple[int, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        choices = [("", say("meetings.no_parent")), *((str(number), title) for number, title in parents)]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]
