"""How many units and days an experiment needs, asked before it starts.

Rates: J. Fleiss, "Statistical Methods for Rates and Proportions" (the formula of R's power.prop.test); means and
ratios: the non-central t distribution (R's power.t.test, here of arms that may differ in size).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, isnan, sqrt

from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from merit.experiments.always_valid import Tuning, half_width
from merit.experiments.experiment import Experiment, MetricKind, ReadingRule

DAYS_OF_A_WEEK = 7
MOST_UNITS = 10**10
_FEWEST = 2.0
_NEARLY_NORMAL = 100_000.0
"""Units from which on the t distribution is taken as normal: its own power is slow there and no different."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The metric as it is now: its value, the variance of one unit, and how many units come each day (all arms)."""

    value: float
    variance: float
    units_per_day: float


@dataclass(frozen=True, slots=True)
class Needed:
    """Units of each arm, in the order of the arms, and the days for all of them, in whole weeks.

    `days` is None where no unit ever comes. `detectable` is what the planned days can show with that power.
    """

    units: tuple[int, ...]
    days: int | None
    detectable: float | None

    @property
    def total(self) -> int:
        """Units of all arms."""
        return sum(self.units)


def needed_units(experiment: Experiment, baseline: Baseline, effect: float) -> Needed | None:
    """What it takes to see `effect`, a difference in the metric's unit, in every arm; None where no number is enough.

    Whole weeks, because a Saturday buys otherwise than a Tuesday. Read by the always-valid interval it takes about
    twice as many: the figure is for a reading at its last unit, and most effects show themselves sooner.
    """
    asked = _Asked(experiment, baseline)
    control = asked.control_units(abs(effect))
    if control is None:
        return None
    share = asked.control_share
    units = tuple(ceil(control * float(each.share) / share - 1e-9) for each in experiment.arms)
    each_day = baseline.units_per_day
    days = ceil(ceil(sum(units) / each_day) / DAYS_OF_A_WEEK) * DAYS_OF_A_WEEK if each_day > 0 else None
    return Needed(units, days, asked.detectable((experiment.end - experiment.start).days))


@dataclass(frozen=True, slots=True)
class _Asked:
    experiment: Experiment
    baseline: Baseline

    @property
    def control_share(self) -> float:
        return next(float(each.share) for each in self.experiment.arms if each.arm == self.experiment.control)

    @property
    def ratio(self) -> float:
        """Units of the smallest other arm for one of the control."""
        return min(float(each.share) for each in self.experiment.others) / self.control_share

    def control_units(self, effect: float) -> float | None:
        possible = (
            0 < self._rate(effect) < 1 and 0 < self.baseline.value < 1 if self._binary else self.baseline.variance > 0
        )
        if effect <= 0 or not possible:
            return None
        return _least(lambda units: self._short(effect, units))

    def detectable(self, days: int) -> float | None:
        """The smallest effect that the planned days show."""
        units = self.baseline.units_per_day * days * self.control_share
        most = self._most()
        if units * min(1.0, self.ratio) < _FEWEST or most <= 0 or self._short(most, units) < 0:
            return None
        return float(brentq(self._short, most * 1e-9, most, args=(units,)))

    def _short(self, effect: float, units: float) -> float:
        return self.power(effect, units) - float(self.experiment.power)

    def power(self, effect: float, units: float) -> float:
        """Of a test with so many units in the control arm."""
        level = self.level
        if self._binary:
            rate = self.baseline.value
            treated, per_treated = units * self.ratio, 1 / self.ratio
            found = power_proportions_2indep(
                self._rate(effect) - rate, rate, treated, ratio=per_treated, alpha=level, return_results=False
            )
            return float(found)
        size = effect / sqrt(self.baseline.variance)
        test = TTestIndPower() if units < _NEARLY_NORMAL else NormalIndPower()
        found = float(test.power(size, units, level, ratio=self.ratio))
        return 1.0 if isnan(found) else found  # the library gives up where nothing could be missed any more

    @property
    def level(self) -> float:
        """Of the always-valid interval, the level of the test that is as strict as it is where it is tightest."""
        level = self.experiment.level
        if self.experiment.rule is ReadingRule.ONCE:
            return level
        tuned = Tuning(level)
        return float(2 * norm.sf(half_width(1.0, tuned.units, tuned)))

    @property
    def _binary(self) -> bool:
        return self.experiment.primary.kind is MetricKind.BINARY

    def _rate(self, effect: float) -> float:
        """The rate to be told from the baseline: towards the better side, or away from it where there is no room."""
        value, sign = self.baseline.value, self.experiment.primary.sign
        return value + sign * effect if 0 < value + sign * effect < 1 else value - sign * effect

    def _most(self) -> float:
        if not self._binary:
            return 10 * sqrt(self.baseline.variance)
        return max(self.baseline.value, 1 - self.baseline.value) * (1 - 1e-9) if 0 < self.baseline.value < 1 else 0.0


def _least(short: Callable[[float], float]) -> float | None:
    """The number of units at which nothing is missing any more."""
    high = _FEWEST
    while short(high) < 0:
        high *= 2
        if high > MOST_UNITS:
            return None
    return high if high == _FEWEST else float(brentq(short, high / 2, high, xtol=1e-6))
