"""An experiment read: the split first, and only where that holds the effects, in the order in which they matter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from merit.experiments.always_valid import USUAL_UNITS, Tuning
from merit.experiments.arm_numbers import Estimate, estimate
from merit.experiments.belief import Belief, beliefs
from merit.experiments.cuped import adjusted
from merit.experiments.effect import Effect, Span, effect_of
from merit.experiments.evidence import Arms, DayEvidence, Evidence
from merit.experiments.experiment import Experiment, Metric, MetricKind, MetricRole, ReadingRule
from merit.experiments.segments import Interaction, SegmentEffect, corrected, corrected_ps, interactions
from merit.experiments.split_check import SplitCheck, check_split


@dataclass(frozen=True, slots=True)
class MetricReading:
    """One metric: effects of the arms in their order, each with its p-value corrected for how many there are.

    Corrected by Holm over the arms, of secondary metrics by Benjamini–Hochberg over all of them. `saved` is the part of
    the variance that the days before the start took out; None where they were not used.
    """

    metric: Metric
    estimates: tuple[Estimate, ...]
    effects: tuple[Effect, ...]
    corrected_ps: tuple[float, ...]
    saved: float | None = None


@dataclass(frozen=True, slots=True)
class DayReading:
    """The primary effect of every arm as one would have read it on that day, and what the split looked like."""

    day: date
    split: SplitCheck
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything there is to know on that day. With a broken split there is nothing but the split."""

    experiment: Experiment
    through: date
    split: SplitCheck
    metrics: tuple[MetricReading, ...] = ()
    days: tuple[DayReading, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    segments: tuple[SegmentEffect, ...] = ()
    interactions: tuple[Interaction, ...] = ()

    @property
    def units(self) -> int:
        """Units in all arms."""
        return sum(self.split.counted)

    @property
    def is_over(self) -> bool:
        """True when the planned last day has passed."""
        return (self.through - self.experiment.end).days >= -1

    @property
    def primary(self) -> MetricReading | None:
        """The metric that decides; None with a broken split or without numbers."""
        return next((each for each in self.metrics if each.metric.role is MetricRole.PRIMARY), None)

    @property
    def guardrails(self) -> tuple[MetricReading, ...]:
        """The metrics that must not get worse."""
        return tuple(each for each in self.metrics if each.metric.role is MetricRole.GUARDRAIL)

    def deciding(self, effect: Effect) -> Span | None:
        """The interval that decides under the experiment's rule; None while it may not be read yet."""
        if self.experiment.rule is ReadingRule.ALWAYS:
            return effect.always
        return effect.once if self.is_over else None


def read_experiment(experiment: Experiment, evidence: Evidence) -> Reading:
    """The reading of that evidence. Effects are worked out only where the split holds."""
    split = check_split(experiment.arms, evidence.units)
    empty = Reading(experiment, evidence.through, split)
    if split.broken or not sum(split.counted):
        return empty
    read = [_metric(experiment, each, evidence) for each in experiment.metrics if each.metric in evidence.metrics]
    primary = next((each for each in read if each.metric.role is MetricRole.PRIMARY), None)
    segments = _segments(experiment, evidence)
    return replace(
        empty,
        metrics=_corrected(read),
        days=tuple(_day(experiment, each) for each in evidence.days),
        beliefs=_beliefs(experiment, primary),
        segments=segments,
        interactions=interactions(segments),
    )


def tuning_of(experiment: Experiment) -> Tuning:
    """Of one comparison: tightest where control and that arm have the units that the plan gives them."""
    planned = experiment.planned_units or USUAL_UNITS * len(experiment.arms) // 2
    share = min(float(each.share) for each in experiment.others)
    control = next(float(each.share) for each in experiment.arms if each.arm == experiment.control)
    return Tuning(experiment.level, max(1, round(planned * (share + control))))


def effects_of(experiment: Experiment, metric: Metric, arms: Arms) -> tuple[Effect, ...]:
    """Each arm against the control, from numbers as they are."""
    found = [estimate(metric.kind, each) for each in arms]
    return _compared(experiment, metric, [each for each in found if each is not None])


def _compared(
    experiment: Experiment, metric: Metric, found: Sequence[Estimate], plain: bool = True
) -> tuple[Effect, ...]:
    control = next((each for each in found if each.arm == experiment.control), None)
    if control is None:
        return ()
    tuning = tuning_of(experiment)
    return tuple(effect_of(metric.kind, control, each, tuning, plain) for each in found if each is not control)


def _metric(experiment: Experiment, metric: Metric, evidence: Evidence) -> MetricReading:
    arms = evidence.metrics[metric.metric]
    plain = [(arm, one) for arm in arms if (one := estimate(metric.kind, arm)) is not None]
    estimates, saved = tuple(one for _, one in plain), None
    if evidence.has_covariate and metric.kind is not MetricKind.RATIO:
        moved = adjusted(estimates, [arm for arm, _ in plain])
        estimates, saved = moved.estimates, moved.saved
    return MetricReading(metric, estimates, _compared(experiment, metric, estimates, saved is None), (), saved)


def _corrected(read: Sequence[MetricReading]) -> tuple[MetricReading, ...]:
    secondary = [each for each in read if each.metric.role is MetricRole.SECONDARY]
    together = iter(corrected_ps([effect.p for each in secondary for effect in each.effects], "fdr_bh"))
    found = []
    for each in read:
        if each.metric.role is MetricRole.SECONDARY:
            ps = [next(together) for _ in each.effects]
        else:
            ps = corrected_ps([effect.p for effect in each.effects], "holm")
        found.append(replace(each, corrected_ps=tuple(ps)))
    return tuple(found)


def _day(experiment: Experiment, evidence: DayEvidence) -> DayReading:
    split = check_split(experiment.arms, evidence.units)
    effects = () if split.broken else effects_of(experiment, experiment.primary, evidence.primary)
    return DayReading(evidence.day, split, effects)


def _beliefs(experiment: Experiment, primary: MetricReading | None) -> tuple[Belief, ...]:
    if primary is None or len(primary.estimates) < len(experiment.arms):
        return ()
    metric = primary.metric
    # A rate with its noise taken out is no count of successes any more, so it is taken as normal.
    kind = MetricKind.MEAN if primary.saved is not None else metric.kind
    return tuple(beliefs(kind, primary.estimates, experiment.prior, metric.lower_is_better))


def _segments(experiment: Experiment, evidence: Evidence) -> tuple[SegmentEffect, ...]:
    return corrected(
        SegmentEffect(part.segment, part.value, effect, part.declared, 1.0)
        for part in evidence.segments
        for effect in effects_of(experiment, experiment.primary, part.primary)
    )
