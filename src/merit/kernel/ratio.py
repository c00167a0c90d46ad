"""Part over whole. A ratio is never averaged: parts and wholes are summed, and divided once, here."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """Not additive: a team's ratio is Σ part ÷ Σ whole, not its members' average."""

    part: Fraction
    whole: Fraction

    @property
    def value(self) -> Fraction | None:
        """Empty (None) when the whole is zero, never 0 and never infinite."""
        return self.part / self.whole if self.whole else None

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.part + other.part, self.whole + other.whole)
