"""奖金包: shares proportional to weight by largest remainder; the parts equal the pool to the fen."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from merit.kernel.explain import rule
from merit.kernel.money import Money, share_out


@rule("rewards.stated_amount")
def stated_amount(*, amount: Fraction, currency: str) -> Money:
    """The amount that the plan states, in fen."""
    return Money.of(amount, currency)


@rule("rewards.nothing_to_weigh")
def nothing_to_weigh() -> Fraction:
    """Nothing measured, or not scored (on leave all period): no part in this factor."""
    return Fraction(0)


@rule("rewards.pool_weight")
def pool_weight(*, factors: Sequence[Fraction], payout: Fraction) -> Fraction:
    """The product of the factors by which the pool is shared; without factors everybody weighs 1. Never below zero."""
    weight = payout
    for factor in factors:
        weight *= max(factor, Fraction(0))
    return weight


@rule("rewards.pool_of_kpi")
def pool_of_kpi(*, value: Fraction, share: Fraction, currency: str, above: Fraction = Fraction(0)) -> Money:
    """分成: the share of what a KPI is above an amount that fills the pool; nothing when it is below."""
    return Money.of(max((value - above) * share, Fraction(0)), currency)


@rule("rewards.pool_share")
def pool_share(*, person: str, pool: Money, weights: Mapping[str, Fraction]) -> Money:
    """One member's part of the pool; ties of remainders go to the lower id."""
    return Money(share_out(pool.fen, weights)[person], pool.currency)
