"""The form of a new cycle: kind and period, for whom, and the last day of every stage."""

import re
from datetime import date
from typing import Any

from django import forms

from merit.company import Company
from merit.kernel.period import Period
from merit.reviews.stages import (
    ALWAYS,
    GRAINS,
    CycleKind,
    Stage,
    next_period,
    out_of_order,
    usual_days,
    usual_deadlines,
)
from merit_desk.cycles.forms.terms import ProbationTerms
from merit_desk.people.forms.changes import post_choices, team_choices
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import said, say

METHODS = ("kpi", "okr", "mbo", "bsc", "blend")
_PASSES = (Stage.SELF, Stage.RATERS)
_BETWEEN = re.compile(r"[\s,，、;；]+")


class DatesForm(forms.Form):
    """The last day of each stage; one that is not always there may be left out."""

    today: date | None = None

    def __init__(
        self, *args: Any, stages: tuple[Stage, ...] = tuple(Stage), optional: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stages = stages
        for stage in stages:
            if optional and stage not in ALWAYS:
                self.fields[f"use_{stage}"] = forms.BooleanField(required=False, label=said(f"cycle.stage.{stage}"))
            self.fields[f"due_{stage}"] = forms.DateField(
                label=said(f"cycle.stage.{stage}"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": said("people.wrong.day")},
            )

    def rows(self) -> list[tuple[Stage, forms.BoundField | None, forms.BoundField, bool]]:
        """Each stage with its switch, None where it is always there, its day, and whether that day has passed."""
        return [
            (
                stage,
                self[f"use_{stage}"] if f"use_{stage}" in self.fields else None,
                self[f"due_{stage}"],
                self._passed(stage),
            )
            for stage in self.stages
        ]

    def _passed(self, stage: Stage) -> bool:
        """Only for the stages whose end does something by itself."""
        day = str(self[f"due_{stage}"].value() or "")
        return self.today is not None and stage in _PASSES and bool(day) and day < self.today.isoformat()

    def dates(self) -> dict[Stage, date]:
        """The days of the stages that take part; after `is_valid`."""
        found = self.cleaned_data
        return {
            stage: found[f"due_{stage}"] for stage in self.stages if self._used(stage) and found.get(f"due_{stage}")
        }

    def clean(self) -> dict[str, Any]:
        """Every stage that takes part has a day, and none ends before the one before it."""
        found = super().clean() or {}
        for stage in self.stages:
            if self._used(stage) and not found.get(f"due_{stage}") and f"due_{stage}" not in self.errors:
                self.add_error(f"due_{stage}", say("cycles.wrong.day_needed"))
        for earlier, later in out_of_order(self.dates()):
            told = say("cycles.out_of_order", earlier=say(f"cycle.stage.{earlier}"), later=say(f"cycle.stage.{later}"))
            self.add_error(f"due_{later}", told)
        return found

    def _used(self, stage: Stage) -> bool:
        return f"use_{stage}" not in self.fields or bool(self.cleaned_data.get(f"use_{stage}"))


class CycleForm(DatesForm):
    """A new cycle."""

    kind = forms.ChoiceField(label=said("cycles.field.kind"))
    period = forms.CharField(
        label=said("cycles.field.period"), help_text=said("cycles.field.period_help"), max_length=24
    )
    title = forms.CharField(label=said("cycles.field.title"), max_length=120)
    usual_title = forms.CharField(required=False, widget=forms.HiddenInput)
    method = forms.ChoiceField(label=said("cycles.field.method"), help_text=said("cycles.field.method_help"))
    teams = forms.MultipleChoiceField(
        label=said("cycles.field.teams"), required=False, widget=forms.CheckboxSelectMultiple
    )
    posts = forms.MultipleChoiceField(
        label=said("cycles.field.posts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.CharField(
        label=said("cycles.field.people"), help_text=said("cycles.field.people_help"), required=False, max_length=4000
    )
    without = forms.CharField(
        label=said("cycles.field.without"), help_text=said("cycles.field.without_help"), required=False, max_length=4000
    )
    months = forms.IntegerField(label=said("cycles.field.months"), min_value=1, max_value=12, required=False)
    contract_months = forms.IntegerField(
        label=said("cycles.field.contract_months"),
        help_text=said("cycles.field.contract_months_help"),
        min_value=0,
        max_value=600,
        required=False,
    )
    joined_within = forms.IntegerField(
        label=said("cycles.field.joined_within"),
        help_text=said("cycles.field.joined_within_help"),
        min_value=0,
        max_value=12,
        required=False,
    )

    def __init__(self, company: Company, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company, self.today = company, today
        choices = {
            "kind": [(kind.value, say(f"cycle.kind.{kind}")) for kind in CycleKind],
            "method": [(method, say(f"cycles.method.{method}")) for method in METHODS],
            "teams": team_choices(company, today),
            "posts": post_choices(company),
        }
        for name, values in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = values

    def clean_period(self) -> str:
        """The period in its normal form, as long as the kind says."""
        text = self.cleaned_data["period"].strip()
        try:
            period = Period.parse(text)
        except ValueError:
            raise forms.ValidationError(say("periods.not_a_period", period=text)) from None
        kind = CycleKind(self.cleaned_data.get("kind", CycleKind.MONTH))
        if period.grain is not GRAINS[kind]:
            gaps = {"period": period_name(str(period)), "kind": say(f"cycle.kind.{kind}")}
            raise forms.ValidationError(say("cycles.period_of_another_kind", **gaps))
        return str(period)

    def clean_people(self) -> list[str]:
        """Ids of those who are added."""
        return self._ids("people")

    def clean_without(self) -> list[str]:
        """Ids of those who take no part."""
        return self._ids("without")

    def population(self) -> dict[str, list[str]]:
        """What the cycle keeps of for whom it is."""
        found = self.cleaned_data
        return {name: list(found.get(name) or []) for name in ("posts", "teams", "people", "without")}

    def terms(self) -> ProbationTerms:
        """The terms of a probation, as typed or as usual."""
        usual, found = ProbationTerms(), self.cleaned_data
        names = ("months", "contract_months", "joined_within")
        return ProbationTerms(
            **{name: getattr(usual, name) if found.get(name) is None else found[name] for name in names}
        )

    def _ids(self, name: str) -> list[str]:
        """Names and ids as typed, in any order; a name that two people share has to be written as an id."""
        spells_of = self.company.organisation.spells_of
        found: list[str] = []
        for word in filter(None, _BETWEEN.split(self.cleaned_data[name])):
            called = (
                [word]
                if word in spells_of
                else [person for person, spells in spells_of.items() if spells[-1].name == word]
            )
            if len(called) != 1:
                code = "cycles.wrong.nobody_called" if not called else "cycles.wrong.two_called"
                raise forms.ValidationError(say(code, name=word, ids=say("list.comma").join(called)))
            found += called
        return list(dict.fromkeys(found))


class DeadlinesForm(DatesForm):
    """New days for a running cycle, and why."""

    reason = forms.CharField(
        label=said("cycles.field.reason"), help_text=said("cycles.field.reason_help"), max_length=300
    )


class ReasonForm(forms.Form):
    """Why a review is moved, where that has to be said."""

    note = forms.CharField(label=said("cycles.field.reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def usual_title(kind: CycleKind, period: Period) -> str:
    """What a cycle is called where nobody gives it a name."""
    code = "cycles.usual_title_probation" if kind is CycleKind.PROBATION else "cycles.usual_title"
    return say(code, period=period_name(str(period)))


def usual_values(company: Company, kind: CycleKind, period: Period) -> dict[str, Any]:
    """What the form of a new cycle begins with: every stage at its usual day."""
    dates = usual_deadlines(period, company.calendar, usual_days(kind))
    title = usual_title(kind, period)
    days = {f"due_{stage}": day for stage, day in dates.items()}
    used = {f"use_{stage}": True for stage in dates if stage not in ALWAYS}
    terms = ProbationTerms().stored()
    return {
        "kind": kind.value,
        "period": str(period),
        "title": title,
        "usual_title": title,
        "method": "kpi",
        **days,
        **used,
        **terms,
    }


def begun(company: Company, kind: str, period: str, today: date) -> dict[str, Any]:
    """The same for a kind and period of an address; what is no such thing is taken as a month from today."""
    asked = CycleKind(kind) if kind in set(CycleKind) else CycleKind.MONTH
    try:
        days = Period.parse(period)
    except ValueError:
        days = next_period(asked, today)
    return usual_values(company, asked, days if days.grain is GRAINS[asked] else next_period(asked, today))
