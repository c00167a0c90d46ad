"""The figures of the example beside the form; they are no part of the plan."""

from typing import Any

from django import forms

from merit_desk.catalogue.forms.kpi_form import choices, line
from merit_desk.reward_plans.forms.parts_form import RewardPart


class ExampleForm(RewardPart):
    """What is supposed: only what the kind asks for."""

    words = "example_form"

    amount = line(inputmode="decimal")
    target = line(inputmode="decimal")
    gates = forms.ChoiceField(required=False)
    kickers = forms.ChoiceField(required=False)
    multiplier = line(inputmode="decimal")
    base = line(inputmode="decimal")
    grade = line()
    score = line(inputmode="decimal")
    department = line(inputmode="decimal")
    company = line(inputmode="decimal")
    members = line(inputmode="numeric")

    _OF_KIND = {
        "commission": ("amount", "target", "gates", "kickers", "multiplier"),
        "bonus": ("base", "grade", "score", "department", "company"),
        "pool": ("amount", "members"),
        "profit_share": ("amount", "members"),
        "year_end": ("base", "grade", "score", "department", "company"),
    }

    def __init__(self, *given: Any, kind: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.kind = kind
        self._choose("gates", choices("example_gates", ("yes", "no")))
        self._choose("kickers", choices("example_kickers", ("no", "yes")))

    @property
    def shown(self) -> tuple[str, ...]:
        """By kind."""
        return self._OF_KIND.get(self.kind, ())
