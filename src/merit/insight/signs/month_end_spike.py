"""A spike in the last days of a period, refunded once the period is over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from merit.company import SignRules
from merit.insight.signs.chance import deviations, more_often, percent
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject
from merit.kernel.period import Period

SPIKE = 1.3
"""Orders a day of the last days ÷ the median day."""
SIGMAS = 2.0
"""The refunds speak; the spike only has to be one."""
REFUNDED = 2.0
"""Share refunded of the last days' orders ÷ that of the other days'."""
FEWEST = 10
"""Refunds after the end."""


@dataclass(frozen=True, slots=True)
class DayOfOrders:
    """Paid orders of one day of a shop or an agent, and how many were refunded within the days looked at."""

    subject: Subject
    day: date
    orders: int
    refunded: int


def month_end_signs(
    period: Period,
    days: Iterable[DayOfOrders],
    rows: Mapping[Subject, tuple[int, Sequence[Evidence]]],
    rules: SignRules,
) -> Iterator[Sign]:
    """`rows`: of each subject the orders of the last days that were refunded after the end, counted, and the first."""
    by_subject: dict[Subject, list[DayOfOrders]] = {}
    for each in days:
        by_subject.setdefault(each.subject, []).append(each)
    looks = len(by_subject) * rules.month_end_days
    for subject, listed in sorted(by_subject.items()):
        spikes = [_spike(period, listed, days) for days in range(1, rules.month_end_days + 1)]
        likely = min((each for each in spikes if each is not None), key=lambda each: each.chance, default=None)
        if likely is not None and likely.chance * looks < rules.certainty:
            yield _sign(period, subject, likely, rows.get(subject, (0, ())), likely.chance * looks)


@dataclass(frozen=True, slots=True)
class _Spike:
    last: Sequence[DayOfOrders]
    others: Sequence[DayOfOrders]
    chance: float


def _spike(period: Period, listed: Sequence[DayOfOrders], days: int) -> _Spike | None:
    """The last so many days, where they are a spike that was refunded more often than other days."""
    last = [each for each in listed if (period.end - each.day).days <= days]
    others = [each for each in listed if each not in last]
    if not last or not others or not _is_spike(last, others):
        return None
    (refunded, orders), (usual, usual_orders) = _total(last), _total(others)
    if refunded < FEWEST or refunded * usual_orders < REFUNDED * usual * orders:
        return None
    return _Spike(last, others, more_often(refunded, orders, usual, usual_orders))


def _is_spike(last: Sequence[DayOfOrders], others: Sequence[DayOfOrders]) -> bool:
    usual = [float(each.orders) for each in others]
    level = sum(each.orders for each in last) / len(last)
    middle = sorted(usual)[len(usual) // 2]
    return level >= SPIKE * middle and deviations(level, usual, middle**0.5) >= SIGMAS


def _total(days: Sequence[DayOfOrders]) -> tuple[int, int]:
    return sum(each.refunded for each in days), sum(each.orders for each in days)


def _sign(
    period: Period,
    subject: Subject,
    spike: _Spike,
    rows: tuple[int, Sequence[Evidence]],
    chance: float,
) -> Sign:
    (refunded, orders), (usual, usual_orders) = (_total(each) for each in (spike.last, spike.others))
    seen: dict[str, str | int] = {
        "days": len(spike.last),
        "orders": orders,
        "a_day": round(orders / len(spike.last)),
        "usual_a_day": round(usual_orders / len(spike.others)),
        "refunded": refunded,
        "share": percent(refunded, orders),
        "usual_share": percent(usual, usual_orders),
    }
    return Sign(
        SignKind.MONTH_END_SPIKE,
        subject,
        period,
        seen,
        tuple(rows[1]),
        max(rows[0], len(rows[1])),
        chance,
        Method.FISHER,
    )
