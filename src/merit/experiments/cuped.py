"""CUPED: what a unit did before the start takes out the part of its noise that it brought along.

A. Deng, Y. Xu, R. Kohavi, T. Walker, "Improving the Sensitivity of Online Controlled Experiments by Utilizing
Pre-Experiment Data", WSDM 2013, equations 3 to 5: Y − θ (X − E X) with θ = cov(Y, X) ÷ var(X).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from merit.experiments.arm_numbers import ArmNumbers, Estimate


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Estimates with the noise taken out; `saved` is the part of the variance that went, from 0 to 1."""

    estimates: tuple[Estimate, ...]
    saved: float


def slope_of(estimates: Sequence[Estimate], arms: Sequence[ArmNumbers]) -> float:
    """θ over the units of all arms together; 0 where nothing varied before."""
    units = sum(each.units for each in arms)
    if not units:
        return 0.0
    value = sum(each.value * each.units for each in estimates) / units
    before = sum(each.before_mean * each.units for each in arms) / units
    varied = together = 0.0
    for one, arm in zip(estimates, arms, strict=True):
        off = arm.before_mean - before
        varied += arm.before_variance * (arm.units - 1) + arm.units * off * off
        together += arm.before_covariance * (arm.units - 1) + arm.units * off * (one.value - value)
    return together / varied if varied > 0 else 0.0


def adjusted(estimates: Sequence[Estimate], arms: Sequence[ArmNumbers]) -> Adjusted:
    """The estimates of a rate or a mean, moved to what they would be if all arms had been alike before the start.

    `estimates` and `arms` are of the same arms in the same order.
    """
    slope, units = slope_of(estimates, arms), sum(each.units for each in arms)
    before = sum(each.before_mean * each.units for each in arms) / units if units else 0.0
    found = tuple(_moved(one, arm, slope, before) for one, arm in zip(estimates, arms, strict=True))
    had = sum(each.variance * each.units for each in estimates)
    left = sum(each.variance * each.units for each in found)
    return Adjusted(found, 1 - left / had if had > 0 else 0.0)


def _moved(one: Estimate, arm: ArmNumbers, slope: float, before: float) -> Estimate:
    less = one.variance - 2 * slope * arm.before_covariance + slope * slope * arm.before_variance
    return replace(one, value=one.value - slope * (arm.before_mean - before), variance=max(less, 0.0))
