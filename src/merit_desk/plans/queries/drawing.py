"""Curves as charts: points for drawing from the core's own rule, and the table that stands behind each chart."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.kernel.exact import plain
from merit.scores.plan.curve_drawing import drawn
from merit.scores.plan.curves import Curve
from merit.scores.plan.score_plan import Indicator
from merit_desk.plans.queries.words import reading_as_share
from merit_desk.results.queries.names import kpi_unit
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class CurveChart:
    """`data` goes to the chart, `rows` (from, points) into its table, `finding` is said to who does not see it."""

    data: dict[str, Any]
    rows: tuple[tuple[str, str], ...]
    reads: str
    finding: str
    stepped: bool


def curve_chart(company: Company, indicator: Indicator) -> CurveChart | None:
    """None for an indicator without a curve."""
    if indicator.curve is None:
        return None
    return chart_of(indicator.curve, kpi_unit(company, indicator.subject))


def chart_of(curve: Curve, unit: Unit) -> CurveChart:
    """The chart of a curve that reads values of that unit."""
    found, share = drawn(curve), reading_as_share(curve, unit)
    scale = 100 if share else 1
    reads = say(f"reads_words.{curve.reads}")
    rows = tuple((reading_text(x, share), plain(points, 2)) for x, points in found.marks)
    data = {
        "points": [[float(x * scale), float(points)] for x, points in found.points],
        "marks": [[float(x * scale), float(points)] for x, points in found.marks],
        "percent": share,
        "stepped": found.stepped,
        "x": reads,
        "y": say("plans.points"),
    }
    low, high = min(found.points, key=lambda each: each[1]), max(found.points, key=lambda each: each[1])
    ends = {"low": plain(low[1], 2), "high": plain(high[1], 2), "first": reading_text(high[0], share)}
    return CurveChart(data, rows, reads, say("plans.curve_finding", **ends), found.stepped)


def reading_text(x: Fraction, share: bool) -> str:
    """What stands on the axis: a share in percent, else the number."""
    return formats.percent(x) if share else formats.short_number(x, 2)
