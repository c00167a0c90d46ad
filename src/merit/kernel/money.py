"""Pay is whole fen of one currency. Splitting money never creates or loses a fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.exact import fixed, half_up

FEN_PER_UNIT = 100


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of whole fen (1/100 of the currency unit)."""

    fen: int
    currency: str = "CNY"

    @classmethod
    def of(cls, units: Fraction | int, currency: str = "CNY") -> "Money":
        """Round an exact amount in currency units to the fen, half up."""
        return cls(int(half_up(Fraction(units), 2) * FEN_PER_UNIT), currency)

    @property
    def units(self) -> Fraction:
        """The exact amount in currency units."""
        return Fraction(self.fen, FEN_PER_UNIT)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + self._same_currency(other).fen, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - self._same_currency(other).fen, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.fen, self.currency)

    def __str__(self) -> str:
        return fixed(self.units, 2)

    def _same_currency(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other


def share_out(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Split `total` whole parts in proportion to `weights` by largest remainder.

    Ties of remainders go to the lower id in code-point order; the parts equal the total exactly. A negative
    total is split as its positive twin. Raises ValueError when no weight is above zero or one is below.
    """
    whole = sum(weights.values(), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("weights must not be negative, and one must be above zero")
    sign = -1 if total < 0 else 1
    exact_parts = {name: Fraction(abs(total)) * weight / whole for name, weight in weights.items()}
    parts = {name: int(part) for name, part in exact_parts.items()}
    left = abs(total) - sum(parts.values())
    by_remainder = sorted(exact_parts, key=lambda name: (parts[name] - exact_parts[name], name))
    for name in by_remainder[:left]:
        parts[name] += 1
    return {name: sign * part for name, part in parts.items()}
