"""Three readings of one rate table, in exact numbers; the caller rounds once.

A band holds from its edge on. An amount below the first edge earns nothing; when the first edge is at or below zero,
its rate also holds for a negative amount, so that a month with more refunds than sales owes what it earned.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from merit.kernel.explain import Explained, Input, rule
from merit.rewards.plan.reward_plan import RateMode

Table = Sequence[tuple[Fraction, Fraction]]
ZERO = Fraction(0)


@rule("rewards.highest_band")
def highest_band(*, amount: Fraction, bands: Table) -> Fraction:
    """全额按档: the whole amount at the rate of the highest band reached; the edge belongs to the upper band."""
    rate = bands[0][1] if bands[0][0] <= 0 else ZERO
    for start, band_rate in bands:
        if start <= amount:
            rate = band_rate
    return amount * rate


@rule("rewards.marginal")
def marginal(*, amount: Fraction, bands: Table) -> Fraction:
    """超额累进: each slice of the amount at its own band's rate; continuous at every edge."""
    return marginal_value(amount, bands)


def marginal_value(amount: Fraction, bands: Table) -> Fraction:
    """The plain number behind `marginal`."""
    if amount < 0:
        return amount * (bands[0][1] if bands[0][0] <= 0 else ZERO)
    starts = [max(start, ZERO) for start, _ in bands]
    ends = [*starts[1:], max(amount, starts[-1])]
    total = ZERO
    for start, end, (_, rate) in zip(starts, ends, bands, strict=True):
        total += max(ZERO, min(amount, end) - start) * rate
    return total


@rule("rewards.interpolated")
def interpolated(*, amount: Fraction, bands: Table) -> Fraction:
    """插值: the whole amount at a rate read linearly between [amount, rate] points; outside them the end rate holds."""
    return amount * rate_between(amount, bands)


def rate_between(amount: Fraction, points: Table) -> Fraction:
    """The rate at `amount`."""
    if amount <= points[0][0]:
        return points[0][1]
    for (low, low_rate), (high, high_rate) in pairwise(points):
        if amount <= high:
            return low_rate + (high_rate - low_rate) * (amount - low) / (high - low)
    return points[-1][1]


@rule("rewards.scaled_edges")
def scaled_edges(*, bands: Table, by: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """The table with its edges multiplied: by the target when they are attainments, by a newcomer's ramp."""
    return tuple((start * by, rate) for start, rate in bands)


@rule("rewards.threshold")
def threshold_at(*, target: Fraction, above: Fraction) -> Fraction:
    """The amount above which an accelerator works."""
    return target * above


@rule("rewards.accelerated")
def accelerated(*, commission: Fraction, below: Fraction, times: Fraction) -> Fraction:
    """加速: what the table gives above the threshold counts `times`; `below` is its value at the threshold."""
    return commission + max(commission - below, ZERO) * (times - 1)


def table_value(mode: RateMode, amount: Input, bands: Input) -> Explained[Fraction]:
    """The table's value on the amount, before gates and caps."""
    match mode:
        case RateMode.HIGHEST:
            return highest_band(amount=amount, bands=bands)
        case RateMode.MARGINAL:
            return marginal(amount=amount, bands=bands)
        case RateMode.INTERPOLATED:
            return interpolated(amount=amount, bands=bands)
