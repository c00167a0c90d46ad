"""What is drawn: a line per row, or bars; numbers for drawing only, the exact ones stand in the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from merit.catalogue.kpi import Unit
from merit_desk.explorer.queries.cells import Cell, Figure
from merit_desk.explorer.queries.grid import Asking, Grid
from merit_desk.explorer.queries.words import period_short
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.shell import formats
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

MOST_LINES = 6
"""As many as there are colours; further rows stand in the table."""
MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Chart:
    """`drawn` goes to the browser as it is; `finding` says in words what is to be seen."""

    title: str
    unit: str
    finding: str
    drawn: dict[str, Any]
    left_out: int


def chart(asking: Asking, shown: Grid) -> Chart | None:
    """The first KPI; with several periods along time, else row beside row. None where nothing has a value."""
    if not shown.heads or not shown.lines:
        return None
    kpi = shown.heads[0].kpi
    several = len(asking.days.periods) > 1
    series = _of_periods(asking, shown) if shown.is_trend else _of_rows(asking, shown) if several else []
    labels = [period_short(period) for period in asking.days.periods]
    if not series:
        labels, series = _bars(asking, shown)
    values = [value for each in series for value in each["values"] if value is not None]
    if not values:
        return None
    unit = kpi_unit(asking.company, kpi)
    drawn = {
        "labels": labels,
        "series": series,
        "kind": "bar" if asking.asked.chart == "bar" or not (shown.is_trend or several) else "line",
        "across": not (shown.is_trend or several),
        "share": unit is Unit.RATE,
        "zh": current_language() == "zh",
        "money": unit is Unit.MONEY,
        "name": kpi,
    }
    title = kpi_title(asking.company, kpi)
    left = 0 if shown.is_trend else max(len(shown.lines) - (MOST_LINES if several else MOST_BARS), 0)
    return Chart(title, "" if unit is Unit.MONEY else say(f"unit.{unit}"), _finding(shown), drawn, left)


def _of_periods(asking: Asking, shown: Grid) -> list[dict[str, Any]]:
    """The first KPI of one node; its comparison in grey."""
    cells = [line.cells[0] for line in shown.lines]
    name = say("explorer.this_period") if shown.compares else kpi_title(asking.company, shown.heads[0].kpi)
    own = _series(name, [cell.figure for cell in cells])
    if not shown.compares or asking.asked.comparison is None:
        return [own]
    before = _series(say(f"earlier.{asking.asked.comparison}"), [cell.then for cell in cells])
    return [own, {**before, "grey": True}]


def _of_rows(asking: Asking, shown: Grid) -> list[dict[str, Any]]:
    count = len(asking.days.periods)
    return [
        _series(line.name, [cell.figure for cell in line.cells[1 : count + 1]])
        for line in shown.lines[:MOST_LINES]
        if any(cell.figure and cell.figure.has_value for cell in line.cells[1 : count + 1])
    ]


def _bars(asking: Asking, shown: Grid) -> tuple[list[str], list[dict[str, Any]]]:
    lines = shown.lines[:MOST_BARS]
    series = [_series(kpi_title(asking.company, shown.heads[0].kpi), [line.cells[0].figure for line in lines])]
    if shown.compares and asking.asked.comparison is not None:
        before = _series(say(f"earlier.{asking.asked.comparison}"), [line.cells[0].then for line in lines])
        series.append({**before, "grey": True})
    return [line.name for line in lines], series


def _series(name: str, figures: Sequence[Figure | None]) -> dict[str, Any]:
    texts = [formats.NO_VALUE if each is None else each.text for each in figures]
    return {"name": name, "values": [_drawn(each) for each in figures], "texts": texts}


def _drawn(figure: Figure | None) -> float | None:
    if figure is None or figure.raw.value is None:
        return None
    return float(figure.raw.value * 100) if "%" in figure.text else float(figure.raw.value)


def _finding(shown: Grid) -> str:
    """“最低 …（…），最高 …（…）” over the rows of one node, or over the rows of the page."""
    cells = [(line.name, line.cells[0]) for line in shown.lines]
    known = [(value, name, cell) for name, cell in cells if (value := _value(cell)) is not None]
    if not known:
        return say("trend.nothing")
    low, high = min(known, key=lambda each: each[0]), max(known, key=lambda each: each[0])
    texts = (each[2].figure.text if each[2].figure else "" for each in (low, high))
    low_text, high_text = texts
    return say("trend.finding", low=low_text, low_day=low[1], high=high_text, high_day=high[1])


def _value(cell: Cell) -> Fraction | None:
    return cell.figure.raw.value if cell.figure else None
