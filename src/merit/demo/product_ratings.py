"""What buyers said of what they bought: a sixth of the lines signed for, most of them content."""

from dataclasses import dataclass

import numpy as np

from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, NEVER, Ints, Setting


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of bought items: the line, when, and one to five stars."""

    line: Ints
    rated: Ints
    stars: Ints


def make_ratings(setting: Setting, sales: Sales) -> Ratings:
    """A sixth of the orders signed for are rated."""
    chance = setting.chance("ratings")
    signed = sales.orders.signed[sales.lines.order]
    rated = np.where(signed >= 0, signed + chance.integers(3600, 5 * DAY, len(signed)), NEVER)
    chosen = np.flatnonzero((rated >= 0) & (rated < setting.cut) & (chance.random(len(signed)) < 0.17))
    stars = chance.choice([1, 2, 3, 4, 5], len(chosen), p=[0.02, 0.02, 0.05, 0.16, 0.75])
    return Ratings(chosen, rated[chosen], stars.astype(np.int64))
