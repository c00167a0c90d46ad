"""What the facts say about an experiment up to a day, as numbers by arm: whoever reads the facts fills this in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from merit.experiments.arm_numbers import ArmNumbers

Arms = tuple[ArmNumbers, ...]
"""Numbers of every arm, in the order in which the experiment declares them."""


@dataclass(frozen=True, slots=True)
class DayEvidence:
    """All up to and including that day: units by arm, and the primary metric."""

    day: date
    units: Mapping[str, int]
    primary: Arms


@dataclass(frozen=True, slots=True)
class SegmentEvidence:
    """The primary metric in one part of the units."""

    segment: str
    value: str
    declared: bool
    primary: Arms


@dataclass(frozen=True, slots=True)
class Evidence:
    """`through` is the last day that counts. `metrics` by metric; `days` in order, the last one is `through`.

    `twice` counts units that came into more than one arm: their first one counts.
    """

    through: date
    units: Mapping[str, int]
    metrics: Mapping[str, Arms]
    days: tuple[DayEvidence, ...] = ()
    segments: tuple[SegmentEvidence, ...] = ()
    has_covariate: bool = False
    twice: int = 0
    unknown_arms: Mapping[str, int] = field(default_factory=dict)
    """Rows whose arm the experiment does not declare, by that arm."""
