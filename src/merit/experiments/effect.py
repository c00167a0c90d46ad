"""The difference between an arm and the control, with the interval of a reading once and the always-valid one."""

from dataclasses import dataclass
from math import hypot, sqrt

from scipy.stats import t, ttest_ind_from_stats
from statsmodels.stats.proportion import proportions_ztest

from merit.experiments.always_valid import FEWEST_OF_A_KIND, FEWEST_UNITS, Tuning, always_valid_p, half_width
from merit.experiments.arm_numbers import Estimate
from merit.experiments.experiment import MetricKind
from merit.insight.rate_interval import newcombe


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both in the metric's own unit."""

    low: float
    high: float

    @property
    def above_zero(self) -> bool:
        """True when even the low end is above zero."""
        return self.low > 0

    @property
    def below_zero(self) -> bool:
        """True when even the high end is below zero."""
        return self.high < 0

    def times(self, factor: float) -> "Span":
        """Scaled; a factor below zero turns it round."""
        ends = (self.low * factor, self.high * factor)
        return Span(min(ends), max(ends))


@dataclass(frozen=True, slots=True)
class Effect:
    """Arm − control. `p` is of the test read once, `always_p` holds at every moment; `always` is None for few units."""

    arm: str
    control: Estimate
    treated: Estimate
    difference: float
    once: Span
    p: float
    always: Span | None
    always_p: float

    @property
    def relative(self) -> float | None:
        """The difference as a part of the control's value; None where that is zero."""
        return self.difference / abs(self.control.value) if self.control.value else None


def effect_of(kind: MetricKind, control: Estimate, treated: Estimate, tuning: Tuning, plain: bool = True) -> Effect:
    """Compare. A rate as counted (`plain`) by the z test and Newcombe's interval, all else by Welch's test.

    Where both arms together have fewer than two units, or nothing varies at all, the p-values are 1 and 0 in turn.
    """
    if kind is MetricKind.BINARY and plain:
        once, p = _of_rates(control, treated, tuning.alpha)
    else:
        once, p = _of_means(control, treated, tuning.alpha)
    difference, error = treated.value - control.value, hypot(control.error, treated.error)
    units = control.units + treated.units
    always, always_p = None, 1.0
    if enough(kind, control) and enough(kind, treated):
        half = half_width(error, units, tuning)
        always = Span(difference - half, difference + half)
        always_p = always_valid_p(difference, error, units, tuning)
    return Effect(treated.arm, control, treated, difference, once, p, always, always_p)


def enough(kind: MetricKind, one: Estimate) -> bool:
    """True when the arm has the units that the always-valid interval needs."""
    if one.units < FEWEST_UNITS:
        return False
    if kind is not MetricKind.BINARY:
        return one.variance > 0
    return FEWEST_OF_A_KIND <= one.value * one.units <= one.units - FEWEST_OF_A_KIND


def _of_rates(control: Estimate, treated: Estimate, alpha: float) -> tuple[Span, float]:
    """The z test with the pooled rate (which is Pearson's chi-square); the interval of R. Newcombe (1998)."""
    now, then = (
        (round(treated.value * treated.units), treated.units),
        (round(control.value * control.units), control.units),
    )
    found = newcombe(now, then, 1 - alpha)
    if now[0] + then[0] in (0, now[1] + then[1]):
        return Span(found.low, found.high), 1.0
    _, p = proportions_ztest((now[0], then[0]), (now[1], then[1]))
    return Span(found.low, found.high), float(p)


def _of_means(control: Estimate, treated: Estimate, alpha: float) -> tuple[Span, float]:
    """B. Welch (1947), degrees of freedom by F. Satterthwaite (1946)."""
    difference = treated.value - control.value
    one, other = treated.variance / treated.units, control.variance / control.units
    if one + other == 0 or min(treated.units, control.units) < 2:
        return Span(-float("inf"), float("inf")), 1.0
    freedom = (one + other) ** 2 / (one**2 / (treated.units - 1) + other**2 / (control.units - 1))
    half = float(t.ppf(1 - alpha / 2, freedom)) * sqrt(one + other)
    tested = ttest_ind_from_stats(
        *(treated.value, sqrt(treated.variance), treated.units),
        *(control.value, sqrt(control.variance), control.units),
        equal_var=False,
    )
    return Span(difference - half, difference + half), float(tested.pvalue)
