"""The forms of a score plan: its head, one per indicator, one per modifier."""

from collections.abc import Iterable
from typing import Any

from django import forms

from merit.kernel.period import Grain
from merit.scores.plan.curves import Interpolation, PeerGroup
from merit.scores.plan.score_plan import BelowFloor, Comparison, FigureOf, Group, Policy
from merit.targets.proration import Proration
from merit.targets.target import TargetBasis
from merit_desk.catalogue.forms.kpi_form import WordedForm, choices, line

CYCLES = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
KINDS = ("kpi", "task", "rated", "counted")
CURVES = ("proportional", "bands", "interpolated", "lower_is_better", "range", "per_occurrence", "relative")
CHANGES = ("bonus_points", "deduction", "balance", "cost_factor", "gate", "veto")


def lines(rows: int = 3, required: bool = False, **attributes: str) -> forms.CharField:
    """A text of several lines, one row of figures per line."""
    attrs = {"rows": str(rows), "spellcheck": "false", **attributes}
    return forms.CharField(required=required, widget=forms.Textarea(attrs=attrs))


class PartForm(WordedForm):
    """A form that shows only the fields which its kind asks for."""

    words = "plan_form"

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields to show, in order."""
        return tuple(self.fields)

    @property
    def visible(self) -> list[forms.BoundField]:
        """The same as fields."""
        return [self[name] for name in self.shown]

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        self.fields[name].choices = found  # type: ignore[attr-defined]


class HeadForm(PartForm):
    """Who, when, grades and the less usual terms."""

    title_zh = line(required=True)
    title_en = line()
    posts = line()
    teams = line()
    people = line()
    cycle = forms.ChoiceField()
    valid_from = forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    grades = lines(5)
    proration = forms.ChoiceField(required=False)
    ramp = line()
    customer_weights = line()
    total_floor = line(inputmode="decimal")
    total_cap = line(inputmode="decimal")
    group = forms.ChoiceField(required=False)
    minimum = line(inputmode="numeric")
    quota = line()

    usual = ("title_zh", "title_en", "posts", "teams", "people", "cycle", "valid_from")
    seldom = ("proration", "ramp", "customer_weights", "total_floor", "total_cap", "group", "minimum", "quota")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("cycle", choices("cycle", CYCLES))
        self._choose("proration", choices("proration", Proration))
        self._choose(
            "group", choices("plan_form.no_distribution", (), "plan_form.no_distribution") + choices("group_of", Group)
        )


class IndicatorForm(PartForm):
    """One indicator with its target and curve."""

    kind = forms.ChoiceField()
    subject = line(required=True, spellcheck="false")
    weight = line(required=True, inputmode="decimal")
    name = line()
    of = forms.ChoiceField(required=False)
    basis = forms.ChoiceField()
    target = line(required=True, inputmode="decimal")
    curve = forms.ChoiceField()
    points = lines(4, required=True)
    on = forms.ChoiceField(required=False)
    edge = forms.ChoiceField(required=False)
    method = forms.ChoiceField(required=False)
    low = line(required=True, inputmode="decimal")
    high = line(required=True, inputmode="decimal")
    slope = line(required=True, inputmode="decimal")
    each = line(required=True, inputmode="decimal")
    to = forms.ChoiceField(required=False)
    by = forms.ChoiceField(required=False)
    interpolation = forms.ChoiceField(required=False)
    floor = line(inputmode="decimal")
    cap = line(inputmode="decimal")
    scale_low = line(required=True, inputmode="decimal")
    scale_high = line(required=True, inputmode="decimal")
    raters = line(required=True)
    trim = line(inputmode="decimal")
    below_floor = forms.ChoiceField(required=False)
    missing = forms.ChoiceField(required=False)
    min_n = line(inputmode="numeric")
    insufficient = forms.ChoiceField(required=False)

    _OF_CURVE = {
        "proportional": ("floor", "cap"),
        "lower_is_better": ("method", "floor", "cap"),
        "bands": ("points", "on", "edge", "floor", "cap"),
        "interpolated": ("points", "on", "floor", "cap"),
        "range": ("low", "high", "slope", "floor"),
        "per_occurrence": ("each", "floor"),
        "relative": ("points", "to", "by", "interpolation", "floor", "cap"),
    }

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("kind", choices("indicator_kind", KINDS))
        self.call("subject", {"rated": "matter", "counted": "event"}.get(self.value("kind"), "subject"))
        self._choose("curve", choices("curve", CURVES))
        self._choose("of", choices("figure_of", FigureOf))
        self._choose("basis", choices("basis", TargetBasis, "basis.none"))
        self._choose("on", choices("reads", ("actual", "attainment", "lower_linear", "lower_ratio")))
        self._choose("edge", choices("edge", ("at_least", "above")))
        self._choose("method", choices("method", ("linear", "ratio")))
        self._choose("to", choices("peers", PeerGroup))
        self._choose("by", choices("peers_by", ("difference", "ratio")))
        self._choose("interpolation", choices("interpolation", Interpolation))
        self._choose("below_floor", choices("below_floor", BelowFloor))
        self._choose("missing", choices("policy", Policy))
        self._choose("insufficient", choices("policy", Policy))

    @property
    def first(self) -> list[forms.BoundField]:
        """What it is and how much it weighs."""
        return [self[name] for name in self.shown if name in ("kind", "subject", "weight")]

    @property
    def judged(self) -> list[forms.BoundField]:
        """Target and curve, or scale and raters."""
        seldom = ("kind", "subject", "weight", *self._SELDOM)
        return [self[name] for name in self.shown if name not in seldom]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is seldom changed."""
        return [self[name] for name in self.shown if name in self._SELDOM]

    _SELDOM = ("name", "of", "missing", "min_n", "insufficient", "trim", "below_floor")

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields that this kind and this curve ask for."""
        kind = self.value("kind")
        first = ("kind", "subject", "weight")
        if kind == "rated":
            return (*first, "scale_low", "scale_high", "raters", "name", "missing", "trim", "below_floor")
        target = ("basis", "target") if self.value("basis") else ("basis",)
        curve = ("curve", *self._OF_CURVE.get(self.value("curve"), ()))
        if kind == "counted":
            return (*first, *target, *curve, "name", "missing")
        return (*first, *target, *curve, "name", "of", "missing", "min_n", "insufficient")


class ChangeForm(PartForm):
    """One modifier: bonus points, a deduction, a balance, a cost factor, a gate or a veto."""

    own = "change_form"

    kind = forms.ChoiceField()
    when = forms.ChoiceField()
    subject = line(required=True, spellcheck="false")
    paired = line(required=True, spellcheck="false")
    of = forms.ChoiceField(required=False)
    comparison = forms.ChoiceField()
    threshold = line(required=True, inputmode="decimal")
    points = line(required=True, inputmode="decimal")
    limit = line(inputmode="decimal")
    where = line(spellcheck="false")
    slope = line(inputmode="decimal")
    cap_total = line(inputmode="decimal")
    cap_grade = line()
    cap_indicator = line()
    grade = line()
    payout = line(inputmode="decimal")
    rewards = line()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._choose("kind", choices("change", CHANGES))
        counts_events = "when" in self.shown and self.value("when") == "event"
        self.call(
            "subject", "event" if counts_events else "indicator" if self.value("kind") == "balance" else "subject"
        )
        self._choose("when", choices("occasion", self._occasions()))
        self._choose("of", choices("figure_of", FigureOf))
        self._choose("comparison", choices("comparison", Comparison))

    def _occasions(self) -> Iterable[str]:
        return ("event", "kpi") if self.value("kind") == "veto" else ("event", "kpi", "count")

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields that this kind asks for."""
        compared = ("of", "comparison", "threshold")
        match self.value("kind"):
            case "balance":
                return ("kind", "subject", "paired", *compared)
            case "cost_factor":
                return ("kind", "subject", "of", "threshold", "slope")
            case "gate":
                return ("kind", "subject", *compared, "cap_total", "cap_grade", "cap_indicator", "payout")
            case "veto":
                extra = () if self.value("when") == "event" else compared
                return ("kind", "when", "subject", *extra, "grade", "payout", "rewards")
            case _:
                occasion = {"kpi": compared, "count": ("of", "where")}.get(self.value("when"), ())
                return ("kind", "when", "subject", *occasion, "points", "limit")
