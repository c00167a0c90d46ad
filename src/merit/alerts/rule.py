"""What is watched and from when on somebody is told, as alerts.yaml or the usual rules declare it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.alerts.standing import AT_ONCE, Patience
from merit.kernel.explain import LineRef
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain

EVERY_TARGET = "*"
"""In place of a KPI: every KPI that has a target. Only for pace."""


class RuleKind(StrEnum):
    """How an interval is judged."""

    THRESHOLD = "threshold"
    CHANGE = "change"
    PACE = "pace"
    OUT_OF_BAND = "out_of_band"
    DATA_MISSING = "data_missing"


class Versus(StrEnum):
    """What a change is counted from."""

    PREVIOUS = "previous"
    LAST_WEEK = "last_week"
    """The same weekday a week before; only for days."""
    LAST_YEAR = "last_year"


class Side(StrEnum):
    """Which way out of the band is told: only the unfavourable one, or both."""

    WORSE = "worse"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """Of a threshold, `above` and `below` are values of the KPI; of a change, parts (−3/10: fell by 30 %).

    `clear_above` and `clear_below` end it; between them and the limits lies what neither fires nor clears.
    """

    name: str
    kind: RuleKind
    kpi: str
    kinds: tuple[NodeKind, ...] = (NodeKind.COMPANY,)
    """Every node of these kinds…"""
    nodes: tuple[Node, ...] = ()
    """…and these."""
    grain: Grain = Grain.DAY
    above: Fraction | None = None
    below: Fraction | None = None
    clear_above: Fraction | None = None
    clear_below: Fraction | None = None
    versus: Versus = Versus.PREVIOUS
    side: Side = Side.WORSE
    certainty: float = 0.001
    """Out of band and data missing: the chance of seeing as much where nothing is the matter."""
    least: Fraction = Fraction(1, 10)
    """Out of band: a smaller part of what was expected is not told. Pace: so far behind the projected end must be."""
    patience: Patience = AT_ONCE
    to: tuple[str, ...] = ()
    """People told besides whoever is in charge of the node."""
    source: LineRef | None = None
    """None for one of the usual rules."""
