"""The forecast of a KPI for nodes over a period: what has come in, what may still come, and how likely a target is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from merit.catalogue.kpi import Direction
from merit.forecast.distribution import Distribution, attainment, certain, distribution_of
from merit.forecast.engine import Sums, forecast_sums, known_of
from merit.forecast.history import Days, Histories, History
from merit.forecast.joint import joint_samples, seed_of
from merit.forecast.levels import DAILY
from merit.forecast.past_errors import Window
from merit.forecast.spread import LEVELS
from merit.forecast.step_factors import Pattern
from merit.forecast.trade_calendar import ORDINARY, TradeCalendar
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal

FEWEST_DAYS = 28
"""Of history, below which nothing is forecast."""
MOST_DAYS = 3 * 366
"""Days of history that are looked at."""
FARTHEST = 400
"""Days after the history that a period may end."""
BORROWS_BELOW = 0.9


@dataclass(frozen=True, slots=True)
class KpiForecast:
    """Estimates of one node; `today` is the last day whose facts are in, and counts as passed."""

    kpi: str
    node: Node
    period: Period
    today: date
    already: Fraction
    """What the days passed came to; of a ratio its value so far, 0 without any."""
    distribution: Distribution
    """Of the whole period, what is in already included."""
    daily: tuple[float, ...]
    """What is expected of each day left that lies in the period; empty for a ratio."""
    days_of_history: int
    borrowed_from: tuple[Node, ...]
    """The peers whose level and spread were lent to a short history; empty where the node speaks for itself."""
    unseen: tuple[str, ...]
    """Special days ahead (`TradeCalendar.kinds`) that no history shows; the forecast takes them for ordinary ones."""

    def probability(self, target: Fraction, direction: Direction = Direction.UP) -> int:
        """How likely the target is reached, in tenths of a per cent (1 to 999)."""
        return attainment(self.distribution, target, direction)


def forecast_kpi(
    histories: Histories, calendar: TradeCalendar, period: Period, library: bool = True
) -> dict[Node, KpiForecast]:
    """Of every node of the histories; they learn from each other, so give peers along.

    `library`: ask the library's models too (see `engine.known_of`); a few figures then differ a little.

    Raises ConflictRefusal for a history below FEWEST_DAYS or a period that ends too far ahead.
    """
    _check(histories, period)
    today = histories.span.last
    ahead = period.overlap(histories.span.end, None)
    days = _Days(histories, calendar, ahead, library)
    parts = _forecast(days, [row.part for row in histories.rows])
    shares = [row.whole for row in histories.rows if row.whole is not None]
    wholes = _forecast(days, shares) if shares else None
    unseen = _unseen(histories, calendar, ahead)
    found = {}
    for at, row in enumerate(histories.rows):
        part = _Side(_passed(row.part, histories, period), parts, at, row.part)
        whole = _Side(_passed(row.whole, histories, period), wholes, at, row.whole) if row.whole is not None else None
        distribution, already = _ratio(part, whole) if whole else (part.distribution, part.passed)
        found[row.node] = KpiForecast(
            kpi=histories.kpi,
            node=row.node,
            period=period,
            today=today,
            already=already,
            distribution=distribution,
            daily=() if whole or parts is None else tuple(float(each) for each in parts.steps[at]),
            days_of_history=_days(row),
            borrowed_from=_lenders(histories, parts, at),
            unseen=unseen,
        )
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """What is in, and what may still come: row `at` of `sums`; None when the period has passed."""

    passed: Fraction
    sums: Sums | None
    at: int
    history: Days

    @property
    def distribution(self) -> Distribution:
        if self.sums is None:
            return certain(float(self.passed))
        return distribution_of(LEVELS.tolist(), self.sums.quantiles[self.at].tolist()).plus(float(self.passed))


@dataclass(frozen=True, slots=True)
class _Days:
    """What is asked of every side. `ahead` is what is left of the period, None when it has passed."""

    histories: Histories
    calendar: TradeCalendar
    ahead: Period | None
    library: bool


def _forecast(days: _Days, rows: Sequence[Days]) -> Sums | None:
    if days.ahead is None:
        return None
    values = np.array([[float(value) for value in row] for row in rows])
    span = days.histories.span
    pattern = day_pattern(days.calendar, Period(span.start, days.ahead.end))
    window = Window((days.ahead.start - span.end).days, days.ahead.length)
    return forecast_sums(known_of(values, pattern, DAILY, days.library), window)


def day_pattern(calendar: TradeCalendar, days: Period) -> Pattern:
    """Weekday and kind of every day."""
    kinds = calendar.kinds(days.days())
    number = {ORDINARY: 0} | {kind: at + 1 for at, kind in enumerate(sorted(set(kinds) - {ORDINARY}))}
    return Pattern(
        cycle=np.array([day.weekday() for day in days.days()]),
        kind=np.array([number[kind] for kind in kinds]),
        exposure=np.ones(days.length),
        reach=14,
    )


def _passed(values: Days, histories: Histories, period: Period) -> Fraction:
    days = zip(histories.span.days(), values, strict=True)
    return sum((value for day, value in days if day in period), Fraction(0))


def _ratio(part: _Side, whole: _Side) -> tuple[Distribution, Fraction]:
    """Part and whole may err together, so the ratio is taken sample by sample."""
    already = part.passed / whole.passed if whole.passed else Fraction(0)
    if part.sums is None or whole.sums is None:
        return certain(float(already)), already
    quantiles = np.stack([part.sums.quantiles[part.at], whole.sums.quantiles[whole.at]])
    errors = np.stack([part.sums.errors[part.at], whole.sums.errors[whole.at]])
    drawn = joint_samples(quantiles, LEVELS, errors, seed_of((*part.history, *whole.history)))
    top, bottom = drawn[0] + float(part.passed), drawn[1] + float(whole.passed)
    ratios = top[bottom > 0] / bottom[bottom > 0]
    if not len(ratios):
        return certain(float(already)), already
    return distribution_of(LEVELS.tolist(), np.quantile(ratios, LEVELS).tolist()), already


def _lenders(histories: Histories, parts: Sums | None, at: int) -> tuple[Node, ...]:
    if parts is None or parts.own[at] >= BORROWS_BELOW:
        return ()
    return tuple(row.node for index, row in enumerate(histories.rows) if parts.own[index] >= 1)


def _unseen(histories: Histories, calendar: TradeCalendar, ahead: Period | None) -> tuple[str, ...]:
    if ahead is None:
        return ()
    return tuple(sorted(set(calendar.kinds(ahead.days())) - set(calendar.kinds(histories.span.days())) - {ORDINARY}))


def _check(histories: Histories, period: Period) -> None:
    if not any(_days(row) >= FEWEST_DAYS for row in histories.rows):
        raise ConflictRefusal("forecast.too_little_history", kpi=histories.kpi, days=FEWEST_DAYS)
    if period.end > histories.span.end + timedelta(days=FARTHEST):
        raise ConflictRefusal("forecast.too_far", period=str(period), today=str(histories.span.last), days=FARTHEST)


def _days(row: History) -> int:
    """Since the first day that brought anything."""
    return len(row.part) - next((at for at, value in enumerate(row.part) if value), len(row.part))
