"""What a person disputes, and how the judge decides."""

from typing import Any

from django import forms

from merit.reviews.appeal import AppealMatter, Verdict
from merit_desk.shell.sentences import said, say

_LONG = 4000
_MOST_LINKS = 10


def long_field(code: str, required: bool = True, help_code: str = "", rows: int = 4) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=said(code),
        required=required,
        max_length=_LONG,
        help_text=said(help_code) if help_code else "",
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AppealForm(forms.Form):
    """What exactly, what should come of it, and why."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    matter = forms.ChoiceField(
        label=said("outcomes.field.matter"),
        choices=[(str(each), said(f"outcomes.matter.{each}")) for each in AppealMatter],
        widget=forms.RadioSelect,
    )
    line = forms.ChoiceField(label=said("outcomes.field.line"), help_text=said("outcomes.help.line"), required=False)
    what = long_field("outcomes.field.what", help_code="outcomes.help.what", rows=3)
    wanted = long_field("outcomes.field.wanted", help_code="outcomes.help.wanted", rows=2)
    reason = long_field("outcomes.field.reason")
    evidence = long_field("outcomes.field.evidence", required=False, help_code="outcomes.help.evidence", rows=3)

    def __init__(self, lines: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", said("outcomes.no_line")), *lines]  # type: ignore[attr-defined]

    def clean_evidence(self) -> tuple[str, ...]:
        """One per line."""
        found = tuple(each.strip() for each in self.cleaned_data["evidence"].splitlines() if each.strip())
        if len(found) > _MOST_LINKS:
            raise forms.ValidationError(say("outcomes.wrong.evidence", count=_MOST_LINKS))
        return found

    def clean(self) -> dict[str, Any]:
        """An indicator has to be named where the appeal is about one."""
        cleaned = super().clean() or {}
        if cleaned.get("matter") == AppealMatter.INDICATOR and not cleaned.get("line"):
            self.add_error("line", say("outcomes.wrong.line"))
        return cleaned


class JudgeForm(forms.Form):
    """Who decides."""

    judge = forms.TypedChoiceField(label=said("outcomes.field.judge"), coerce=int)

    def __init__(self, offered: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"].choices = offered  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A question to one side."""

    side = forms.ChoiceField(
        label=said("outcomes.field.side"),
        choices=[("subject", said("outcomes.side.subject")), ("manager", said("outcomes.side.manager"))],
    )
    question = long_field("outcomes.field.question", rows=2)


class TextForm(forms.Form):
    """One text: a comment, why somebody steps aside, what was mended."""

    text = long_field("outcomes.field.text", rows=3)


class VerdictForm(forms.Form):
    """The decision and what follows from it."""

    verdict = forms.ChoiceField(
        label=said("outcomes.field.verdict"),
        choices=[(str(each), said(f"outcomes.verdict.{each}")) for each in Verdict],
        widget=forms.RadioSelect,
    )
    grounds = long_field("outcomes.field.grounds", help_code="outcomes.help.grounds")
    grade = forms.ChoiceField(label=said("outcomes.field.grade"), help_text=said("outcomes.help.grade"), required=False)
    mending = long_field("outcomes.field.mending", required=False, help_code="outcomes.help.mending", rows=2)

    def __init__(self, grades: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", said("outcomes.grade_stays")), *((each, each) for each in grades)]
        self.fields["grade"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A rejected appeal changes nothing, and one remedy is enough."""
        cleaned = super().clean() or {}
        remedies = [name for name in ("grade", "mending") if cleaned.get(name)]
        if cleaned.get("verdict") == Verdict.REJECTED and remedies:
            self.add_error(remedies[0], say("outcomes.rejected_changes_nothing"))
        elif len(remedies) > 1:
            self.add_error("mending", say("outcomes.one_remedy"))
        return cleaned
