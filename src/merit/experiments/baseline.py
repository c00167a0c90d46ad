"""The metric before the experiment: from history unit by unit, or as the file expects it."""

from collections.abc import Sequence

from merit.experiments.arm_numbers import Floats, arm_numbers, estimate
from merit.experiments.experiment import Experiment, MetricKind
from merit.experiments.sample_size import Baseline


def expected_baseline(experiment: Experiment) -> Baseline | None:
    """What the file expects; None where it says nothing, or no deviation where one is needed."""
    expected, kind = experiment.expected, experiment.primary.kind
    if expected is None or (expected.deviation is None and kind is not MetricKind.BINARY):
        return None
    value = float(expected.value)
    variance = value * (1 - value) if kind is MetricKind.BINARY else float(expected.deviation or 0) ** 2
    return Baseline(value, variance, float(expected.units_per_day))


def history_baseline(kind: MetricKind, given: Sequence[Floats], days: int) -> Baseline | None:
    """What the units of so many days gave, one value per unit (of a ratio, part and whole); None without any unit.

    The days should be as many as the experiment is to last: in four weeks fewer people come than four times those of
    one week, for some of them come again.
    """
    if not given or not len(given[0]) or days <= 0:
        return None
    value = (given[0] > 0).astype(float) if kind is MetricKind.BINARY else given[0]
    found = estimate(kind, arm_numbers("", value, given[1] if kind is MetricKind.RATIO else None))
    return None if found is None else Baseline(found.value, found.variance, found.units / days)
