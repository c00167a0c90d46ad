"""Intervals that hold at every moment together, so that looking every day deceives nobody."""

from dataclasses import dataclass
from math import exp, inf, log, sqrt

USUAL_UNITS = 5_000
"""Where the interval is tightest when no plan says how many units there will be."""
FEWEST_UNITS = 100
"""In each arm: before that the approximation by a normal distribution does not hold, and nothing is shown."""
FEWEST_OF_A_KIND = 10
"""Of a rate, so many successes and so many failures in each arm, for the same reason."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """Alpha of the interval and the number of units, of both arms together, at which it is tightest.

    Both are fixed before the start: chosen afterwards they would deceive.
    """

    alpha: float
    units: int = USUAL_UNITS

    @property
    def rho_squared(self) -> float:
        """ρ² = (−2 log α + log(−2 log α + 1)) ÷ t*, from Waudby-Smith and others, appendix B.2."""
        spent = -2 * log(self.alpha)
        return (spent + log(spent + 1)) / self.units


def half_width(error: float, units: int, tuning: Tuning) -> float:
    """Half of the always-valid interval of an estimate with that standard error after so many units.

    The asymptotic confidence sequence of I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy, A. Ramdas, "Time-uniform
    central limit theory and asymptotic confidence sequences", Annals of Statistics 52 (2024), theorem 2.2: the normal
    mixture of H. Robbins (1970), in S. Howard and others, Annals of Statistics 49 (2021), equation 14.
    """
    mixed = units * tuning.rho_squared
    return error * sqrt((mixed + 1) / mixed * log((mixed + 1) / tuning.alpha**2)) if mixed > 0 else inf


def always_valid_p(difference: float, error: float, units: int, tuning: Tuning) -> float:
    """The smallest alpha whose interval, of the same ρ, leaves out zero: the same formula solved for alpha."""
    if error <= 0 or units <= 0:
        return 1.0 if difference == 0 or units <= 0 else 0.0
    mixed = units * tuning.rho_squared
    deviations = (difference / error) ** 2
    return min(1.0, sqrt(mixed + 1) * exp(-deviations * mixed / (2 * (mixed + 1))))
