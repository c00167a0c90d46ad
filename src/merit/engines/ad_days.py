"""Advertising by day out of the facts: spend, attributed sales, the shops' other sales, margins and tests."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import ibis
import numpy as np

from merit.allocation.moves import Judged, judged
from merit.allocation.response import response_of
from merit.allocation.spending import Cut, Floats, SpendDays, TestedReturn
from merit.engines.query_engine import QueryEngine
from merit.kernel.exact import STORED_SCALE
from merit.kernel.period import Period

FEWEST_ORDERS = 100
"""With fewer orders that name it, a campaign takes the margin of its shops."""
TEST_COUNTS = timedelta(days=365)
"""A test that ended longer ago says nothing about today."""

_Shops = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class AdQuestion:
    """Which days, cut by what. `special` names what makes each day special; `margin` goes before the facts' own."""

    cut: Cut
    span: Period
    special: Sequence[str]
    shops: frozenset[str] | None = None
    """None: all."""
    margin: Fraction | None = None


def ad_span(engine: QueryEngine, days: int) -> Period | None:
    """The last days with advertising, at most so many; None where there is none."""
    if not engine.may_have_rows("ads"):
        return None
    rows = engine.table("ads")
    (ends,) = engine.run(rows.agg(first=rows.day.min(), last=rows.day.max())).to_pylist()
    if ends["last"] is None:
        return None
    past = ends["last"] + timedelta(days=1)
    return Period(max(ends["first"], past - timedelta(days=days)), past)


def ad_days(engine: QueryEngine, asked: AdQuestion) -> list[SpendDays]:
    """One for each campaign, channel or shop that spent in these days, the most spent first."""
    spent = _spent(engine, asked)
    elsewhere = _elsewhere(engine, asked)
    margins, tests = _Margins(engine, asked), _tests(engine, asked)
    found = [_of_unit(asked, unit, rows, elsewhere, (margins, tests)) for unit, rows in _by_unit(asked.cut, spent)]
    return sorted(found, key=lambda each: (-each.spend.sum(), each.unit))


def judged_units(engine: QueryEngine, asked: AdQuestion) -> list[Judged]:
    """How each stands, the most spent first."""
    return [judged(each, response_of(each)) for each in ad_days(engine, asked)]


def _by_unit(cut: Cut, spent: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in spent:
        grouped[row[cut] or ""].append(row)
    return sorted(grouped.items())


def _of_unit(
    asked: AdQuestion,
    unit: str,
    rows: list[dict[str, Any]],
    elsewhere: _Shops,
    known: "tuple[_Margins, dict[str, TestedReturn]]",
) -> SpendDays:
    spend, sales = (_placed(asked.span, ((row["day"], row[name]) for row in rows)) for name in ("spend", "sales"))
    shops = tuple(sorted({row["shop"] for row in rows}))
    margins, tests = known
    nothing = np.zeros(len(asked.special))
    demand = sum((elsewhere.get(shop, nothing) for shop in shops), nothing)
    margin = margins.of(unit, shops)
    test = tests.get(unit) if asked.cut is Cut.CAMPAIGN else None
    return SpendDays(unit, shops, asked.span.start, spend, sales, demand, tuple(asked.special), margin, test)


def _placed(span: Period, values: Any) -> Floats:
    found = np.zeros(len(list(span.days())))
    for day, value in values:
        found[(day - span.start).days] += int(value or 0) / STORED_SCALE
    return found


def _spent(engine: QueryEngine, asked: AdQuestion) -> list[dict[str, Any]]:
    rows = _within(engine.table("ads"), "day", asked.span)
    rows = _in_shops(rows, asked)
    summed = rows.group_by("day", "shop", unit=rows[asked.cut].cast("string")).agg(
        spend=rows.spend.sum(), sales=ibis.coalesce(rows.sales.sum(), 0)
    )
    found = engine.run(summed.order_by("unit", "shop", "day")).to_pylist()
    return [row | {asked.cut: row["unit"]} for row in found]


def _elsewhere(engine: QueryEngine, asked: AdQuestion) -> _Shops:
    """By shop and day what orders came to that name no campaign."""
    if not engine.may_have_rows("orders"):
        return {}
    rows = _within(engine.view("orders"), "paid_at_day", asked.span)
    rows = _in_shops(rows.filter(rows.valid, ibis.coalesce(rows.campaign, "") == ""), asked)
    summed = rows.group_by("shop", day=rows.paid_at_day).agg(paid=rows.paid_amount.sum())
    grouped: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for row in engine.run(summed).to_pylist():
        grouped[row["shop"]].append((row["day"], row["paid"]))
    return {shop: _placed(asked.span, values) for shop, values in grouped.items()}


class _Margins:
    """What orders of the days left of their amount, by campaign where enough orders name it, else by shop."""

    def __init__(self, engine: QueryEngine, asked: AdQuestion) -> None:
        self._given = asked.margin
        self._rows: list[dict[str, Any]] = []
        if asked.margin is None and engine.may_have_rows("order_lines"):
            rows = _within(engine.view("order_contributions"), "paid_at_day", asked.span)
            summed = rows.group_by("shop", campaign=ibis.coalesce(rows.campaign, "")).agg(
                left=rows.contribution.sum(), paid=rows.order_amount.sum(), orders=rows.count()
            )
            self._rows = engine.run(summed).to_pylist()

    def of(self, unit: str, shops: tuple[str, ...]) -> Fraction | None:
        """None where nothing was sold or no cost is known."""
        if self._given is not None:
            return self._given
        own = [row for row in self._rows if row["campaign"] == unit and unit]
        if sum(row["orders"] for row in own) < FEWEST_ORDERS:
            own = [row for row in self._rows if row["shop"] in shops]
        paid = sum(int(row["paid"] or 0) for row in own)
        return Fraction(sum(int(row["left"] or 0) for row in own), paid) if paid > 0 else None


def _tests(engine: QueryEngine, asked: AdQuestion) -> dict[str, TestedReturn]:
    """The latest of each campaign, but none that is too old."""
    if not engine.may_have_rows("ad_tests"):
        return {}
    rows = engine.table("ad_tests")
    rows = rows.filter(rows.to >= ibis.literal(asked.span.end - TEST_COUNTS), rows.to < ibis.literal(asked.span.end))
    found = {}
    for row in engine.run(rows.filter(rows.spend > 0).order_by("to", "test_id")).to_pylist():
        more = Fraction(int(row["test_sales"] - row["baseline_sales"]), int(row["spend"]))
        found[row["campaign"]] = TestedReturn(row["test_id"], row["from"], row["to"], more)
    return found


def _within(rows: Any, day: str, span: Period) -> Any:
    return rows.filter(rows[day] >= ibis.literal(span.start), rows[day] < ibis.literal(span.end))


def _in_shops(rows: Any, asked: AdQuestion) -> Any:
    return rows if asked.shops is None else rows.filter(rows.shop.isin(sorted(asked.shops)))
