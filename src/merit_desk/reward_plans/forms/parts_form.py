"""Forms of the parts that several kinds of reward share: whom for, a coefficient table, a condition."""

from typing import Any

from django import forms

from merit.kernel.period import Grain
from merit.rewards.plan.reward_plan import Missing, Reading, RewardKind
from merit.scores.plan.score_plan import Comparison
from merit_desk.catalogue.forms.kpi_form import choices, line
from merit_desk.plans.forms.plan_form import PartForm, lines

NODES = ("person", "team", "department", "company")
CYCLES = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)


def day() -> forms.CharField:
    """A day; the core says what is wrong with it."""
    return forms.CharField(required=False, max_length=40, widget=forms.DateInput(attrs={"type": "date"}))


class RewardPart(PartForm):
    """A part of a reward; labels are `reward_form.<field>`."""

    words = "reward_form"


class HeadForm(RewardPart):
    """What it is called, of which kind, for whom and from when."""

    title_zh = line(required=True)
    title_en = line()
    kind = forms.ChoiceField()
    posts = line(spellcheck="false")
    teams = line(spellcheck="false")
    people = line(spellcheck="false")
    cycle = forms.ChoiceField(required=False)
    valid_from = day()
    valid_to = day()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["valid_from"].required = True
        self._choose("kind", choices("reward_kind", RewardKind))
        self._choose("cycle", choices("cycle", CYCLES, "reward_form.any_cycle"))


class CoefficientForm(RewardPart):
    """A coefficient read from a KPI; without a KPI there is no such coefficient."""

    kpi = line(spellcheck="false")
    of = forms.ChoiceField(required=False)
    on = forms.ChoiceField(required=False)
    bands = lines(4)
    target = line(inputmode="decimal")
    missing = forms.ChoiceField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.call("bands", "coefficient_bands")
        self.call("kpi", "coefficient_kpi")
        self._choose("of", choices("figure_of", NODES))
        self._choose("on", choices("reads", Reading))
        self._choose("missing", choices("reward_missing", Missing))

    @property
    def shown(self) -> tuple[str, ...]:
        """Only the KPI while there is none."""
        if not self.value("kpi"):
            return ("kpi",)
        target = ("target",) if self.value("on") == Reading.ATTAINMENT else ()
        return ("kpi", "of", "on", *target, "bands", "missing")


class ConditionForm(RewardPart):
    """A KPI of somebody against a threshold."""

    kpi = line(required=True, spellcheck="false")
    of = forms.ChoiceField(required=False)
    comparison = forms.ChoiceField()
    threshold = line(required=True, inputmode="decimal")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("of", choices("figure_of", NODES))
        self._choose("comparison", choices("comparison", Comparison))


class GateForm(ConditionForm):
    """前置条件."""

    keeps = line(inputmode="decimal")


class KickerForm(ConditionForm):
    """加码奖."""

    add = line(inputmode="decimal")
    times = line(inputmode="decimal")
    start = day()
    end = day()
