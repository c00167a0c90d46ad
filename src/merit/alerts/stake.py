"""The money at stake: how far the KPI is off × what one unit of it brings, by its unit or its driver tree.

Exact, in the company's currency, never below zero. None: nobody can say, and that is told as unknown.
"""

from collections.abc import Callable
from fractions import Fraction
from math import prod

from merit.catalogue.kpi import Catalogue, RatioOf, Unit
from merit.insight.decomposition_drivers import chains_of

GOALS = ("paid_sales",)
"""What driver trees lead to."""
Value = Callable[[str], Fraction | None]


def money_at_stake(catalogue: Catalogue, kpi: str, gap: Fraction, value: Value) -> Fraction | None:
    """`value`: what a KPI came to at the same node in the same interval, None without any."""
    worth = unit_worth(catalogue, kpi, value)
    return None if worth is None else abs(gap) * worth


def unit_worth(catalogue: Catalogue, kpi: str, value: Value) -> Fraction | None:
    """Currency units that one unit of the KPI brings or costs; None where no tree leads to money."""
    body = catalogue[kpi].body
    if isinstance(body, RatioOf):
        through_part = _of_ratio(catalogue, body, value)
        return through_part if through_part is not None else _of_chain(catalogue, kpi, value)
    if catalogue[kpi].unit is Unit.MONEY:
        return Fraction(1)
    return _of_chain(catalogue, kpi, value)


def _of_ratio(catalogue: Catalogue, body: RatioOf, value: Value) -> Fraction | None:
    """One more per whole is one more of the part for every one of the whole: refunds ÷ sales × sales."""
    whole = value(body.whole)
    if whole is None or catalogue[body.part].unit is not Unit.MONEY:
        return None
    return abs(whole)


def _of_chain(catalogue: Catalogue, kpi: str, value: Value) -> Fraction | None:
    """The product of the other factors of the first chain that leads to money and is known."""
    for goal in GOALS:
        for chain in chains_of(catalogue, goal) if goal in catalogue else ():
            others = [value(each) for each in chain if each != kpi]
            known = [each for each in others if each is not None]
            if kpi in chain and len(known) == len(others):
                return abs(prod(known, start=Fraction(1)))
    return None
