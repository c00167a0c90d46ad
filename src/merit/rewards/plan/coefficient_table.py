"""A coefficient that is read from a KPI: what bonuses and commissions share."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.kernel.breakpoints import Breakpoints
from merit.kernel.node import NodeKind


class Reading(StrEnum):
    """Whether a table is read at the KPI's value or at value ÷ target."""

    ACTUAL = "actual"
    ATTAINMENT = "attainment"


class Missing(StrEnum):
    """What a coefficient does when its KPI has no value."""

    BLOCK = "block"
    NEUTRAL = "neutral"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class CoefficientTable:
    """A coefficient read from a KPI of the person, the team, the department or the company."""

    kpi: str
    of: NodeKind
    on: Reading
    bands: Breakpoints
    target: Fraction | None = None
    """The plan's own target; a row of targets.csv for the node goes first."""
    missing: Missing = Missing.BLOCK
