"""Forms of the terms of each kind of reward; each shows only the fields that its choices ask for."""

from typing import Any

from django import forms

from merit.kernel.period import Grain
from merit.rewards.plan.commission_section import SPANS
from merit.rewards.plan.plan_file import SHARE_FACTORS
from merit.rewards.plan.reward_plan import Counting, DateBasis, RateMode, Reading, RefundRule
from merit_desk.catalogue.forms.kpi_form import choices, line
from merit_desk.plans.forms.plan_form import lines
from merit_desk.reward_plans.forms.parts_form import NODES, RewardPart, day


class IndividualForm(RewardPart):
    """Coefficients by grade or by total score."""

    by = forms.ChoiceField()
    coefficients = lines(5, required=True)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("by", choices("reward_by", self._ways()))
        self.call("coefficients", f"coefficients_{self.value('by') or 'grade'}")

    def _ways(self) -> tuple[str, ...]:
        return ("grade", "score")


class BonusForm(IndividualForm):
    """绩效奖金."""

    base = line(inputmode="decimal")


class CommissionForm(RewardPart):
    """提成."""

    kpi = line(required=True, spellcheck="false")
    date_basis = forms.ChoiceField()
    cumulative = forms.ChoiceField(required=False)
    counting = forms.ChoiceField(required=False)
    mode = forms.ChoiceField(widget=forms.RadioSelect)
    on = forms.ChoiceField(required=False)
    bands = lines(5, required=True)
    target = line(inputmode="decimal")
    above = line(inputmode="decimal")
    times = line(inputmode="decimal")
    cap = line(inputmode="decimal")
    floor = line(inputmode="decimal")
    refunds = forms.ChoiceField(required=False)
    attainment = forms.ChoiceField(required=False)
    override_rate = line(inputmode="decimal")
    draw_amount = line(inputmode="decimal")
    recoverable = forms.ChoiceField(required=False)
    holdback_share = line(inputmode="decimal")
    release_after = line(inputmode="numeric")
    ramp = line()
    line_minimum = line(inputmode="decimal")

    base_part = ("kpi", "date_basis", "cumulative", "counting")
    rate_part = ("mode", "on", "bands", "target", "above", "times")
    limits = ("cap", "floor")
    refund_part = ("refunds", "attainment")
    payment = ("draw_amount", "recoverable", "holdback_share", "release_after")
    seldom = ("override_rate", "ramp", "line_minimum")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("date_basis", choices("date_basis", DateBasis))
        spans = [span for span in SPANS if span is not Grain.MONTH]
        self._choose("cumulative", choices("reward_span", spans, "reward_form.period_alone"))
        self._choose("counting", choices("reward_counting", Counting))
        self._choose("mode", choices("rate_mode", RateMode))
        self._choose("on", choices("reads", Reading))
        self._choose("refunds", choices("refund_rule", RefundRule))
        self._choose("attainment", choices("attainment_moves", ("stays", "falls")))
        self._choose("recoverable", choices("recoverable", ("true", "false")))
        if self.value("on") == Reading.ATTAINMENT:
            self.call("bands", "bands_attainment")

    @property
    def shown(self) -> tuple[str, ...]:
        """Everything but what belongs to a part that is not used."""
        hidden = set()
        if self.value("refunds") != RefundRule.CLAWBACK:
            hidden.add("attainment")
        if not self.value("draw_amount"):
            hidden.add("recoverable")
        if not self.value("holdback_share"):
            hidden.add("release_after")
        if not self.value("above"):
            hidden.add("times")
        if self.value("on") != Reading.ATTAINMENT and not self.value("above"):
            hidden.add("target")
        return tuple(name for name in self.fields if name not in hidden)


class PoolForm(IndividualForm):
    """奖金包: a fixed amount or a share of a KPI, and by what it is shared."""

    source = forms.ChoiceField()
    amount = line(required=True, inputmode="decimal")
    kpi = line(required=True, spellcheck="false")
    of = forms.ChoiceField(required=False)
    share = line(required=True, inputmode="decimal")
    over = line(inputmode="decimal")
    share_by = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    share_kpi = line(spellcheck="false")
    start = day()
    end = day()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("source", choices("pool_source", ("amount", "kpi")))
        self._choose("of", choices("figure_of", NODES))
        self._choose("share_by", choices("share_by", SHARE_FACTORS))
        self.call("kpi", "pool_kpi")
        self.call("over", "profit_above")

    def _ways(self) -> tuple[str, ...]:
        return ("own", "grade", "score")

    @property
    def factors(self) -> list[str]:
        """What is ticked."""
        found = self["share_by"].value() or []
        return [str(each) for each in found]

    @property
    def shown(self) -> tuple[str, ...]:
        """A fixed amount or a KPI; coefficients only where they count."""
        filled = ("amount",) if self.value("source") == "amount" else ("kpi", "of", "share", "over")
        if "coefficient" not in self.factors:
            individual: tuple[str, ...] = ()
        else:
            individual = ("by",) if self.value("by") == "own" else ("by", "coefficients")
        return ("source", *filled, "share_by", "share_kpi", *individual, "start", "end")
