"""A verdict as codes of sentences with their gaps filled: what to do, why, and the money at stake."""

from math import isfinite

from merit.experiments.effect import Effect
from merit.experiments.experiment import Arm, Experiment, Metric, MetricKind
from merit.experiments.reading import Reading
from merit.experiments.verdict import Advice, Money, Reason, Verdict, guarded, margin_of

Told = tuple[str, dict[str, str | int]]
"""A code and what fills its gaps."""

ADVICE = {
    Advice.MEND: "experiments.mend",
    Advice.ADOPT: "experiments.adopt",
    Advice.KEEP_RUNNING: "experiments.keep_running",
    Advice.STOP: "experiments.stop",
    Advice.NO_DIFFERENCE: "experiments.no_difference",
}
BECAUSE = {
    Reason.SPLIT_BROKEN: "experiments.because_split_broken",
    Reason.BETTER: "experiments.because_better",
    Reason.TOO_FEW_UNITS: "experiments.because_too_few_units",
    Reason.NOT_OVER: "experiments.because_not_over",
    Reason.STILL_OPEN: "experiments.because_still_open",
    Reason.GUARDRAIL_OPEN: "experiments.because_guardrail_open",
    Reason.GUARDRAIL_HARMED: "experiments.because_guardrail_harmed",
    Reason.WORSE: "experiments.because_worse",
    Reason.TOO_SMALL: "experiments.because_too_small",
    Reason.NOT_SHOWN: "experiments.because_not_shown",
}
MONEY = "experiments.money"
CAUSES = (
    "experiments.cause_code",
    "experiments.cause_counted_late",
    "experiments.cause_robots",
    "experiments.cause_changed",
    "experiments.cause_log",
)
"""What most often breaks a split, in the order in which to look."""


def advice_told(reading: Reading, found: Verdict, language: str) -> Told:
    """What to do, in one short sentence."""
    return ADVICE[found.advice], {"arm": arm_title(reading.experiment, found.arm, language)}


def reason_told(reading: Reading, found: Verdict, language: str) -> Told:
    """Why, in one sentence."""
    experiment, primary = reading.experiment, reading.primary
    gaps: dict[str, str | int] = {
        "arm": arm_title(experiment, found.arm, language),
        "metric": metric_title(experiment.primary, language),
        "guardrail": _guardrail_title(experiment, found.guardrail, language),
        "units": reading.units,
        "last": str(experiment.last_day),
        "p": f"{reading.split.p:.2g}",
        "split": " : ".join(str(each) for each in reading.split.counted),
        "promised": " : ".join(f"{float(each.share) * 100:g}%" for each in experiment.arms),
        **dict.fromkeys(("effect", "low", "high", "matters", "worst", "margin"), "-"),
    }
    effect = next((each for each in primary.effects if each.arm == found.arm), None) if primary else None
    if effect is not None:
        gaps |= _effect_gaps(reading, effect, found)
    return BECAUSE[found.reason], gaps


def money_told(money: Money, currency: str) -> Told:
    """What it is worth a month."""
    each = {name: f"{getattr(money, name):,.0f}".replace("-", "−") for name in ("each_month", "low", "high")}
    return MONEY, {**each, "currency": currency}


def arm_title(experiment: Experiment, arm: str, language: str) -> str:
    """The arm in that language, else its id."""
    found: Arm | None = next((each for each in experiment.arms if each.arm == arm), None)
    return (found.title.get(language) or arm) if found is not None else arm


def metric_title(metric: Metric, language: str) -> str:
    """The metric in that language, else its id."""
    return metric.title.get(language) or metric.metric


def figure(metric: Metric, value: float, signed: bool = False) -> str:
    """A value or a difference of the metric: of a rate in per cent (a difference in percentage points)."""
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value * 100:+,.2f}%" if metric.kind is MetricKind.BINARY else f"{value:+,.4g}"
    return (text if signed else text.removeprefix("+")).replace("-", "−")


def chance_text(p: float) -> str:
    """A p-value to four places; what is smaller is said to be smaller, for no chance is nought."""
    return "<0.0001" if p < 0.0001 else f"{p:.4f}"


def _effect_gaps(reading: Reading, effect: Effect, found: Verdict) -> dict[str, str | int]:
    metric = reading.experiment.primary
    span = reading.deciding(effect) or effect.always or effect.once
    harmed = next((each for each in guarded(reading) if (each.metric, each.arm) == (found.guardrail, effect.arm)), None)
    gaps: dict[str, str | int] = {
        "effect": figure(metric, effect.difference, signed=True),
        "low": figure(metric, span.low, signed=True),
        "high": figure(metric, span.high, signed=True),
        "matters": figure(metric, margin_of(metric.margin, effect)),
    }
    if harmed is not None:
        of = next(each for each in reading.experiment.metrics if each.metric == harmed.metric)
        gaps |= {"margin": figure(of, harmed.margin), "worst": figure(of, harmed.worst or 0.0)}
    return gaps


def _guardrail_title(experiment: Experiment, name: str, language: str) -> str:
    found = next((each for each in experiment.metrics if each.metric == name), None)
    return metric_title(found, language) if found is not None else name
