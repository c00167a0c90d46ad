"""Tax of yearly income by brackets, exact to the fen: rate of the bracket, less its quick deduction."""

from fractions import Fraction

from merit.guards.law_tables import Brackets
from merit.kernel.explain import rule
from merit.kernel.money import Money

MONTHS = 12


def tax_in_bracket(taxed: Fraction, measured: Fraction, brackets: Brackets) -> Fraction:
    """The tax on `taxed` in the bracket that `measured` reaches (its end included); never below nothing."""
    for end, rate, quick in brackets:
        if end is None or measured <= end:
            return max(Fraction(0), taxed * rate - quick)
    raise AssertionError(brackets)


@rule("guards.tax_separate")
def tax_separate(*, bonus: Money, brackets: Brackets) -> Money:
    """单独计税: a twelfth of the bonus finds the rate and the quick deduction for the whole bonus."""
    return Money.of(tax_in_bracket(bonus.units, bonus.units / MONTHS, brackets), bonus.currency)


@rule("guards.tax_merged")
def tax_merged(*, bonus: Money, income: Money, brackets: Brackets) -> Money:
    """并入综合所得: what the bonus adds to the year's tax.

    `income` is the year's other income less all deductions, below nothing when deductions are not used up.
    """
    together, alone = income.units + bonus.units, income.units
    with_bonus = Money.of(tax_in_bracket(together, together, brackets), bonus.currency)
    without = Money.of(tax_in_bracket(alone, alone, brackets), bonus.currency)
    return with_bonus - without
