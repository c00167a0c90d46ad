"""专项激励: ranked prizes for the best figures between two days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Best(StrEnum):
    """Which end of the ranking wins."""

    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class ContestTerms:
    """The prizes are the budget: never more than their sum is paid."""

    kpi: str
    prizes: tuple[Fraction, ...]
    """Currency units in whole fen, of the first place, the second…; never rising."""
    minimum: Fraction | None = None
    """Who does not reach it takes no place; where the lowest wins, who is above it."""
    best: Best | None = None
    """None: as the KPI's own direction says."""
    first: date | None = None
    last: date | None = None
    """With dates: the KPI counts from `first` to `last`; paid in the period in which `last` lies."""

    @property
    def budget(self) -> Fraction:
        """The sum of all prizes, in currency units."""
        return sum(self.prizes, Fraction(0))
