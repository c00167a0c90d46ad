"""提成 in its fixed order: table → accelerator → gate → multiplier → kickers → cap → payable limit, rounded once."""

from fractions import Fraction

from merit.kernel.explain import rule
from merit.kernel.money import Money
from merit.scores.total.total import compares

ZERO = Fraction(0)


@rule("rewards.base_of_spells")
def base_of_spells(*, parts: tuple[Fraction, ...]) -> Fraction:
    """The base over the days on which the plan was the person's own."""
    return sum(parts, ZERO)


@rule("rewards.base_less_refunds")
def base_less_refunds(*, base: Fraction, refunded: Fraction) -> Fraction:
    """The amount at which the table is read when refunds also lower attainment; never below zero through refunds."""
    return max(base - refunded, min(base, ZERO))


@rule("rewards.at_lower_rate")
def at_lower_rate(*, value: Fraction, read_at: Fraction, base: Fraction) -> Fraction:
    """The whole base at the average rate of the lowered amount; the refunded part is clawed back at the same rate."""
    return value / read_at * base if read_at else ZERO


@rule("rewards.by_line")
def by_line(*, lines: tuple[Fraction, ...]) -> Fraction:
    """The table applied to each sold line by itself, summed."""
    return sum(lines, ZERO)


@rule("rewards.gate")
def gate(*, commission: Fraction, value: Fraction, comparison: str, threshold: Fraction, keeps: Fraction) -> Fraction:
    """前置条件: unless met only the share `keeps` is left; what is owed back (below zero) stays owed."""
    if compares(value, comparison, threshold) or commission < 0:
        return commission
    return commission * keeps


@rule("rewards.multiplied")
def multiplied(*, commission: Fraction, coefficient: Fraction) -> Fraction:
    """A multiplier on the commission earned; what is owed back stays as it is."""
    return commission * coefficient if commission > 0 else commission


@rule("rewards.kicker_times")
def kicker_times(
    *, commission: Fraction, value: Fraction, comparison: str, threshold: Fraction, times: Fraction
) -> Fraction:
    """加码奖: when the condition is met, the commission is multiplied."""
    met = compares(value, comparison, threshold)
    return commission * times if met and commission > 0 else commission


@rule("rewards.kicker_add")
def kicker_add(
    *, commission: Fraction, value: Fraction, comparison: str, threshold: Fraction, add: Fraction
) -> Fraction:
    """加码奖: when the condition is met, an amount comes on top."""
    return commission + add if compares(value, comparison, threshold) else commission


@rule("rewards.cap")
def cap(*, commission: Fraction, cap: Fraction) -> Fraction:
    """封顶; the uncapped amount stands beside it as the input."""
    return min(commission, cap)


@rule("rewards.veto")
def veto(*, earned: Money, leaves: Fraction) -> Money:
    """一票否决: what a veto that names this reward takes off the period's commission."""
    return Money.of(min(leaves - 1, ZERO) * max(earned.units, ZERO), earned.currency)


@rule("rewards.commission")
def commission(*, total: Fraction, earlier: Money) -> Money:
    """The value on the total to date, rounded to the fen, less what sealed periods of the same span paid."""
    return Money.of(total, earlier.currency) - earlier


@rule("rewards.floor")
def floor(*, earned: Money, floor: Fraction, leaves: Fraction) -> Money:
    """保底: what lifts the commission to the floor, as far as a veto leaves it."""
    lift = Money.of(floor, earned.currency).fen - max(earned.fen, 0)
    return Money.of(max(Fraction(lift, 100), ZERO) * leaves, earned.currency)


@rule("rewards.period_rate")
def period_rate(*, total: Fraction, earlier: Money, base: Fraction) -> Fraction:
    """The rate of one line under tiers: the period's commission ÷ the period's base; 0 where either is not above 0."""
    return max(total - earlier.units, ZERO) / base if base > 0 else ZERO


@rule("rewards.line_commission")
def line_commission(*, amount: Fraction, rate: Fraction) -> Fraction:
    """The computed commission of one sold line: its amount at the period's commission ÷ the period's base."""
    return amount * rate


@rule("rewards.taken_back")
def taken_back(*, lines: tuple[Fraction, ...]) -> Fraction:
    """What of the sold lines was refunded at the person's expense, up to the end of the period."""
    return sum(lines, ZERO)


@rule("rewards.line_minimum")
def line_minimum(*, lines: tuple[Fraction, ...], minimum: Fraction, leaves: Fraction, currency: str) -> Money:
    """What lifts each sold line's computed commission to the minimum; a later refund does not take the lift back."""
    return Money.of(sum((max(minimum - each, ZERO) for each in lines), ZERO) * leaves, currency)


@rule("rewards.override")
def override(*, base: Fraction, rate: Fraction, currency: str) -> Money:
    """管理提成: the leader's indirect commission on what the team's members were credited with, reported apart."""
    return Money.of(base * rate, currency)
