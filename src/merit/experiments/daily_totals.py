"""An experiment of which only totals by day and arm are known: the same evidence, made of sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from merit.experiments.arm_numbers import Totals
from merit.experiments.evidence import Arms, DayEvidence, Evidence
from merit.experiments.experiment import Experiment, MetricKind

_NONE = Totals(0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class DayTotals:
    """One row of `experiment_daily`: the units that came in on that day, each counted once, and what they gave."""

    day: date
    arm: str
    metric: str
    totals: Totals


def evidence_of_totals(experiment: Experiment, rows: Iterable[DayTotals], through: date) -> Evidence:
    """All rows from the start up to and including that day; arms that are not declared are told and left out."""
    inside = sorted(
        (row for row in rows if experiment.start <= row.day <= through), key=lambda row: (row.day, row.metric, row.arm)
    )
    names = {each.arm for each in experiment.arms}
    unknown: dict[str, int] = {}
    for row in inside:
        if row.arm not in names:
            unknown[row.arm] = unknown.get(row.arm, 0) + 1
    known = [row for row in inside if row.arm in names]
    found = {each.metric: _arms(experiment, known, each.metric, each.kind) for each in experiment.metrics}
    primary = experiment.primary
    return Evidence(
        through=through,
        units=_units(found[primary.metric]),
        metrics=found,
        days=tuple(_each_day(experiment, known)),
        unknown_arms=unknown,
    )


def _each_day(experiment: Experiment, rows: list[DayTotals]) -> Iterator[DayEvidence]:
    primary = experiment.primary
    own = [row for row in rows if row.metric == primary.metric]
    for day in sorted({row.day for row in own}):
        arms = _arms(experiment, [row for row in own if row.day <= day], primary.metric, primary.kind)
        yield DayEvidence(day, _units(arms), arms)


def _arms(experiment: Experiment, rows: list[DayTotals], metric: str, kind: MetricKind) -> Arms:
    sums = dict.fromkeys((each.arm for each in experiment.arms), _NONE)
    for row in rows:
        if row.metric == metric:
            sums[row.arm] = sums[row.arm].plus(row.totals)
    return tuple(sums[each.arm].numbers(each.arm, kind) for each in experiment.arms)


def _units(arms: Arms) -> dict[str, int]:
    return {each.arm: each.units for each in arms}
