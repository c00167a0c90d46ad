"""What to do: one of five words, the arm it speaks of, why in one sentence, and the money at stake."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from merit.experiments.effect import Effect, Span
from merit.experiments.experiment import Margin
from merit.experiments.reading import MetricReading, Reading

DAYS_OF_A_MONTH = 365.2425 / 12


class Advice(StrEnum):
    """What a manager should do."""

    MEND = "mend"
    """The split is broken: find out why and start again."""
    ADOPT = "adopt"
    KEEP_RUNNING = "keep_running"
    STOP = "stop"
    NO_DIFFERENCE = "no_difference"
    """None that matters: choose by cost or taste."""


DECISIONS = (Advice.ADOPT, Advice.KEEP_RUNNING, Advice.STOP, Advice.NO_DIFFERENCE)
"""What people may decide; a broken split is no decision."""


class Reason(StrEnum):
    """Why; each has a sentence `experiments.because_<reason>`."""

    SPLIT_BROKEN = "split_broken"
    BETTER = "better"
    """The interval is above zero and no guardrail is at risk."""
    TOO_FEW_UNITS = "too_few_units"
    NOT_OVER = "not_over"
    """To be read once after the end, which has not come."""
    STILL_OPEN = "still_open"
    GUARDRAIL_OPEN = "guardrail_open"
    """Better, but a guardrail may still have been harmed."""
    GUARDRAIL_HARMED = "guardrail_harmed"
    WORSE = "worse"
    TOO_SMALL = "too_small"
    """The interval lies within the smallest effect worth having."""
    NOT_SHOWN = "not_shown"
    """Over, and the effect is neither shown nor ruled out."""


class GuardrailState(StrEnum):
    """What the interval says about the margin of harm."""

    SAFE = "safe"
    OPEN = "open"
    HARMED = "harmed"


@dataclass(frozen=True, slots=True)
class Money:
    """Currency units a month: of the difference and of its interval; statistics, never paid."""

    each_month: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Guarded:
    """A guardrail of one arm; `worst` is the largest harm that the interval leaves open, `margin` what is harmless."""

    metric: str
    arm: str
    state: GuardrailState
    worst: float | None
    margin: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The advice about the experiment; `arm` is the one to adopt or the best so far, empty where there is none."""

    advice: Advice
    reason: Reason
    arm: str = ""
    money: Money | None = None
    guardrail: str = ""
    """The guardrail that decided."""


def verdict(reading: Reading) -> Verdict:
    """What the reading comes to."""
    if reading.split.broken:
        return Verdict(Advice.MEND, Reason.SPLIT_BROKEN)
    primary = reading.primary
    best = _best(reading, primary) if primary is not None else None
    if primary is None or best is None:
        return Verdict(Advice.KEEP_RUNNING, Reason.TOO_FEW_UNITS)
    span = _favourable(primary, reading.deciding(best))
    if span is None:
        waits = Reason.TOO_FEW_UNITS if best.always is None and not reading.is_over else Reason.NOT_OVER
        harmed = _harmed_early(reading, best)
        return harmed or Verdict(Advice.KEEP_RUNNING, waits, best.arm)
    advice, reason, guardrail = _judged(reading, primary, best, span)
    return Verdict(advice, reason, best.arm, money_of(reading, primary, best), guardrail)


def _judged(reading: Reading, primary: MetricReading, best: Effect, span: Span) -> tuple[Advice, Reason, str]:
    guards = {each.state: each.metric for each in reversed(guarded(reading)) if each.arm == best.arm}
    if GuardrailState.HARMED in guards:
        return Advice.STOP, Reason.GUARDRAIL_HARMED, guards[GuardrailState.HARMED]
    if span.below_zero:
        return Advice.STOP, Reason.WORSE, ""
    matters = margin_of(primary.metric.margin, best)
    if span.high < matters:
        return Advice.NO_DIFFERENCE, Reason.TOO_SMALL, ""
    if not span.above_zero:
        return (Advice.STOP, Reason.NOT_SHOWN, "") if reading.is_over else (Advice.KEEP_RUNNING, Reason.STILL_OPEN, "")
    if GuardrailState.OPEN in guards:
        advice = Advice.STOP if reading.is_over else Advice.KEEP_RUNNING
        return advice, Reason.GUARDRAIL_OPEN, guards[GuardrailState.OPEN]
    return Advice.ADOPT, Reason.BETTER, ""


def guarded(reading: Reading) -> list[Guarded]:
    """Every guardrail of every arm: harmless only when the interval shows it (non-inferiority)."""
    return [
        _guarded(each, effect, effect.always or reading.deciding(effect))
        for each in reading.guardrails
        for effect in each.effects
    ]


def margin_of(margin: Margin | None, effect: Effect) -> float:
    """The margin as a difference in the metric's unit; 0 without one."""
    return margin.of(effect.control.value) if margin is not None else 0.0


def money_of(reading: Reading, primary: MetricReading, effect: Effect) -> Money | None:
    """What the difference is worth a month if every unit got the arm; None where the metric's worth is not declared.

    Units of a month are those of all arms a day over the days so far.
    """
    worth = primary.metric.worth
    days = (min(reading.through, reading.experiment.end) - reading.experiment.start).days + 1
    span = reading.deciding(effect) or effect.always or effect.once
    if worth is None or days <= 0 or not isfinite(span.low):
        return None
    factor = reading.units / days * DAYS_OF_A_MONTH * float(worth) * primary.metric.sign
    ends = span.times(factor)
    return Money(effect.difference * factor, ends.low, ends.high)


def _guarded(read: MetricReading, effect: Effect, span: Span | None) -> Guarded:
    margin, toward_harm = margin_of(read.metric.margin, effect), _favourable(read, span)
    if toward_harm is None:
        return Guarded(read.metric.metric, effect.arm, GuardrailState.OPEN, None, margin)
    state = GuardrailState.OPEN
    if toward_harm.low > -margin:
        state = GuardrailState.SAFE
    elif toward_harm.high < -margin:
        state = GuardrailState.HARMED
    return Guarded(read.metric.metric, effect.arm, state, max(0.0, -toward_harm.low), margin)


def _harmed_early(reading: Reading, best: Effect) -> Verdict | None:
    """Harm is no matter of rules of reading: it stops an experiment on any day."""
    harmed = [each for each in guarded(reading) if each.state is GuardrailState.HARMED and each.arm == best.arm]
    return Verdict(Advice.STOP, Reason.GUARDRAIL_HARMED, best.arm, None, harmed[0].metric) if harmed else None


def _favourable(read: MetricReading, span: Span | None) -> Span | None:
    """The interval turned so that above zero is better."""
    return None if span is None else span.times(read.metric.sign)


def _best(reading: Reading, primary: MetricReading) -> Effect | None:
    """The arm with the best difference, one whose guardrails are not harmed before any other."""
    harmed = {each.arm for each in guarded(reading) if each.state is GuardrailState.HARMED}
    ranked = sorted(primary.effects, key=lambda each: (each.arm in harmed, -each.difference * primary.metric.sign))
    return ranked[0] if ranked else None
