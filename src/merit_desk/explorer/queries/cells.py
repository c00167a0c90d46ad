"""One figure of the explorer: its value as text and as it is, its comparison, and the way to its explanation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.engines.answers import Question
from merit.insight.comparison import Compared
from merit.insight.rate_interval import RateInterval, difference_of, interval_of
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.figures import KpiValue, ValueStatus
from merit_desk.explorer.queries.asked import CUTS
from merit_desk.explorer.queries.live import Wanted, live_answers, live_values
from merit_desk.explorer.queries.visible import Visible, Where, whose_of
from merit_desk.results.queries.names import kpi_direction, kpi_unit
from merit_desk.shell import formats
from merit_desk.shell.formats import Change
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

LIVE = "live"
"""In an address of an explanation: by the data as they stand now, whatever periods were run."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which figure: a KPI of a row (kind and id, and conditions beside them) over a period."""

    kpi: str
    kind: str
    name: str
    period: Period
    where: Where = ()

    @property
    def whose(self) -> tuple[str, str]:
        """The node whose figure it is, or a part of it."""
        return whose_of(self.kind, self.name)

    @property
    def conditions(self) -> Where:
        """What narrows that node's rows."""
        return (((self.kind, self.name),) if self.kind in CUTS else ()) + self.where

    @property
    def address(self) -> str:
        """Where the figure is explained."""
        path = _path(str(self.period), self.kpi, *self.whose)
        narrowed = urlencode([("where", f"{name}:{value}") for name, value in self.conditions])
        return f"{path}?{narrowed}" if narrowed else path


@lru_cache(maxsize=50_000)
def _path(period: str, kpi: str, kind: str, name: str) -> str:
    return reverse("explain:kpi", args=(LIVE, period, kpi, kind, name))


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that may be seen. `raw` is exact; `text` is short."""

    place: Place
    raw: KpiValue
    text: str
    interval: str = ""
    """How far chance alone may move it, in words; of rates that count things only."""

    @property
    def has_value(self) -> bool:
        """Whether there is anything to show."""
        return self.raw.value is not None

    @property
    def address(self) -> str:
        """Where it is explained."""
        return self.place.address

    @property
    def status(self) -> str:
        """Whether it may be relied on; an empty one says so by its dash."""
        return "ok" if self.raw.status is ValueStatus.EMPTY else str(self.raw.status)

    @property
    def reason(self) -> str:
        """Why there is no value: a zero denominator, or nothing measured."""
        return "explorer.no_denominator" if self.raw.denominator == 0 and self.raw.n else "explorer.nothing_measured"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and what it is compared with. `now` differs from `figure` where some days have no counterpart."""

    figure: Figure | None = None
    now: Figure | None = None
    then: Figure | None = None
    change: Change | None = None
    laid: Compared | None = None
    moved_between: str = ""
    """The interval of the change of a rate, in words, and whether it may be chance alone."""

    @property
    def days_without(self) -> int:
        """Days of the figure that have no counterpart."""
        return self.laid.days_without if self.laid else 0


NOT_THERE = Cell()
_THOUSANDS, _MILLION = 10_000, 1_000_000
"""Between these, amounts in English are in thousands, as in Chinese in 万: a column of full amounts is not read."""
Found = Mapping[Place, Figure]


def figures(company: Company, visible: Visible, places: Iterable[Place]) -> dict[Place, Figure]:
    """The figures that may be seen; others are not in it."""
    seen = [each for each in dict.fromkeys(places) if visible.figure(each.kpi, each.whose, each.period, each.where)]
    values = _values(seen)
    return {
        each: Figure(each, values[each], _text(company, values[each]), _interval(company, values[each]))
        for each in seen
        if values.get(each) is not None
    }


def _interval(company: Company, value: KpiValue) -> str:
    if kpi_unit(company, value.kpi) is not Unit.RATE:
        return ""
    found = interval_of(company.catalogue, value)
    return (
        "" if found is None else say("explorer.interval", low=f"{found.low * 100:.1f}", high=f"{found.high * 100:.1f}%")
    )


def _moved_between(company: Company, now: Figure | None, then: Figure | None) -> str:
    if now is None or then is None or kpi_unit(company, now.raw.kpi) is not Unit.RATE:
        return ""
    found = difference_of(company.catalogue, now.raw, then.raw)
    if found is None:
        return ""
    code = "explorer.moved_or_chance" if _spans_zero(found) else "explorer.moved_between"
    return say(code, low=f"{found.low * 100:+.1f}", high=f"{found.high * 100:+.1f}")


def _spans_zero(interval: RateInterval) -> bool:
    return interval.low <= 0 <= interval.high


def _text(company: Company, value: KpiValue) -> str:
    number, unit = None if value.value is None else formats.to_decimal(value.value), kpi_unit(company, value.kpi)
    if (
        number is not None
        and unit is Unit.MONEY
        and current_language() == "en"
        and _THOUSANDS <= abs(number) < _MILLION
    ):
        return f"{formats.grouped(number / 1000, 2)} k"
    return formats.figure(number, unit)


def _values(places: list[Place]) -> dict[Place, KpiValue]:
    nodes = {each: _wanted(each) for each in places if not each.conditions}
    kept = live_values(nodes.values())
    found = {place: kept[wanted] for place, wanted in nodes.items()}
    narrowed = [each for each in places if each.conditions]
    answers = {question: live_answers(question) for question in dict.fromkeys(map(question_of, narrowed))}
    for each in narrowed:
        value = answers[question_of(each)].get((each.name,))
        if value is not None:
            found[each] = value
    return found


def _wanted(place: Place) -> Wanted:
    return place.kpi, Node(NodeKind(place.kind), place.name), place.period


def question_of(place: Place) -> Question:
    """The question that answers the figure together with all others of its column."""
    return Question((place.kpi,), (place.kind,), None, place.period, place.where)


def compared_cell(company: Company, found: Found, place: Place, laid: Compared | None) -> Cell:
    """The figure with its comparison, as far as both may be seen."""
    figure = found.get(place)
    if figure is None or laid is None or laid.now is None or laid.then is None:
        return Cell(figure, laid=laid if figure else None)
    now, then = (found.get(moved(place, period)) for period in (laid.now, laid.then))
    return Cell(figure, now, then, _change(company, now, then), laid, _moved_between(company, now, then))


def moved(place: Place, period: Period) -> Place:
    """The same figure over another period."""
    return Place(place.kpi, place.kind, place.name, period, place.where)


def _change(company: Company, now: Figure | None, then: Figure | None) -> Change | None:
    if now is None or then is None or now.raw.value is None or then.raw.value is None:
        return None
    kpi, after, before = now.raw.kpi, formats.to_decimal(now.raw.value), formats.to_decimal(then.raw.value)
    return formats.change(after, before, kpi_unit(company, kpi), kpi_direction(company, kpi))


def needed(place: Place, laid: Compared | None) -> list[Place]:
    """The figure, and those of its comparison."""
    if laid is None or laid.now is None or laid.then is None:
        return [place]
    return [place, moved(place, laid.now), moved(place, laid.then)]
