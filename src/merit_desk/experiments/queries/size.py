"""The sample size of an experiment that may not be written yet, from figures as they are typed."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

from merit.experiments.experiment import (
    Arm,
    AssignedBy,
    Experiment,
    Metric,
    MetricKind,
    MetricRole,
    ReadingRule,
    UnitKind,
)
from merit.experiments.sample_size import Baseline, Needed, needed_units
from merit.kernel.explain import LineRef
from merit_desk.accounts.viewer import Viewer
from merit_desk.experiments.queries.read import baseline_now

USUAL: dict[str, Any] = {
    "kind": "binary",
    "value": 5,
    "effect": 1,
    "units_per_day": 1000,
    "arms": 2,
    "power": 80,
    "alpha": 5,
}
_HUNDRED = 100


def needed_for(viewer: Viewer, asked: dict[str, Any]) -> list[tuple[ReadingRule, Needed | None]]:
    """For both ways of reading; rates and levels come in per cent."""
    kind = MetricKind(asked["kind"])
    scale = _HUNDRED if kind is MetricKind.BINARY else 1
    value = float(asked["value"]) / scale
    variance = value * (1 - value) if kind is MetricKind.BINARY else float(asked["deviation"]) ** 2
    baseline = Baseline(value, variance, float(asked["units_per_day"]))
    effect = float(asked["effect"]) / scale
    return [(rule, needed_units(_drafted(viewer, asked, kind, rule), baseline, effect)) for rule in ReadingRule]


def typed_from(one: Experiment) -> dict[str, Any]:
    """What the form begins with for an experiment of the folder: its history, else what its file expects."""
    baseline, kind = baseline_now(one), one.primary.kind
    known: dict[str, Any] = {"arms": len(one.arms), "power": one.power * _HUNDRED, "alpha": one.alpha * _HUNDRED}
    found = USUAL | {name: _short(float(each)) for name, each in known.items()}
    if baseline is None:
        return found
    scale = _HUNDRED if kind is MetricKind.BINARY else 1
    effect = one.primary.margin.of(baseline.value) if one.primary.margin is not None else baseline.value / 20
    return found | {
        "kind": "binary" if kind is MetricKind.BINARY else "mean",
        "value": _short(baseline.value * scale),
        "deviation": "" if kind is MetricKind.BINARY else _short(sqrt(baseline.variance)),
        "effect": _short(effect * scale),
        "units_per_day": _short(baseline.units_per_day),
    }


def _short(value: float) -> Decimal:
    return Decimal(f"{value:.4g}").normalize() if value else Decimal(0)


def _drafted(viewer: Viewer, asked: dict[str, Any], kind: MetricKind, rule: ReadingRule) -> Experiment:
    count = int(asked["arms"])
    return Experiment(
        experiment="draft",
        title={},
        hypothesis={},
        owner="",
        deciders=(),
        unit=UnitKind.VISITOR,
        start=viewer.today,
        end=viewer.today + timedelta(days=28),
        arms=tuple(Arm(str(number), Fraction(1, count)) for number in range(count)),
        control="0",
        assigned_by=AssignedBy.TOTALS,
        metrics=(Metric("draft", kind, MetricRole.PRIMARY),),
        source=LineRef("", 0),
        rule=rule,
        alpha=Fraction(asked["alpha"]) / _HUNDRED,
        power=Fraction(asked["power"]) / _HUNDRED,
    )
