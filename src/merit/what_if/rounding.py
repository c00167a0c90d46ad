"""Filtered rounding: floats where their error provably cannot change the rounded figure, a mark where it could.

As exact geometric predicates do: a float result with a bound on its error is rounded; where a rounding edge (a half)
lies within the bound, the figure is marked and worked out in fractions.
"""

from fractions import Fraction
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]

UNIT = 2.0**-53
"""The largest relative error of one float operation, and of a fraction made a float (both round to nearest)."""


def floats(numbers: "list[Fraction]") -> Floats:
    """The nearest float of each."""
    return np.array([float(each) for each in numbers], np.float64)


def rounded(values: Floats, errors: Floats) -> tuple[Whole, Marks]:
    """Each to a whole number, half away from zero; marked where |error| leaves open which one.

    A value too large for its whole part to be exact in a float (2**52) is marked as well.
    """
    magnitude = np.abs(values)
    below = np.floor(magnitude)
    past = magnitude - below
    near = (np.abs(past - 0.5) <= errors) | ~(magnitude + errors < 2.0**52)
    whole = np.copysign(below + (past >= 0.5), values)
    return np.where(near, 0.0, whole).astype(np.int64), near


def half_up_whole(value: Fraction) -> int:
    """The same exactly."""
    twice = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return twice if value >= 0 else -twice


def steps_reached(values: Floats, exact: "list[Fraction]", edges: "list[Fraction]") -> Whole:
    """How many of the rising edges each value reaches ("at least").

    Making floats keeps order, so only a value whose float equals that of an edge has to be compared exactly.
    """
    bounds = floats(edges)
    reached = np.searchsorted(bounds, values, side="right").astype(np.int64)
    for place in np.flatnonzero(np.isin(values, bounds)):
        reached[place] = sum(1 for edge in edges if exact[place] >= edge)
    return reached


def hundredths(edge: Fraction) -> int:
    """The least total, in hundredths of a point, that reaches the edge."""
    return ceil(edge * 100)
