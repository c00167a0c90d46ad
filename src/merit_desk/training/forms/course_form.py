"""A course, a session, a need."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from merit_desk.follow.forms.fields import day_field, text_field
from merit_desk.shell.sentences import said, say
from merit_desk.training.given import CourseGiven, NeedGiven, SessionGiven
from merit_desk.training.models import Course

Choices = Sequence[tuple[str, str]]


class CourseForm(forms.Form):
    """What one can do afterwards, for whom it is meant, what it costs."""

    title = forms.CharField(label=said("training.field.title"), max_length=120)
    about = text_field("training.field.about", "training.help.about")
    serves = forms.MultipleChoiceField(
        label=said("training.field.serves"),
        help_text=said("training.help.serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    material = forms.URLField(
        label=said("training.field.material"), required=False, max_length=400, assume_scheme="https"
    )
    hours = forms.DecimalField(
        label=said("training.field.hours"), min_value=Decimal("0.5"), max_value=400, decimal_places=1, initial=2
    )
    cost = forms.DecimalField(
        label=said("training.field.cost"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )

    def __init__(self, *args: Any, subjects: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["serves"].choices = list(subjects)  # type: ignore[attr-defined]

    def given(self) -> CourseGiven:
        """What was written."""
        found = dict(self.cleaned_data)
        cost = int(found.pop("cost") * 100)
        return CourseGiven(**(found | {"serves": tuple(found["serves"])}), cost_fen=cost)


def texts_of(course: Course) -> dict[str, Any]:
    """What the form begins with."""
    names = ("title", "about", "serves", "material", "hours")
    return {name: getattr(course, name) for name in names} | {"cost": Decimal(course.cost_fen) / 100}


class SessionForm(forms.Form):
    """When, where, by whom, for how many."""

    day = day_field("training.field.day")
    hours = forms.CharField(label=said("training.field.at"), max_length=40, required=False)
    place = forms.CharField(label=said("training.field.place"), max_length=120, required=False)
    trainer = forms.ChoiceField(
        label=said("training.field.trainer"), required=False, help_text=said("training.help.trainer")
    )
    trainer_name = forms.CharField(label=said("training.field.trainer_name"), max_length=80, required=False)
    seats = forms.IntegerField(label=said("training.field.seats"), min_value=1, max_value=2000, initial=20)

    def __init__(self, *args: Any, people: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["trainer"].choices = [("", say("training.from_outside")), *people]  # type: ignore[attr-defined]

    def given(self) -> SessionGiven:
        """What was written."""
        return SessionGiven(**self.cleaned_data)


class NeedForm(forms.Form):
    """Who should learn what."""

    person = forms.ChoiceField(label=said("training.field.person"))
    subject = forms.ChoiceField(label=said("training.field.subject"), required=False)
    text = forms.CharField(
        label=said("training.field.text"), max_length=300, required=False, help_text=said("training.help.text")
    )
    course = forms.ChoiceField(label=said("training.field.course"), required=False)
    period = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Choices, subjects: Choices, courses: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        none = ("", say("training.none_chosen"))
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["subject"].choices = [none, *subjects]  # type: ignore[attr-defined]
        self.fields["course"].choices = [none, *courses]  # type: ignore[attr-defined]

    def given(self) -> NeedGiven:
        """What was written."""
        found = dict(self.cleaned_data)
        course = found.pop("course")
        return NeedGiven(**found, course=int(course) if course else None)


class WhyForm(forms.Form):
    """Why."""

    note = text_field("follow.field.reason", required=True, most=300)


class PlanForm(forms.Form):
    """By which course."""

    course = forms.ChoiceField(label=said("training.field.course"))

    def __init__(self, *args: Any, courses: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["course"].choices = list(courses)  # type: ignore[attr-defined]
