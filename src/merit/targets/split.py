"""A target split over departments, teams or people so that the parts equal the whole exactly."""

from collections.abc import Mapping
from fractions import Fraction

from merit.kernel.money import share_out


def split_target(target: Fraction, weights: Mapping[str, Fraction], places: int) -> dict[str, Fraction]:
    """Parts in proportion to `weights` at `places` decimals by largest remainder; ties go to the lower id.

    A target with more decimals than that is split at as many as it has. Raises ValueError when no weight is above zero,
    one is below, or the target is no decimal.
    """
    scale = 10 ** max(places, _places(target))
    whole = target * scale
    return {name: Fraction(part, scale) for name, part in share_out(int(whole), weights).items()}


def equal_weights(names: Mapping[str, object]) -> dict[str, Fraction]:
    """One each."""
    return dict.fromkeys(names, Fraction(1))


def _places(value: Fraction) -> int:
    for places in range(13):
        if (value * 10**places).denominator == 1:
            return places
    raise ValueError(f"not a decimal: {value}")
