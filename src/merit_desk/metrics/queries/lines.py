"""A standing as a row of the home page: value, target, bar, gap, what is needed a day, where it is heading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from merit.catalogue.kpi import Direction, Unit
from merit.company import Company
from merit_desk.results.queries.names import kpi_direction, kpi_title, kpi_unit, node_name
from merit_desk.results.queries.now import Standing
from merit_desk.shell import formats
from merit_desk.shell.formats import Change
from merit_desk.shell.sentences import say

TOLERANCE = Fraction(2, 100)
"""An unfavourable gap of at most this share of the target is only to be watched."""
_NOTCH = 66
_MANY = 100
_STEEP = 200
"""How far a level's dot goes per 100 % of the target."""


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One row. `bar` is pace, level or empty; `now` and `due` are percent of the bar's width."""

    kpi: str
    of_company: bool
    title: str
    note: str
    value: str
    address: str
    days_address: str
    target: str
    bar: str
    now: float
    due: float
    tone: str
    gap: Change | None
    needed: str
    heading: str
    said: str
    spark: tuple[float | None, ...]
    aim: float | None
    away: float
    """How far from what is due, as a share of it; above zero is favourable."""


def home_lines(company: Company, shown_in: str, found: Iterable[Standing], notes: dict[str, str]) -> list[HomeLine]:
    """Rows that open their explanation in the period `shown_in`; `notes` stand under the titles, by KPI."""
    return [_line(company, shown_in, each, notes.get(each.asked.kpi, "")) for each in found]


def _line(company: Company, shown_in: str, each: Standing, note: str) -> HomeLine:
    asked, unit = each.asked, kpi_unit(company, each.asked.kpi)
    where = (asked.kpi, asked.kind, asked.node)
    tone, gap = judged(each, unit, kpi_direction(company, asked.kpi))
    kind = "pace" if each.pace else "level" if each.target and each.value.value is not None else ""
    shown = _figure(each.value.value, unit)
    pace = each.pace
    return HomeLine(
        kpi=asked.kpi,
        of_company=asked.kind == "company",
        title=kpi_title(company, asked.kpi),
        note=note,
        value=shown,
        address=reverse("explain:kpi", args=(shown_in, str(each.period), *where)),
        days_address=reverse("metrics:days", args=(shown_in, asked.kind, asked.node, asked.kpi)),
        target=_figure(each.target, unit) if each.target is not None else "",
        bar=kind,
        now=_now(each, kpi_direction(company, asked.kpi)),
        due=_percent(pace.due, pace.goal.target) if pace else _NOTCH,
        tone=tone,
        gap=gap,
        needed=_figure(pace.needed_per_day, unit) if pace and pace.needed_per_day else "",
        heading=_figure(pace.projected, unit) if pace and pace.projected is not None and pace.days_left else "",
        said=_said(kpi_title(company, asked.kpi), shown, each, unit),
        spark=tuple(None if value is None else float(value) for _, value in each.days),
        aim=float(each.target) if kind == "level" and each.target is not None else None,
        away=float(_away(each, kpi_direction(company, asked.kpi))),
    )


def judged(each: Standing, unit: Unit, direction: Direction) -> tuple[str, Change | None]:
    """Tone of the bar, and the gap: to what is due by now where there is a pace, else to the target."""
    value, aim = _held(each)
    if value is None or aim is None:
        return "", None
    missing = value - aim
    text = (
        f"{formats.grouped(formats.to_decimal(abs(missing) * 100), 2)} pp"
        if unit is Unit.RATE
        else _figure(abs(missing), unit)
    )
    if not any(digit in text for digit in "123456789"):
        return "", Change(text, "", "flat")
    favourable = {Direction.UP: missing > 0, Direction.DOWN: missing < 0}.get(direction)
    near = each.target is not None and abs(missing) <= abs(each.target) * TOLERANCE
    tone = "flat" if favourable is None else "good" if favourable else "watch" if near else "bad"
    bar = tone if tone in ("bad", "watch") else ""
    return bar, Change(text, "up" if missing > 0 else "down", tone)


def _now(each: Standing, direction: Direction) -> float:
    """Percent of the bar; a level lies left of its notch when it is unfavourable."""
    value = each.value.value
    if value is None or not each.target:
        return 0
    if each.pace:
        return _percent(each.pace.actual, each.target)
    return float(min(max(_NOTCH + _away(each, direction) * _STEEP, Fraction(0)), Fraction(100)))


def _away(each: Standing, direction: Direction) -> Fraction:
    value, aim = _held(each)
    if value is None or not aim:
        return Fraction(0)
    away = (value - aim) / abs(aim)
    return -away if direction is Direction.DOWN else away


def _held(each: Standing) -> tuple[Fraction | None, Fraction | None]:
    """What is held against what: the whole days so far against what they are due to bring, else value and target."""
    return (each.pace.actual, each.pace.due) if each.pace else (each.value.value, each.target)


def _percent(part: Fraction, whole: Fraction) -> float:
    return float(part / whole * 100) if whole else 0


def _figure(value: Fraction | None, unit: Unit) -> str:
    """Counts of many are whole, though a target that grew by a rate is not; so is money of thousands."""
    if value is not None and unit is Unit.COUNT and abs(value) >= _MANY:
        value = Fraction(round(value))
    shown = formats.figure(None if value is None else formats.to_decimal(value), unit)
    if value is not None and unit is Unit.MONEY and abs(value) >= _MANY and " " not in shown:
        return formats.grouped(formats.to_decimal(value), 0)
    return shown


def _said(title: str, shown: str, each: Standing, unit: Unit) -> str:
    """The bar in words."""
    if each.pace:
        due = _figure(each.pace.due, unit)
        return say("bar.pace", kpi=title, value=shown, due=due, target=_figure(each.target, unit))
    return say("bar.level", kpi=title, value=shown, target=_figure(each.target, unit))


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a team against the pace needed, by name; sorted by name, never by standing."""

    person: str
    name: str
    address: str
    line: HomeLine


@dataclass(frozen=True, slots=True)
class Strip:
    """One KPI of a team: a dot a person, how many are behind, and the same people by name."""

    title: str
    due: float
    places: tuple[tuple[float, bool], ...]
    behind: int
    said: str
    people: tuple[PersonLine, ...]


def strips(company: Company, shown_in: str, found: Sequence[Standing]) -> list[Strip]:
    """One for each KPI, that of most people first."""
    kpis = dict.fromkeys(each.asked.kpi for each in found if each.target is not None and each.value.value is not None)
    grouped = [[each for each in found if each.asked.kpi == kpi and each.target is not None] for kpi in kpis]
    return [_strip(company, shown_in, each) for each in sorted(grouped, key=len, reverse=True)]


def _strip(company: Company, shown_in: str, found: Sequence[Standing]) -> Strip:
    lines = home_lines(company, shown_in, found, {})
    people = tuple(
        PersonLine(
            each.asked.node,
            node_name(company, "person", each.asked.node),
            reverse("metrics:node", args=(shown_in, "person", each.asked.node)),
            line,
        )
        for each, line in zip(found, lines, strict=True)
    )
    behind = sum(line.tone in ("bad", "watch") for line in lines)
    places, due = _spread(lines)
    title = kpi_title(company, found[0].asked.kpi)
    return Strip(
        title=title,
        due=due,
        places=places,
        behind=behind,
        said=say("strip.said", kpi=title, count=len(lines), behind=behind),
        people=tuple(sorted(people, key=lambda each: each.name)),
    )


def _spread(lines: Sequence[HomeLine]) -> tuple[tuple[tuple[float, bool], ...], float]:
    """Dots by how far each is from what is due for them, the farthest near an end; and where the notch stands."""
    away = [line.away for line in lines]
    widest = max((abs(each) for each in away), default=0) or 1
    scale = min(_NOTCH, 100 - _NOTCH) - 2
    dots = (
        (_NOTCH + each / widest * scale, line.tone in ("bad", "watch")) for each, line in zip(away, lines, strict=True)
    )
    return tuple(dots), _NOTCH
