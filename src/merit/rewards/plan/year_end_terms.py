"""年终奖: months of pay or an amount a year, times coefficients; what leavers get is always stated."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.kernel.breakpoints import Breakpoints
from merit.rewards.plan.coefficient_table import CoefficientTable


class Leavers(StrEnum):
    """What somebody gets of a year-end bonus who left before the year was over."""

    PRO_RATA = "pro_rata"
    NONE = "none"
    FULL = "full"
    """As if they had stayed to the last day."""


class MonthlyPay(StrEnum):
    """What a year-end bonus counts months of."""

    WAGE = "wage"
    BONUS_BASE = "bonus_base"


@dataclass(frozen=True, slots=True)
class YearEndTerms:
    """年终奖: months of pay, or an amount a year, × coefficients × the share of the year on duty."""

    months: Fraction | None = None
    of: MonthlyPay = MonthlyPay.WAGE
    base: Fraction | None = None
    """Instead of months: an amount for a whole year."""
    grades: tuple[tuple[str, Fraction], ...] = ()
    scores: Breakpoints = ()
    """Without grades and scores the individual coefficient is 1 and no scorecard is asked for."""
    department: CoefficientTable | None = None
    company: CoefficientTable | None = None
    leavers: Leavers = Leavers.PRO_RATA
