"""A development or improvement plan: why, until when, what is to be reached, and what the company does for it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from merit.follow.growth_plan import PlanGround, PlanKind, PlanOutcome
from merit_desk.follow.forms.fields import day_field, text_field
from merit_desk.growth.given import AimGiven, Ground, PlanGiven, SupportGiven
from merit_desk.growth.models import SUPPORTS, GrowthPlan
from merit_desk.shell.sentences import said, say

Choices = Sequence[tuple[str, str]]
MOST = 8
_REVIEWS = ("review_1", "review_2", "review_3")


class PlanForm(forms.Form):
    """The frame; aims and supports stand in their own forms."""

    title = forms.CharField(label=said("growth.field.title"), max_length=120)
    grounds = forms.MultipleChoiceField(
        label=said("growth.field.grounds"), required=False, widget=forms.CheckboxSelectMultiple
    )
    review_said = forms.CharField(
        label=said("growth.field.review_said"),
        max_length=300,
        required=False,
        help_text=said("growth.help.review_said"),
    )
    wish = forms.CharField(label=said("growth.field.wish"), max_length=300, required=False)
    why = text_field("growth.field.why", "growth.help.why")
    first = day_field("growth.field.first")
    last = day_field("growth.field.last")
    review_1 = day_field("growth.field.review_1", "growth.help.review", required=False)
    review_2 = day_field("growth.field.review_2", required=False)
    review_3 = day_field("growth.field.review_3", required=False)

    def __init__(self, *args: Any, kind: PlanKind, weak: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.kind = kind
        self.fields["grounds"].choices = list(weak)  # type: ignore[attr-defined]
        if not weak:
            del self.fields["grounds"]
        if kind is PlanKind.IMPROVEMENT:
            del self.fields["wish"]

    def grounds_given(self) -> tuple[Ground, ...]:
        """Measures ticked, and what was written."""
        ticked = (key.split("|") for key in self.cleaned_data.get("grounds") or ())
        found = [Ground(PlanGround.MEASURE, *parts) for parts in ticked if len(parts) == 3]
        worded = ((PlanGround.REVIEW, "review_said"), (PlanGround.WISH, "wish"))
        return (*found, *(Ground(each, text=text) for each, name in worded if (text := self.cleaned_data.get(name))))

    def reviews_given(self) -> tuple[date, ...]:
        """Days in the middle, each once."""
        return tuple(sorted({day for name in _REVIEWS if (day := self.cleaned_data.get(name))}))


class AimForm(forms.Form):
    """One aim; with an indicator and a figure it is measured."""

    text = forms.CharField(label=said("growth.field.aim"), max_length=200, required=False)
    indicator = forms.ChoiceField(label=said("growth.field.indicator"), required=False)
    target = forms.DecimalField(label=said("growth.field.target"), required=False, max_digits=16, decimal_places=6)

    def __init__(self, *args: Any, subjects: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["indicator"].choices = [("", say("growth.not_measured")), *subjects]  # type: ignore[attr-defined]
        self.fields["target"].widget.attrs["inputmode"] = "decimal"

    def clean(self) -> dict[str, Any]:
        """An indicator and its figure come together, and neither without words."""
        found = super().clean() or {}
        if found.get("indicator") and found.get("target") is None:
            self.add_error("target", say("growth.target_missing"))
        if (found.get("indicator") or found.get("target") is not None) and not found.get("text"):
            self.add_error("text", say("growth.aim_missing"))
        return found


class SupportForm(forms.Form):
    """One measure of support."""

    kind = forms.ChoiceField(
        label=said("growth.field.support_kind"), choices=[(k, said(f"growth.support.{k}")) for k in SUPPORTS]
    )
    text = forms.CharField(label=said("growth.field.support"), max_length=200, required=False)
    course = forms.ChoiceField(label=said("growth.field.course"), required=False)
    who = forms.ChoiceField(label=said("growth.field.who"), required=False)
    due = day_field("growth.field.due", required=False)

    def __init__(self, *args: Any, people: Choices, courses: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        none = ("", say("training.none_chosen"))
        self.fields["who"].choices = [none, *people]  # type: ignore[attr-defined]
        self.fields["course"].choices = [none, *courses]  # type: ignore[attr-defined]


AimForms = forms.formset_factory(AimForm, extra=2, max_num=MOST, absolute_max=MOST)
SupportForms = forms.formset_factory(SupportForm, extra=2, max_num=MOST, absolute_max=MOST)


def plan_given(person: str, form: PlanForm, aims: Any, supports: Any) -> PlanGiven:
    """What was written; empty lines are left out, a course without words is called by its title."""
    found = form.cleaned_data
    return PlanGiven(
        kind=form.kind,
        person=person,
        title=found["title"],
        first=found["first"],
        last=found["last"],
        why=found["why"],
        reviews=form.reviews_given(),
        grounds=form.grounds_given(),
        aims=tuple(_aim(each.cleaned_data) for each in aims if each.cleaned_data.get("text")),
        supports=tuple(
            _support(each.cleaned_data, dict(each.fields["course"].choices))
            for each in supports
            if each.cleaned_data.get("text") or each.cleaned_data.get("course")
        ),
    )


def texts_of(plan: GrowthPlan) -> dict[str, Any]:
    """What the form of a plan begins with."""
    rows = {each["ground"]: each for each in plan.grounds}
    reviews = dict(zip(_REVIEWS, plan.reviews, strict=False))
    return {
        **{name: getattr(plan, name) for name in ("title", "why", "first", "last")},
        **reviews,
        "grounds": [f"{e['period']}|{e['segment']}|{e['indicator']}" for e in plan.grounds if e["ground"] == "measure"],
        "review_said": rows.get("review", {}).get("text", ""),
        "wish": rows.get("wish", {}).get("text", ""),
    }


def _aim(found: dict[str, Any]) -> AimGiven:
    target: Decimal | None = found.get("target")
    return AimGiven(found["text"], found["indicator"], "" if target is None else f"{target.normalize():f}")


def _support(found: dict[str, Any], courses: dict[str, str]) -> SupportGiven:
    course = found.get("course") or ""
    text = found["text"] or courses.get(course, "")
    return SupportGiven(found["kind"], text, found["who"], found["due"], int(course) if course else None)


class NoteForm(forms.Form):
    """Words that go with a step."""

    note = text_field("growth.field.note", required=True)


class ConcludeForm(forms.Form):
    """How far the person came, with the reason."""

    outcome = forms.ChoiceField(
        label=said("growth.field.outcome"),
        choices=[(str(each), said(f"growth.outcome.{each}")) for each in PlanOutcome],
        widget=forms.RadioSelect,
    )
    note = text_field("growth.field.conclusion", "growth.help.conclusion", required=True)


class ExtendForm(forms.Form):
    """Until when, and why."""

    last = day_field("growth.field.new_last")
    note = text_field("growth.field.note", required=True)


class WordsForm(forms.Form):
    """Words, if any."""

    note = text_field("growth.field.note", rows=2)
