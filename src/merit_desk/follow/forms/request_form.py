"""Asking another department, and answering."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from merit.follow.request import RequestKind
from merit_desk.follow.forms.fields import day_field, text_field
from merit_desk.shell.sentences import said, say


class RequestForm(forms.Form):
    """What is asked of whom by when."""

    kind = forms.ChoiceField(
        label=said("follow.field.request_kind"), choices=[(str(k), said(f"request.kind.{k}")) for k in RequestKind]
    )
    of = forms.ChoiceField(label=said("follow.field.of"), help_text=said("follow.help.of"))
    subject = forms.CharField(label=said("follow.field.subject"), max_length=120, help_text=said("follow.help.subject"))
    needed_by = day_field("follow.field.needed_by")
    text = text_field("follow.field.request_text")

    def __init__(self, *args: Any, of: Sequence[tuple[str, Any]], today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._today = today
        self.fields["of"].choices = [("", say("follow.choose")), *of]  # type: ignore[attr-defined]

    def clean_needed_by(self) -> date:
        """Not before today."""
        day: date = self.cleaned_data["needed_by"]
        if day < self._today:
            raise forms.ValidationError(say("follow.due_before_today"))
        return day


class AnswerForm(forms.Form):
    """The answer."""

    note = text_field("follow.field.answer", required=True)


class AcceptRequestForm(forms.Form):
    """Yes, and whether it becomes a task."""

    note = text_field("follow.field.note", rows=2)
    as_task = forms.BooleanField(label=said("follow.field.as_task"), required=False)


class HandOnForm(forms.Form):
    """Who is asked instead."""

    to = forms.ChoiceField(label=said("follow.field.to"))
    note = text_field("follow.field.note", rows=2)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["to"].choices = [("", say("follow.choose")), *people]  # type: ignore[attr-defined]
