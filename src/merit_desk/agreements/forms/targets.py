"""Other targets for the lines of an agreement, typed beside those that stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms

from merit.kernel.exact import exact
from merit_desk.agreements.wanted import Wanted
from merit_desk.catalogue.forms.typed import shown, typed
from merit_desk.shell.sentences import said, say


class LineToType(Protocol):
    """A line of an agreement as far as its form needs it; `typed` is its target as somebody would type it."""

    @property
    def key(self) -> str:
        """Which line."""

    @property
    def title(self) -> str:
        """What is measured."""

    @property
    def typed(self) -> str:
        """The target that stands."""

    @property
    def negotiable(self) -> bool:
        """Whether its target may be agreed."""


def read_target(text: str) -> str:
    """Plain digits of what is typed; `95%` and separators of thousands are understood. Raises ValidationError."""
    found = shown(typed(text))
    try:
        value = exact(found)
    except ValueError:
        value = None
    if value is None or value <= 0:
        raise forms.ValidationError(say("agreements.not_a_target"))
    return found


def _line(**more: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", **more})


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line with its fields; `reason` is None where one reason serves all."""

    line: LineToType
    target: forms.BoundField
    reason: forms.BoundField | None


class TargetsForm(forms.Form):
    """One target per line that may be agreed; a line left as it stands is no proposal."""

    use_required_attribute = False
    with_reasons = False

    def __init__(self, lines: Sequence[LineToType], *given: Any, **named: Any) -> None:
        named.setdefault("label_suffix", "")
        super().__init__(*given, **named)
        self.lines = [line for line in lines if line.negotiable]
        for at, line in enumerate(self.lines):
            label = say("agreements.target_of", title=line.title)
            self.fields[f"target_{at}"] = forms.CharField(
                required=False, max_length=40, label=label, initial=line.typed, widget=_line(inputmode="decimal")
            )
            if self.with_reasons:
                label = say("agreements.reason_for", title=line.title)
                self.fields[f"reason_{at}"] = forms.CharField(
                    required=False, max_length=500, label=label, widget=_line()
                )

    @property
    def rows(self) -> Iterator[TypedLine]:
        """The lines with their fields, in order."""
        for at, line in enumerate(self.lines):
            yield TypedLine(line, self[f"target_{at}"], self[f"reason_{at}"] if self.with_reasons else None)

    def clean(self) -> dict[str, Any]:
        """Each changed target is a number, with its reason where reasons are asked for."""
        found = super().clean() or self.cleaned_data
        for at, line in enumerate(self.lines):
            text = str(found.get(f"target_{at}") or "").strip()
            if not text or text == line.typed:
                continue
            try:
                found[f"target_{at}"] = read_target(text)
            except forms.ValidationError as wrong:
                self.add_error(f"target_{at}", wrong)
            if self.with_reasons and not str(found.get(f"reason_{at}") or "").strip():
                self.add_error(f"reason_{at}", say("agreements.reason_missing"))
        return found

    def wanted(self) -> list[Wanted]:
        """The lines whose target was changed."""
        texts = (
            (at, line, str(self.cleaned_data.get(f"target_{at}") or "").strip()) for at, line in enumerate(self.lines)
        )
        return [
            Wanted(line.key, text, str(self.cleaned_data.get(f"reason_{at}") or "").strip())
            for at, line, text in texts
            if text and text != line.typed
        ]


class ProposeForm(TargetsForm):
    """Proposed by the person, each target with its reason."""

    with_reasons = True
    note = forms.CharField(
        required=False,
        max_length=1000,
        label=said("agreements.note"),
        help_text=said("agreements.note_help"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangeForm(TargetsForm):
    """A change in mid-cycle: from which day, which targets, why."""

    start = forms.DateField(
        label=said("agreements.from_day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        max_length=500, label=said("agreements.why_change"), widget=forms.Textarea(attrs={"rows": 3})
    )
