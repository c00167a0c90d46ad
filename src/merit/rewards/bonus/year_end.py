"""年终奖: the product of the base and its coefficients; what leavers get is stated, never implied."""

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from merit.kernel.explain import rule
from merit.kernel.money import Money


@rule("rewards.year_end_share")
def year_end_share(*, on_duty: int, after_leaving: int, working_days: int, leavers: str) -> Fraction:
    """The share of the year, in working days, for which the bonus is paid.

    `after_leaving` are the days between leaving and the year's end, 0 for who stayed: under `full` they count as
    worked, under `pro_rata` they do not, under `none` who left gets nothing.
    """
    if not working_days or (after_leaving and leavers == "none"):
        return Fraction(0)
    counted = on_duty + (after_leaving if leavers == "full" else 0)
    return Fraction(counted, working_days)


@rule("rewards.year_end")
def year_end(
    *, base: Fraction, coefficients: Mapping[str, Fraction], share: Fraction, payout: Fraction, currency: str
) -> Money:
    """base × individual × department × company coefficient × share of the year × what gates and vetoes leave."""
    return Money.of(base * prod(coefficients.values(), start=Fraction(1)) * share * payout, currency)
