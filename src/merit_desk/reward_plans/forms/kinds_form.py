"""Forms of a contest, a profit share and a year-end bonus."""

from typing import Any

from django import forms

from merit.rewards.plan.contest_terms import Best
from merit.rewards.plan.year_end_terms import Leavers, MonthlyPay
from merit_desk.catalogue.forms.kpi_form import choices, line
from merit_desk.plans.forms.plan_form import lines
from merit_desk.reward_plans.forms.parts_form import RewardPart, day
from merit_desk.reward_plans.forms.terms_form import IndividualForm, PoolForm


class ProfitForm(PoolForm):
    """利润分享: a pool that a profit fills."""

    above = line(inputmode="decimal")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.call("above", "profit_above")

    @property
    def shown(self) -> tuple[str, ...]:
        """The profit, what of it, and by what it is shared."""
        after = super().shown
        return ("kpi", "of", "share", "above", *after[after.index("share_by") : after.index("start")])


class ContestForm(RewardPart):
    """竞赛: prizes for the best figures."""

    kpi = line(required=True, spellcheck="false")
    comparison = forms.ChoiceField()
    threshold = line(inputmode="decimal")
    best = forms.ChoiceField(required=False)
    prizes = lines(4, required=True)
    start = day()
    end = day()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.call("threshold", "contest_minimum")
        self._choose("comparison", choices("comparison", ("at_least", "at_most")))
        self._choose("best", choices("contest_best", Best, "contest_best.direction"))


class YearEndForm(IndividualForm):
    """年终奖."""

    source = forms.ChoiceField()
    months = line(required=True, inputmode="decimal")
    of = forms.ChoiceField(required=False)
    base = line(required=True, inputmode="decimal")
    leavers = forms.ChoiceField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.call("source", "year_end_source")
        self.call("of", "months_of")
        self.call("base", "year_base")
        self._choose("source", choices("year_end_source", ("months", "base")))
        self._choose("of", choices("monthly_pay", MonthlyPay))
        self._choose("leavers", choices("leavers", Leavers))

    def _ways(self) -> tuple[str, ...]:
        return ("none", "grade", "score")

    @property
    def shown(self) -> tuple[str, ...]:
        """Months of pay or an amount; coefficients only where there are."""
        stated = ("base",) if self.value("source") == "base" else ("months", "of")
        individual = ("by",) if self.value("by") == "none" else ("by", "coefficients")
        return ("source", *stated, *individual, "leavers")
