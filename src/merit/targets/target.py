"""A target of a KPI for a node and a period, as targets.csv or a plan states it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from merit.kernel.explain import LineRef
from merit.kernel.period import Period


class TargetBasis(StrEnum):
    """What the number means: the value itself, or growth on, or a ratio to, something."""

    ABSOLUTE = "absolute"
    GROWTH_PREV = "growth_prev"
    GROWTH_YOY = "growth_yoy"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True)
class Target:
    """One row of targets.csv. `start` is when a mid-period change takes effect (None: from the period's first day).

    `difficulty` (0 to 1) is one less the chance of reaching it as it stood when the target was set; None: not told. No
    figure is made of it, so it is left out of what names prepared numbers.
    """

    kpi: str
    node_kind: str
    node: str
    period: Period
    target: Fraction
    basis: TargetBasis
    start: date | None
    reason: str
    source: LineRef
    difficulty: Fraction | None = field(default=None, repr=False)
