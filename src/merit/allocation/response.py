"""How sales answer to spend: a curve that flattens, with an interval, read from days as they were.

Poisson pseudo-maximum likelihood of sales on the logarithm of spend (Santos Silva & Tenreyro, "The Log of Gravity",
Review of Economics and Statistics 88, 2006) with weekday, trend, special days and the demand of the day held equal;
errors robust to heteroscedasticity and to neighbouring days being alike (Newey & West 1987). Days as they were show
what goes together, not what causes what; only a test does.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy.stats import t as student

from merit.allocation.spending import Floats, SpendDays

LEVEL = 0.8
"""Of every interval here."""
FEWEST_DAYS = 56
RECENT = 28
"""Days whose mean is called today's."""
EDGES = (5, 95)
"""Percentiles of daily spend between which a curve is read."""
_LEAST_VARIATION = 0.02
_LAGS = 7
_FOLLOWS = 0.5
_STEP_DAYS = 14
_ONE_STEP = 0.75


class Unreadable(StrEnum):
    """Why no curve was read."""

    FEW_DAYS = "few_days"
    SAME_SPEND = "same_spend"
    NO_SALES = "no_sales"
    NOT_APART = "not_apart"


@dataclass(frozen=True, slots=True)
class Interval:
    """Of LEVEL."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Response:
    """sales(x) = level · (x / today) ** elasticity, between `lowest` and `highest` spend a day.

    `covariance` is that of (log level, elasticity).
    """

    unit: str
    days: int
    today: float
    lowest: float
    highest: float
    log_level: float
    elasticity: float
    covariance: tuple[tuple[float, float], tuple[float, float]]
    freedom: int
    follows_demand: bool
    """Spend went up and down with the shop's other sales: part of the response may be demand."""
    one_step: bool = False
    """Spend changed once and for all: whatever else changed then is in the curve too."""

    def sales(self, spend: float) -> float:
        """A day's."""
        return exp(self.log_level + self.elasticity * log(spend / self.today))

    def marginal(self, spend: float) -> float:
        """Sold more by one more unit spent."""
        return self.elasticity * self.sales(spend) / spend

    def slope(self, spend: float) -> tuple[float, float]:
        """How sales(spend) moves with (log level, elasticity)."""
        sold = self.sales(spend)
        return sold, sold * log(spend / self.today)

    def within(self, gradient: tuple[float, float]) -> float:
        """Standard error of what moves so with (log level, elasticity)."""
        (a, b), (_, c) = self.covariance
        x, y = gradient
        return sqrt(max(a * x * x + 2 * b * x * y + c * y * y, 0.0))

    def interval(self, middle: float, error: float) -> Interval:
        reach = reach_of(self.freedom) * error
        return Interval(middle - reach, middle, middle + reach)

    def elasticity_interval(self) -> Interval:
        return self.interval(self.elasticity, self.within((0.0, 1.0)))

    def sales_interval(self, spend: float) -> Interval:
        """Of the mean of days like these, never below nothing."""
        found = self.interval(log(self.sales(spend)), self.within((1.0, log(spend / self.today))))
        return Interval(exp(found.low), exp(found.middle), exp(found.high))

    def marginal_interval(self, spend: float) -> Interval:
        middle = self.marginal(spend)
        steep = self.sales(spend) / spend * (1 + self.elasticity * log(spend / self.today))
        return self.interval(middle, self.within((middle, steep)))


def reach_of(freedom: int) -> float:
    """How many standard errors an interval of LEVEL reaches to each side."""
    return float(student.ppf(0.5 + LEVEL / 2, freedom))


def response_of(days: SpendDays) -> Response | Unreadable:
    """The curve of attributed sales, or why there is none."""
    spent = days.spend > 0
    if int(spent.sum()) < FEWEST_DAYS or not days.spend[-RECENT:].any():
        return Unreadable.FEW_DAYS
    spend, sales = np.log(days.spend[spent]), days.sales[spent]
    if float(spend.std()) < _LEAST_VARIATION:
        return Unreadable.SAME_SPEND
    if not sales.sum() > 0:
        return Unreadable.NO_SALES
    alike = _held_equal(days)[spent]
    design = np.column_stack([spend, alike])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return Unreadable.NOT_APART
    fitted = _fitted(sales, design)
    if fitted is None:
        return Unreadable.NOT_APART
    return _response(days, design, fitted, _follows(days, spent))


def _fitted(sales: Floats, design: Floats) -> Any:
    """In units of mean sales, so that money of any size is worked out alike."""
    model = sm.GLM(sales / sales.mean(), design, family=sm.families.Poisson())
    kept = {"maxlags": _LAGS, "use_correction": True}
    try:
        fitted = model.fit(cov_type="HAC", cov_kwds=kept)
    except np.linalg.LinAlgError:
        return None
    return fitted if np.isfinite(fitted.bse).all() else None


def _response(days: SpendDays, design: Floats, fitted: Any, follows: bool) -> Response:
    spent = days.spend > 0
    recent = days.spend[-RECENT:]
    today = float(recent[recent > 0].mean())
    usual = design[-max(int((recent > 0).sum()), 1) :].copy()
    usual[:, 0] = log(today)
    sold = np.exp(usual @ fitted.params)
    gradient = sold @ usual / sold.sum()
    both = np.vstack([gradient, np.eye(len(fitted.params))[0]])
    found = both @ fitted.cov_params() @ both.T
    lowest, highest = np.percentile(days.spend[spent], EDGES)
    return Response(
        days.unit,
        int(spent.sum()),
        today,
        float(lowest),
        float(highest),
        float(np.log(sold.mean() * days.sales[spent].mean())),
        float(fitted.params[0]),
        ((float(found[0, 0]), float(found[0, 1])), (float(found[1, 0]), float(found[1, 1]))),
        len(design) - design.shape[1],
        follows,
        _is_one_step(design[:, 0]),
    )


def _held_equal(days: SpendDays) -> Floats:
    """What moves sales beside spend: a column of ones, weekdays, trend, special days, the demand of the day."""
    ordinary = [np.ones(days.days), np.linspace(-1, 1, days.days)]
    weekday = [(days.weekdays == each).astype(float) for each in range(1, 7)]
    special = np.array([bool(each) for each in days.special], dtype=float)
    demand = np.log1p(days.elsewhere)
    more = [each - each.mean() for each in (special, demand) if float(each.std()) > 1e-9]
    return np.column_stack([*ordinary, *weekday, *more])


def _follows(days: SpendDays, spent: Any) -> bool:
    """Whether spend goes with the other sales of the day, weekday and trend taken out."""
    demand = np.log1p(days.elsewhere[spent])
    if float(demand.std()) < 1e-9:
        return False
    calendar = _held_equal(days)[spent][:, :8]
    left = [_without(each, calendar) for each in (np.log(days.spend[spent]), demand)]
    return bool(np.corrcoef(left[0], left[1])[0, 1] > _FOLLOWS)


def _without(values: Floats, calendar: Floats) -> Floats:
    rest: Floats = values - calendar @ np.linalg.lstsq(calendar, values, rcond=None)[0]
    return rest


def _is_one_step(spend: Floats) -> bool:
    """Whether one day, with weeks on both sides of it, parts low spend from high spend and little else happened."""
    centred = spend - spend.mean()
    before = np.cumsum(centred)[:-1]
    at = np.arange(1, len(spend))
    explained = before**2 * (1 / at + 1 / (len(spend) - at))
    weeks = (at >= _STEP_DAYS) & (len(spend) - at >= _STEP_DAYS)
    return bool(explained[weeks].max(initial=0.0) > _ONE_STEP * float((centred**2).sum()))


def thinned(response: Response, points: int = 25) -> list[float]:
    """Spend a day at which a curve is drawn: the range seen."""
    step = (response.highest - response.lowest) / max(points - 1, 1)
    return [response.lowest + step * each for each in range(points)]
