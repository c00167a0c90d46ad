"""Why a KPI moved: contributions of parts or of drivers that add up to the change exactly, none left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.expression import names
from merit.catalogue.kpi import Formula, RatioOf
from merit.company import Company
from merit.insight.decomposition_arithmetic import (
    NIL,
    NOTHING,
    REST,
    Contribution,
    Movement,
    RatioMovement,
    by_adding,
    by_mix_and_rate,
    product,
    shapley,
)
from merit.insight.decomposition_drivers import MOST_FACTORS, chains_of, is_chain, known_on_both_sides
from merit.insight.decomposition_parts import DividedBy, Within, parts_of_node
from merit.insight.decomposition_sides import (
    Sides,
    overlaps,
    ratio_at,
    sides_of,
    sums_over_days,
    worked_out,
)
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.ratio import Ratio
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.components import kpi_of
from merit.metrics.figures import Figures
from merit.targets.accumulation import accumulates

Where = tuple[tuple[str, str], ...]
"""Dimensions with the value that each has to have."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked: the KPI of the node in `period`, against the same in `versus`; `within` one part of the node."""

    kpi: str
    node: Node
    period: Period
    versus: Period
    within: Where = ()


@dataclass(frozen=True, slots=True)
class Through:
    """The parts are those of a driver: they add up to `amount`, what the driver contributes to that change."""

    change: Change
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The contributions, the largest first and the rest last.

    Σ amount = now − before, to the last digit; `through` a driver, Σ amount = its contribution.
    """

    change: Change
    by: DividedBy
    before: Fraction
    now: Fraction
    contributions: tuple[Contribution, ...]
    overlapping: bool = False
    """Parts may count the same buyer or visitor; what they count twice is taken off in the rest."""
    gathered: int = 0
    """How many parts stand in the row of the small ones."""
    through: Through | None = None
    is_level: bool = False
    """`before` is a level that the parts of one period are held against, and no earlier value."""

    @property
    def difference(self) -> Fraction:
        """By how much the KPI moved."""
        return self.now - self.before


def why(
    company: Company, figures: Figures, change: Change, by: DividedBy, channels: Iterable[str] = ()
) -> Decomposition:
    """The change broken down; `channels` are the channels to look at when by channel, as only facts know them.

    Raises NotFoundRefusal for an unknown KPI or one without a value, ConflictRefusal where it cannot be divided so.
    """
    kpi_of(company.catalogue, change.kpi)
    if by is DividedBy.DRIVERS:
        return why_by_drivers(company, figures, change)
    sides = sides_of(company.catalogue, change.kpi)
    if sides is None:
        raise ConflictRefusal("insight.does_not_add_up", kpi=change.kpi)
    whole = RatioMovement(*(ratio_at(figures, sides, change.node, period) for period in (change.versus, change.period)))
    before, now = valued(change, whole.before, change.versus), valued(change, whole.now, change.period)
    parts = _moved_parts(
        company,
        figures,
        change,
        sides,
        parts_of_node(company, change.node, by, (change.versus, change.period), channels),
    )
    if not parts:
        raise NotFoundRefusal("insight.parts_without_data", kpi=change.kpi, by=str(by))
    found = contributions_of(sides, whole, parts)
    twice = overlaps(company.catalogue, change.kpi)
    return Decomposition(change, by, before, now, in_order(found), twice)


def why_by_drivers(company: Company, figures: Figures, change: Change, factors: tuple[str, ...] = ()) -> Decomposition:
    """The change by the factors whose product the KPI is, or by the terms of its formula, as Shapley values.

    Without `factors`: the terms of a formula, else the first chain of the catalogue that has data for the node, else
    the two sides of a ratio.
    """
    catalogue = company.catalogue
    declared = kpi_of(catalogue, change.kpi)
    if factors and not is_chain(catalogue, change.kpi, factors):
        raise ConflictRefusal("insight.not_a_chain", kpi=change.kpi, factors=" × ".join(factors))
    by_formula = None if factors else _by_formula(company, figures, change)
    if by_formula is not None:
        return by_formula
    for chain in [factors] if factors else chains_of(catalogue, change.kpi):
        found = _by_chain(company, figures, change, chain)
        if found is not None:
            return found
    if not factors and isinstance(declared.body, RatioOf):
        return _by_sides(company, figures, change)
    raise ConflictRefusal("insight.no_drivers", kpi=change.kpi)


def valued(change: Change, ratio: Ratio, period: Period) -> Fraction:
    """The ratio's value. Raises NotFoundRefusal where there is none."""
    if ratio.value is None:
        raise NotFoundRefusal("insight.no_value", kpi=change.kpi, node=str(change.node), period=str(period))
    return ratio.value


def _value(company: Company, figures: Figures, change: Change, period: Period) -> Fraction:
    """The KPI's own value; a sum of nothing is 0."""
    value = figures.value(change.kpi, change.node, period).value
    if value is None and not accumulates(company.catalogue, change.kpi):
        raise NotFoundRefusal("insight.no_value", kpi=change.kpi, node=str(change.node), period=str(period))
    return value or NIL


def _moved_parts(
    company: Company, figures: Figures, change: Change, sides: Sides, within: tuple[Within, Within]
) -> dict[str, RatioMovement]:
    """The parts that had or have anything."""
    by_days = sums_over_days(company.catalogue, sides)
    found: dict[str, RatioMovement] = {}
    for node in sorted(within[0].keys() | within[1].keys()):
        both = [
            _ratio_within(figures, sides, node, each.get(node, ()), period if not by_days else None)
            for each, period in zip(within, (change.versus, change.period), strict=True)
        ]
        if any(each.part or (each.whole and sides.whole is not None) for each in both):
            found[node.id] = RatioMovement(*both)
    return found


def _ratio_within(figures: Figures, sides: Sides, node: Node, days: tuple[Period, ...], whole: Period | None) -> Ratio:
    """Over the days that count; where days do not add up, over all of the period."""
    asked = days if whole is None or not days else (whole,)
    return sum((ratio_at(figures, sides, node, period) for period in asked), NOTHING)


def contributions_of(sides: Sides, whole: RatioMovement, parts: dict[str, RatioMovement]) -> list[Contribution]:
    """Of a ratio by mix and rate, else each part's own change; with the rest where there is any."""
    if sides.whole is not None:
        return by_mix_and_rate(whole, parts)
    moved = {name: Movement(each.before.part, each.now.part) for name, each in parts.items()}
    return by_adding(Movement(whole.before.part, whole.now.part), moved)


def in_order(found: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """The largest first, the rest last."""
    return tuple(sorted(found, key=lambda each: (each.part == REST, -abs(each.amount), each.part)))


def _by_chain(company: Company, figures: Figures, change: Change, chain: tuple[str, ...]) -> Decomposition | None:
    """None when a factor was measured in neither period."""
    measured = [
        {each: _factor(company, figures, each, change.node, period) for each in chain}
        for period in (change.versus, change.period)
    ]
    if any(not measured[0][each] and not measured[1][each] for each in chain):
        return None
    before, now = known_on_both_sides(*measured)
    own = [_value(company, figures, change, period) for period in (change.versus, change.period)]
    shares = shapley(product, before, now)
    found = [Contribution(each, measured[0][each], measured[1][each], shares[each]) for each in chain]
    left = [own[0] - product(before), own[1] - product(now)]
    if any(left):
        found.append(Contribution(REST, left[0], left[1], left[1] - left[0]))
    return Decomposition(change, DividedBy.DRIVERS, own[0], own[1], tuple(found))


def _factor(company: Company, figures: Figures, kpi: str, node: Node, period: Period) -> Fraction | None:
    value = figures.value(kpi, node, period).value
    return NIL if value is None and accumulates(company.catalogue, kpi) else value


def _by_sides(company: Company, figures: Figures, change: Change) -> Decomposition:
    """A ratio by its own two sides: the part, and the whole that divides it."""
    body = company.catalogue[change.kpi].body
    if not isinstance(body, RatioOf):
        raise ConflictRefusal("insight.no_drivers", kpi=change.kpi)
    kpis = (body.part, body.whole)
    sides = [
        {kpi: _factor(company, figures, kpi, change.node, period) for kpi in kpis}
        for period in (change.versus, change.period)
    ]
    ratios = [Ratio(each[body.part] or NIL, each[body.whole] or NIL) for each in sides]
    values = [valued(change, ratios[0], change.versus), valued(change, ratios[1], change.period)]
    factors = [{body.part: each.part, body.whole: 1 / each.whole} for each in ratios]
    shares = shapley(product, factors[0], factors[1])
    found = [Contribution(kpi, sides[0][kpi], sides[1][kpi], shares[kpi]) for kpi in kpis]
    return Decomposition(change, DividedBy.DRIVERS, values[0], values[1], tuple(found))


def _by_formula(company: Company, figures: Figures, change: Change) -> Decomposition | None:
    """A formula by the KPIs in it; None where it looks elsewhere, or divides by zero on the way.

    The number of days is that of the later period; what it changes by itself is the rest.
    """
    body = company.catalogue[change.kpi].body
    inside = sorted(names(body.expression)) if isinstance(body, Formula) else []
    if not isinstance(body, Formula) or not 1 <= len(inside) <= MOST_FACTORS:
        return None
    expression = body.expression
    before, now = (
        {kpi: _factor(company, figures, kpi, change.node, period) or NIL for kpi in inside}
        for period in (change.versus, change.period)
    )

    def value(given: Mapping[str, Fraction]) -> Fraction:
        found = worked_out(expression, given, change.period.length)
        if found is None:
            raise ZeroDivisionError
        return found

    try:
        shares = shapley(value, before, now)
    except ZeroDivisionError:
        return None
    own = [_value(company, figures, change, period) for period in (change.versus, change.period)]
    found = [Contribution(kpi, before[kpi], now[kpi], shares[kpi]) for kpi in inside]
    left = [own[0] - value(before), own[1] - value(now)]
    if any(left):
        found.append(Contribution(REST, left[0], left[1], left[1] - left[0]))
    return Decomposition(change, DividedBy.DRIVERS, own[0], own[1], in_order(found))
