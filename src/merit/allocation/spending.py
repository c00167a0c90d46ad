"""What was spent on advertising and sold through it, day by day: what a response is read from."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Cut(StrEnum):
    """What money is moved between."""

    CAMPAIGN = "campaign"
    CHANNEL = "channel"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class TestedReturn:
    """What a test against regions or buyers without the advertising showed: it beats every curve."""

    test: str
    first: date
    last: date
    incremental: Fraction
    """Sold more for each unit spent."""


@dataclass(frozen=True, slots=True)
class SpendDays:
    """Consecutive days of one campaign, channel or shop; money in the company's currency.

    `margin` is what is left of a unit sold after goods, refunds and fees, before advertising; None where unknown.
    """

    unit: str
    shops: tuple[str, ...]
    first: date
    spend: Floats
    sales: Floats
    """As the platform attributes them."""
    elsewhere: Floats
    """What the same shops sold in orders that name no campaign: stands for the demand of the day."""
    special: tuple[str, ...]
    """What makes each day special, empty for most."""
    margin: Fraction | None = None
    test: TestedReturn | None = None

    @property
    def days(self) -> int:
        return len(self.spend)

    @property
    def weekdays(self) -> Any:
        """0 is Monday."""
        return (self.first.weekday() + np.arange(self.days)) % 7

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)
