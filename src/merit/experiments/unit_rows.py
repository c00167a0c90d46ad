"""Facts unit by unit to the numbers of the arms, as they stood on every day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from merit.experiments.arm_numbers import ArmNumbers, Floats, arm_numbers
from merit.experiments.evidence import Arms, DayEvidence, Evidence, SegmentEvidence
from merit.experiments.experiment import Experiment, MetricKind

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Moves:
    """What units gave on days: `unit` is a place among the units, `day` counts from the start, below 0 before it."""

    unit: Whole
    day: Whole
    value: Floats


@dataclass(frozen=True, slots=True)
class Units:
    """`arm` is a place among the experiment's arms, `day` the day on which the unit came in, counted from the start."""

    arm: Whole
    day: Whole
    twice: int = 0
    unknown_arms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Everything about the units. `metrics`: one Moves per measure, a ratio's whole second.

    `segments`: by name, the part each unit belongs to; empty where it is not known.
    """

    units: Units
    metrics: Mapping[str, tuple[Moves, ...]]
    segments: Mapping[str, list[str]] = field(default_factory=dict)


def evidence_of(experiment: Experiment, facts: UnitFacts, through: date) -> Evidence:
    """All facts up to and including that day. What a unit did before the day on which it came in does not count."""
    last = (through - experiment.start).days
    reading = _Units(experiment, facts)
    primary = experiment.primary
    return Evidence(
        through=through,
        units=reading.counted(last),
        metrics={each.metric: reading.arms(each.metric, each.kind, last) for each in experiment.metrics},
        days=tuple(reading.each_day(primary.metric, primary.kind, last)),
        segments=tuple(reading.parts(last)),
        has_covariate=experiment.covariate_days > 0,
        twice=facts.units.twice,
        unknown_arms=facts.units.unknown_arms,
    )


@dataclass(frozen=True, slots=True)
class _Units:
    experiment: Experiment
    facts: UnitFacts

    def counted(self, last: int) -> dict[str, int]:
        inside = self.facts.units.day <= last
        counts = np.bincount(self.facts.units.arm[inside], minlength=len(self.experiment.arms))
        return {each.arm: int(counts[at]) for at, each in enumerate(self.experiment.arms)}

    def arms(self, metric: str, kind: MetricKind, last: int, only: NDArray[np.bool_] | None = None) -> Arms:
        """The numbers of every arm; `only` leaves out units."""
        given = [self._since(each, last) for each in self.facts.metrics[metric]]
        before = self._before(metric, kind) if self.experiment.covariate_days else None
        return self._numbers(kind, given, before, (self.facts.units.day <= last) & (True if only is None else only))

    def each_day(self, metric: str, kind: MetricKind, last: int) -> Iterator[DayEvidence]:
        """As one would have read it on every day from the first; what came before the start is not used here."""
        moves = [self._counting(each, last) for each in self.facts.metrics[metric]]
        totals = [np.zeros(len(self.facts.units.arm)) for _ in moves]
        for day in range(last + 1):
            for total, each in zip(totals, moves, strict=True):
                today = each.day == day
                np.add.at(total, each.unit[today], each.value[today])
            arms = self._numbers(kind, totals, None, self.facts.units.day <= day)
            yield DayEvidence(self.experiment.start + timedelta(days=day), self.counted(day), arms)

    def parts(self, last: int) -> Iterator[SegmentEvidence]:
        primary = self.experiment.primary
        for rule in self.experiment.segments:
            known = np.array(self.facts.segments.get(rule.segment, [""] * len(self.facts.units.arm)), dtype=str)
            declared = self.experiment.was_declared_before(rule)
            for value in sorted(set(known.tolist()) - {""}):
                arms = self.arms(primary.metric, primary.kind, last, known == value)
                yield SegmentEvidence(rule.segment, value, declared, arms)

    def _numbers(
        self, kind: MetricKind, given: list[Floats], before: Floats | None, inside: NDArray[np.bool_]
    ) -> tuple[ArmNumbers, ...]:
        value = (given[0] > 0).astype(np.float64) if kind is MetricKind.BINARY else given[0]
        base = given[1] if kind is MetricKind.RATIO else None
        found = []
        for at, each in enumerate(self.experiment.arms):
            chosen = inside & (self.facts.units.arm == at)
            found.append(arm_numbers(each.arm, value[chosen], _only(base, chosen), _only(before, chosen)))
        return tuple(found)

    def _before(self, metric: str, kind: MetricKind) -> Floats:
        moves = self.facts.metrics[metric][0]
        inside = (moves.day < 0) & (moves.day >= -self.experiment.covariate_days)
        found = self._summed(moves, inside)
        return (found > 0).astype(np.float64) if kind is MetricKind.BINARY else found

    def _since(self, moves: Moves, last: int) -> Floats:
        counting = self._counting(moves, last)
        return self._summed(counting, np.ones(len(counting.day), dtype=bool))

    def _counting(self, moves: Moves, last: int) -> Moves:
        """Only what came no sooner than the unit itself."""
        inside = (moves.day >= self.facts.units.day[moves.unit]) & (moves.day >= 0) & (moves.day <= last)
        return Moves(moves.unit[inside], moves.day[inside], moves.value[inside])

    def _summed(self, moves: Moves, inside: NDArray[np.bool_]) -> Floats:
        weights, units = moves.value[inside], len(self.facts.units.arm)
        return np.bincount(moves.unit[inside], weights=weights, minlength=units).astype(np.float64)


def _only(values: Floats | None, chosen: NDArray[np.bool_]) -> Floats | None:
    return None if values is None else values[chosen]
