"""Experiments and numbers for the tests, made in few words."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from merit.experiments.arm_numbers import ArmNumbers
from merit.experiments.evidence import DayEvidence, Evidence
from merit.experiments.experiment import (
    Arm,
    AssignedBy,
    Experiment,
    Margin,
    Metric,
    MetricKind,
    MetricRole,
    UnitKind,
)
from merit.kernel.explain import LineRef

LAST = date(2026, 10, 28)
PAID = Metric(
    "paid",
    MetricKind.BINARY,
    MetricRole.PRIMARY,
    "visits_paid",
    margin=Margin(Fraction(1, 100), relative=False),
    worth=Fraction(40),
    title={"zh": "支付转化率", "en": "Conversion"},
)
REFUNDED = Metric(
    "refunded", MetricKind.BINARY, MetricRole.GUARDRAIL, "refunds", True, Margin(Fraction(1, 50), relative=False)
)


def an_experiment(*shares: int, **changes) -> Experiment:
    """A test of detail pages in October, four weeks, arms old, new and further ones with shares in per cent."""
    names = ("old", "new", "other", "fourth")
    arms = tuple(Arm(name, Fraction(share, 100)) for name, share in zip(names, shares or (50, 50), strict=False))
    made = Experiment(
        experiment="page",
        title={"zh": "新详情页", "en": "New page"},
        hypothesis={"zh": "图大一些，买的人多一些", "en": "Larger pictures sell more"},
        owner="ann",
        deciders=("leader",),
        unit=UnitKind.VISITOR,
        start=date(2026, 10, 1),
        end=date(2026, 10, 29),
        arms=arms,
        control="old",
        assigned_by=AssignedBy.FILE,
        metrics=(PAID,),
        source=LineRef("experiments/page.yaml", 1),
    )
    return replace(made, **changes)


def rate(arm: str, successes: int, units: int) -> ArmNumbers:
    """A rate's numbers of an arm."""
    return ArmNumbers(arm, units, successes / units, successes * (units - successes) / units / (units - 1))


def evidence(experiment: Experiment, through: date = LAST, **metrics) -> Evidence:
    """Evidence in which each metric's arms are given; units are those of the primary metric."""
    primary = metrics[experiment.primary.metric]
    units = {each.arm: each.units for each in primary}
    return Evidence(through, units, metrics, (DayEvidence(through, units, primary),))
