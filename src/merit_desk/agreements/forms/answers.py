"""Answers to proposals, reasons, and the tick under a signature."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from merit_desk.agreements.forms.targets import read_target
from merit_desk.agreements.models import Point, Proposal
from merit_desk.agreements.wanted import ACCEPT, COUNTER, REFUSE, Answered
from merit_desk.shell.sentences import said, say


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """A point with its fields."""

    point: Point
    answer: forms.BoundField
    counter: forms.BoundField
    note: forms.BoundField


class AnswerForm(forms.Form):
    """Every point of one proposal: accept, refuse with a reason, or counter with a target."""

    use_required_attribute = False

    def __init__(self, proposal: Proposal, points: Sequence[Point], *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"prefix": f"p{proposal.pk}", "label_suffix": "", **named})
        self.proposal, self.points = proposal, points
        choices = [(each, say(f"agreements.do_{each}")) for each in (ACCEPT, COUNTER, REFUSE)]
        for point in points:
            self.fields[f"answer_{point.pk}"] = forms.ChoiceField(
                choices=choices, label=say("agreements.your_answer"), widget=forms.RadioSelect
            )
            self.fields[f"counter_{point.pk}"] = forms.CharField(
                required=False,
                max_length=40,
                label=say("agreements.counter"),
                widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}),
            )
            self.fields[f"note_{point.pk}"] = forms.CharField(
                required=False, max_length=500, label=say("agreements.answer_note")
            )
        self.fields["note"] = forms.CharField(
            required=not points,
            max_length=1000,
            label=say("agreements.answer_words"),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def rows(self) -> Iterator[TypedPoint]:
        """The points with their fields, in order."""
        for point in self.points:
            fields = (self[f"{name}_{point.pk}"] for name in ("answer", "counter", "note"))
            yield TypedPoint(point, *fields)

    @property
    def touched(self) -> bool:
        """Whether anything was filled in: of many proposals on one page some may be left for later."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason, a counter its target."""
        found = super().clean() or self.cleaned_data
        for point in self.points:
            said_so = found.get(f"answer_{point.pk}")
            if said_so == REFUSE and not str(found.get(f"note_{point.pk}") or "").strip():
                self.add_error(f"note_{point.pk}", say("agreements.refusal_needs_reason"))
            if said_so == COUNTER:
                try:
                    found[f"counter_{point.pk}"] = read_target(str(found.get(f"counter_{point.pk}") or ""))
                except forms.ValidationError as wrong:
                    self.add_error(f"counter_{point.pk}", wrong)
        return found

    def answers(self) -> dict[int, Answered]:
        """By the number of the point."""
        found = self.cleaned_data
        return {
            point.pk: Answered(found[f"answer_{point.pk}"], found[f"note_{point.pk}"], found[f"counter_{point.pk}"])
            for point in self.points
        }


class ReadForm(forms.Form):
    """The tick without which nobody signs."""

    read = forms.BooleanField(label=said("agreements.i_have_read"))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=300, label=said("agreements.why"), widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """A remark that may be left out."""

    note = forms.CharField(
        required=False, max_length=500, label=said("agreements.remark"), widget=forms.Textarea(attrs={"rows": 2})
    )
