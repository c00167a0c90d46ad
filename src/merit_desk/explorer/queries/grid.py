"""The table of the explorer: nodes with their periods as columns, or one node with its periods as rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.core.paginator import Page, Paginator

from merit.company import Company
from merit.insight.comparison import ALIGNED, Compared, Comparison
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit_desk.explorer.queries.asked import Asked
from merit_desk.explorer.queries.cells import NOT_THERE, Cell, Place, compared_cell, figures, needed
from merit_desk.explorer.queries.days import ShownDays, laid
from merit_desk.explorer.queries.listed import Listed, listed_rows
from merit_desk.explorer.queries.visible import Visible, named
from merit_desk.explorer.queries.words import period_short, period_words
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.shell.sentences import say

PAGE = 50
Columns = tuple[tuple[str, Period], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: the KPI and the period it shows; `key` is what sorts by it."""

    kpi: str
    title: str
    period: str
    unit: str
    key: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a node or a period, with one cell per column."""

    name: str
    note: str
    address: str
    cells: tuple[Cell, ...]
    heads: tuple[Head, ...] = ()

    @property
    def pairs(self) -> list[tuple[Head, Cell]]:
        """Each cell under its head."""
        return list(zip(self.heads, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Grid:
    """What the table shows. `page` pages over all rows; `problems` are KPIs that know no such rows, in words."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line | None
    page: Page[str] | None
    compares: bool
    is_trend: bool
    problems: tuple[str, ...] = ()
    empty_rows: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything that a table is made of."""

    company: Company
    visible: Visible
    asked: Asked
    days: ShownDays
    kpis: tuple[str, ...]
    compared: dict[Period, Compared] = field(default_factory=dict)

    def place(self, kpi: str, name: str, period: Period) -> Place:
        """The figure of a row."""
        return Place(kpi, self.asked.kind, name, period, self.asked.where)

    def cells(self, wanted: Sequence[tuple[Place, Compared | None]]) -> list[Cell]:
        """The cells together: what needs queries is asked at once."""
        found = figures(self.company, self.visible, (each for one in wanted for each in needed(*one)))
        return [compared_cell(self.company, found, *each) for each in wanted]


def asking_of(company: Company, visible: Visible, asked: Asked, days: ShownDays, kpis: tuple[str, ...]) -> Asking:
    """`kpis` are those of `asked` that the viewer sees."""
    compared = laid(days, asked.comparison) if asked.comparison else {}
    return Asking(company, visible, asked, days, kpis, compared)


def grid(asking: Asking, every_row: bool = False) -> Grid:
    """The table, one page of it unless `every_row`; nothing in it without a KPI."""
    if not asking.kpis:
        return Grid((), (), None, None, False, asking.asked.is_trend)
    if asking.asked.is_trend:
        return _trend(asking)
    usable, problems = _usable(asking)
    asking = replace(asking, kpis=usable)
    rows = listed_rows(asking.company, asking.visible, asking.asked, asking.days.whole, usable)
    return _rows(asking, rows, problems, every_row)


def _usable(asking: Asking) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """KPIs whose rows know the dimension, and words about those whose rows do not."""
    if not asking.asked.is_cut:
        return asking.kpis, ()
    usable, problems = [], []
    for kpi in asking.kpis:
        try:
            figures(asking.company, asking.visible, [asking.place(kpi, "", asking.days.whole)])
            usable.append(kpi)
        except Refusal:
            what = say(f"kind.{asking.asked.kind}")
            problems.append(say("explorer.no_such_dimension", kpi=kpi_title(asking.company, kpi), kind=what))
    return tuple(usable), tuple(problems)


def _trend(asking: Asking) -> Grid:
    name = asking.asked.node or COMPANY_ID
    wanted = [
        (asking.place(kpi, name, period), asking.compared.get(period))
        for period in asking.days.columns
        for kpi in asking.kpis
    ]
    try:
        cells = asking.cells(wanted)
    except Refusal:
        cells = [NOT_THERE for _ in wanted]
    width = len(asking.kpis)
    lines = [
        Line(period_words(period), _aligned_with(asking.compared.get(period)), "", tuple(part))
        for period, part in zip(asking.days.columns, _chunks(cells, width), strict=True)
    ]
    several = len(asking.days.columns) > len(asking.days.periods)
    total = lines.pop(0) if several and lines else None
    heads = tuple(_head(asking, kpi, asking.days.whole) for kpi in asking.kpis)
    return Grid(heads, tuple(lines), total, None, bool(asking.compared), True)


def _aligned_with(laid_on: Compared | None) -> str:
    """“2025-01-13 至 02-09”: which days stand beside the row's, where they are not simply the period before."""
    if laid_on is None or laid_on.then is None:
        return ""
    if laid_on.now == laid_on.period and laid_on.with_what not in (*ALIGNED, Comparison.SAME_WEEKDAY):
        return ""
    return period_words(laid_on.then)


def _chunks(cells: list[Cell], width: int) -> list[list[Cell]]:
    return [cells[at : at + width] for at in range(0, len(cells), width)]


def _rows(asking: Asking, rows: Listed, problems: tuple[str, ...], every_row: bool) -> Grid:
    columns: Columns = tuple((kpi, period) for kpi in asking.kpis for period in asking.days.columns)
    ordered = _sorted(asking, rows, columns)
    page = Paginator(ordered, max(len(ordered), 1) if every_row else PAGE).get_page(asking.asked.page)
    names = list(page.object_list)
    wanted = [
        (asking.place(kpi, name, period), asking.compared.get(period) if period == asking.days.whole else None)
        for name in names
        for kpi, period in columns
    ]
    cells = _chunks(asking.cells(wanted), len(columns))
    heads = tuple(_head(asking, *each) for each in columns)
    lines = tuple(_line(asking, name, part, heads) for name, part in zip(names, cells, strict=True))
    total = _total(asking, columns, rows, heads)
    return Grid(heads, lines, total, page, bool(asking.compared), False, problems, rows.empty)


def _line(asking: Asking, name: str, cells: list[Cell], heads: tuple[Head, ...]) -> Line:
    title = named(asking.company, asking.asked.kind, name, say("explorer.without"))
    address = asking.asked.address(node=name, sort="", words="") if name else ""
    return Line(title, name if title != name else "", address, tuple(cells), heads)


def _total(asking: Asking, columns: Columns, rows: Listed, heads: tuple[Head, ...]) -> Line | None:
    """The figure of everything the rows are parts of, worked out anew: no sum of what is on the page."""
    whole_kind, whole_name = rows.whole
    wanted = [
        (
            Place(kpi, whole_kind, whole_name, period, asking.asked.where),
            asking.compared.get(period) if period == asking.days.whole else None,
        )
        for kpi, period in columns
    ]
    cells = asking.cells(wanted)
    if not any(cell.figure for cell in cells):
        return None
    return Line(named(asking.company, whole_kind, whole_name, ""), "", "", tuple(cells), heads)


def _head(asking: Asking, kpi: str, period: Period) -> Head:
    is_whole = period == asking.days.whole
    return Head(
        kpi=kpi,
        title=kpi_title(asking.company, kpi),
        period=period_short(period),
        unit=say(f"unit.{kpi_unit(asking.company, kpi)}"),
        key=f"{kpi}~{'' if is_whole else period}",
        is_whole=is_whole,
    )


def _sorted(asking: Asking, rows: Listed, columns: Columns) -> list[str]:
    """By name, by a column, or as the folder lists them; rows without a value come last either way."""
    sort, down = asking.asked.sort.removeprefix("-"), asking.asked.sort.startswith("-")
    if sort == "name":
        return sorted(rows.names, key=lambda name: named(asking.company, asking.asked.kind, name, ""), reverse=down)
    kpi, _, period_text = sort.partition("~")
    periods = {str(period): period for period in asking.days.periods} | {"": asking.days.whole}
    if (kpi, periods.get(period_text)) not in columns:
        if not rows.by_value or not columns:
            return rows.names
        kpi, period_text, down = columns[0][0], "", True
    places = {name: asking.place(kpi, name, periods[period_text]) for name in rows.names}
    found = figures(asking.company, asking.visible, places.values())
    values = {name: found[place].raw.value for name, place in places.items() if place in found}
    filled = [name for name in rows.names if values.get(name) is not None]
    filled.sort(key=lambda name: values[name] or Fraction(0), reverse=down)
    return [*filled, *(name for name in rows.names if values.get(name) is None)]
