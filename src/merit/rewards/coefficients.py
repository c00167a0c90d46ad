"""A coefficient, an attainment, a condition: what a KPI value means for pay."""

from collections.abc import Sequence
from fractions import Fraction

from merit.kernel.explain import rule


@rule("rewards.attainment")
def attainment(*, actual: Fraction, target: Fraction) -> Fraction:
    """Actual ÷ target; the target is above zero."""
    return actual / target


@rule("rewards.coefficient")
def coefficient(*, value: Fraction, bands: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The result of the highest band that the value reaches ("at least"); below the first band nothing."""
    return max((band for band in bands if band[0] <= value), default=(Fraction(0), Fraction(0)))[1]


@rule("rewards.grade_coefficient")
def grade_coefficient(*, grade: str, coefficients: Sequence[tuple[str, Fraction]]) -> Fraction:
    """The individual coefficient of a grade."""
    return dict(coefficients)[grade]


@rule("rewards.no_coefficient")
def no_coefficient() -> Fraction:
    """The plan has no such coefficient, or leaves it at 1 when its KPI has no value."""
    return Fraction(1)


@rule("rewards.zero_for_missing")
def zero_for_missing() -> Fraction:
    """The plan says that a KPI without a value gives nothing."""
    return Fraction(0)
