"""绩效奖金: the product of the base and its coefficients, rounded once to the fen."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod

from merit.kernel.explain import rule
from merit.kernel.money import Money


@rule("rewards.bonus_base")
def bonus_base(*, parts: Sequence[tuple[Fraction, int]], months: Fraction) -> Fraction:
    """The monthly base over the period; of several spells the mean weighted by their working days."""
    days = sum(part_days for _, part_days in parts)
    if not days:
        return Fraction(0)
    return sum((base * part_days for base, part_days in parts), Fraction(0)) / days * months


@rule("rewards.times_base")
def times_base(*, base: Fraction, times: Fraction) -> Fraction:
    """The base that a trial tries: a multiple of the one in force."""
    return base * times


@rule("rewards.bonus")
def bonus(
    *, base: Fraction, coefficients: Mapping[str, Fraction], on_duty: Fraction, payout: Fraction, currency: str
) -> Money:
    """base × individual × department × company coefficient × on-duty share × the share that gates and vetoes leave."""
    return Money.of(base * prod(coefficients.values(), start=Fraction(1)) * on_duty * payout, currency)
