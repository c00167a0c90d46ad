"""What a year-end bonus leaves after tax, drawn: the cliff near an amount, and both methods over the whole range."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from merit.guards.income_tax import tax_merged
from merit.guards.law_tables import Brackets, LawTables, TaxKind
from merit.guards.year_end_bonus import BlindZone, after_tax, blind_zones
from merit.kernel.money import Money
from merit_desk.reward_plans.queries.amounts import money
from merit_desk.reward_plans.queries.payout import PayChart
from merit_desk.shell.sentences import say

WHOLE = Money(1_200_000_00)
Left = list[tuple[Money, Money]]
"""Bonus and what it leaves."""


def tax_charts(bonus: Money | None, income: Money, paid_on: date, tables: LawTables) -> list[PayChart]:
    """The cliff nearest to the bonus (the first, without one) and the whole; empty on a day without separate tax."""
    apart, yearly = tables.tax(TaxKind.YEAR_END, paid_on), tables.tax(TaxKind.COMPREHENSIVE, paid_on)
    if apart is None:
        return []
    blind = blind_zones(apart.brackets)
    charts = [_cliff(_nearest(blind, bonus), bonus, apart.brackets)] if blind else []
    return [*charts, _whole(blind, bonus, income, (apart.brackets, yearly.brackets if yearly else None))]


def _nearest(blind: Sequence[BlindZone], bonus: Money | None) -> BlindZone:
    """The zone that holds the bonus, else the one whose edge or end is nearest by share."""
    if bonus is None:
        return blind[0]
    return min(blind, key=lambda zone: _away(zone, bonus))


def _away(zone: BlindZone, bonus: Money) -> Fraction:
    if zone.edge.fen <= bonus.fen <= zone.last.fen:
        return Fraction(0)
    end = zone.edge if bonus.fen < zone.edge.fen else zone.last
    return Fraction(abs(bonus.fen - end.fen), end.fen)


def _cliff(zone: BlindZone, bonus: Money | None, brackets: Brackets) -> PayChart:
    """From a little below the edge to a little above the end: up to the edge, down at once, and slowly up again."""
    span = zone.last.fen - zone.edge.fen
    low, high = Money(max(0, zone.edge.fen - span // 2)), Money(zone.last.fen + span // 2)
    inside = bonus is not None and low.fen <= bonus.fen <= high.fen
    amounts = [low, zone.edge, zone.first, Money(zone.edge.fen + 100), zone.last, Money(zone.last.fen + 1), high]
    points = _apart(sorted({*amounts, *([bonus] if bonus is not None and inside else [])}, key=_fen), brackets)
    kept = after_tax(zone.edge, brackets)
    level = [(zone.edge, kept), (zone.last, kept)]
    data: dict[str, Any] = {
        "series": [
            _line(say("compliance.left"), points, chosen=True),
            _line(say("compliance.edge_leaves", edge=money(zone.edge.units)), level),
        ],
        "x": say("compliance.field.bonus"),
        "y": say("compliance.left"),
        "from": float(low.units),
    }
    if bonus is not None and inside:
        data["example"] = _example(bonus, after_tax(bonus, brackets))
    rows = tuple((money(x.units), money((x - left).units), money(left.units)) for x, left in points)
    one_more = Money(zone.edge.fen + 100)
    finding = say(
        "compliance.cliff",
        edge=money(zone.edge.units),
        less=money((kept - after_tax(one_more, brackets)).units),
        last=money(zone.last.units),
    )
    heads = (say("compliance.field.bonus"), say("compliance.tax_short"), say("compliance.left"))
    return PayChart("cliff", finding, data, heads, rows, finding)


def _whole(
    blind: Sequence[BlindZone], bonus: Money | None, income: Money, laws: tuple[Brackets, Brackets | None]
) -> PayChart:
    """Both methods from nothing to 1.2 million, or a fifth above the bonus where that is more."""
    apart, yearly = laws
    top = Money(max(WHOLE.fen, bonus.fen * 6 // 5)) if bonus is not None else WHOLE
    edges = [each for zone in blind for each in (zone.edge, zone.first)]
    points = _apart(_within([Money(0), *edges, top], top), apart)
    series = [_line(say("compliance.separate"), points, chosen=True)]
    merged: Left = []
    if yearly is not None:
        ends = [Money.of(end) - income for end, _, _ in yearly if end is not None]
        bends = _within([Money(0), *ends, Money(0) - income, *edges, top], top)
        merged = [(x, x - tax_merged(bonus=x, income=income, brackets=yearly).value) for x in bends]
        series.append(_line(say("compliance.merged"), merged))
    data: dict[str, Any] = {"series": series, "x": say("compliance.field.bonus"), "y": say("compliance.left")}
    if bonus is not None:
        data["example"] = _example(bonus, after_tax(bonus, apart))
    heads = (say("compliance.field.bonus"), *(str(each["name"]) for each in series))
    of_merged = dict(merged)
    rows = tuple(
        (money(x.units), money(left.units), *([money(of_merged[x].units)] if merged else [])) for x, left in points
    )
    title = say("compliance.whole", income=money(income.units))
    return PayChart("whole", title, data, heads, rows, title)


def _apart(amounts: Iterable[Money], brackets: Brackets) -> Left:
    return [(each, after_tax(each, brackets)) for each in amounts]


def _within(amounts: Iterable[Money], top: Money) -> list[Money]:
    return sorted({each for each in amounts if 0 <= each.fen <= top.fen}, key=_fen)


def _line(name: str, points: Left, chosen: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "chosen": chosen,
        "points": [[float(x.units), float(y.units)] for x, y in points],
        "texts": [[money(x.units), money(y.units)] for x, y in points],
    }


def _example(bonus: Money, left: Money) -> list[Any]:
    return [float(bonus.units), float(left.units), f"{money(bonus.units)} → {money(left.units)}"]


def _fen(amount: Money) -> int:
    return amount.fen
