"""Making a version known, objecting to it, answering."""

from typing import Any

from django import forms

from merit_desk.catalogue.forms.kpi_form import WordedForm, choices
from merit_desk.reward_plans.models import WAYS


def prose(rows: int = 3) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": rows}))


class NoticeForm(WordedForm):
    """How and when it was made known; without a day, today."""

    words = "notice_form"

    how = forms.ChoiceField()
    given_on = forms.DateField(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["how"].choices = choices("notice_way", WAYS)  # type: ignore[attr-defined]


class ObjectionForm(WordedForm):
    """What one has against it."""

    words = "notice_form"

    objection = prose()


class AnswerForm(WordedForm):
    """HR's answer."""

    words = "notice_form"

    answer = prose()
