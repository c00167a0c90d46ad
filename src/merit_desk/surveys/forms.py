"""A new survey, a new link, and what is answered."""

from typing import Any

from django import forms

from merit_desk.cycles.models import Cycle
from merit_desk.shell.sentences import said, say
from merit_desk.surveys.models import KINDS

QUESTIONS = ("clarity", "fairness", "usefulness")
"""What a pulse asks of the system of performance, each on 1…5."""
HIGHEST = {"csat": 5, "nps": 10}
LOWEST = {"csat": 1, "nps": 0}


class SurveyForm(forms.Form):
    """What is asked of whom, and until when."""

    kind = forms.ChoiceField(
        label=said("surveys.kind"), choices=[(kind, said(f"surveys.kind.{kind}")) for kind in KINDS]
    )
    title = forms.CharField(label=said("surveys.name"), help_text=said("surveys.name_help"), max_length=120)
    cycle = forms.ModelChoiceField(
        label=said("surveys.cycle"), help_text=said("surveys.cycle_help"), queryset=Cycle.objects.all(), required=False
    )
    shop = forms.ChoiceField(label=said("surveys.shop"), required=False)
    closes = forms.DateField(
        label=said("surveys.closes"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, shops: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shop"].choices = [("", say("surveys.no_shop")), *shops]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A pulse needs its cycle."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "pulse" and cleaned.get("cycle") is None and "cycle" not in self.errors:
            self.add_error("cycle", say("surveys.pulse_needs_cycle"))
        return cleaned


class LinkForm(forms.Form):
    """Where the link is used."""

    label = forms.CharField(label=said("surveys.label"), help_text=said("surveys.label_help"), max_length=80)
    agent = forms.CharField(
        label=said("surveys.agent"), help_text=said("surveys.agent_help"), max_length=64, required=False
    )
    once = forms.IntegerField(
        label=said("surveys.once"), help_text=said("surveys.once_help"), min_value=0, max_value=500, required=False
    )


class PulseForm(forms.Form):
    """Three scores and a remark; all may be left out."""

    remark = forms.CharField(
        label=said("surveys.remark"),
        help_text=said("surveys.remark_help"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question] = forms.TypedChoiceField(
                label=said(f"surveys.q.{question}"),
                choices=[(str(grade), said(f"surveys.grade.{grade}")) for grade in range(1, 6)],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )
        self.order_fields([*QUESTIONS, "remark"])


class CustomerForm(forms.Form):
    """One score, a few words; `website` stays empty, only programs fill it in."""

    text = forms.CharField(
        label=said("surveys.customer_text"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = range(LOWEST[kind], HIGHEST[kind] + 1)
        self.fields["score"] = forms.TypedChoiceField(
            label=said(f"surveys.ask.{kind}"),
            choices=[(str(grade), str(grade)) for grade in grades],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": said("surveys.score_missing")},
        )
        self.order_fields(["score", "text", "website"])
