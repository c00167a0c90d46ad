"""The commission part of a reward document."""

import re
from fractions import Fraction

from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import Problem
from merit.rewards.fields import Fields
from merit.rewards.plan import (
    Accelerator,
    CommissionBase,
    CommissionTerms,
    Counting,
    DateBasis,
    Draw,
    Gate,
    Holdback,
    Kicker,
    RateMode,
    Rates,
    Reading,
    RefundRule,
)
from merit.rewards.plan_parts import COMPARISONS, read_coefficient, read_condition

KEYS = (
    "base rates gate multiplier kicker accelerator cap floor guarantee refunds split override draw holdback ramp"
    " line_minimum"
).split()
SPANS = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
ALREADY_NET = ("net_sales", "net_sales_shopify", "woo_net_revenue", "total_sales", "gross_profit")


def read_commission(fields: Fields, common: tuple[str, ...]) -> CommissionTerms:
    """The terms; a part that is wrong is left out after its Problem is noted."""
    fields.only(*common, *KEYS)
    fields.required("base", "rates")
    base = _base(fields)
    refunds, attainment_falls = _refunds(fields, base.kpi)
    if fields.has("floor") and fields.has("guarantee"):
        fields.add(Problem("rewards.one_of", fields.place("guarantee"), {"keys": "floor, guarantee"}))
    if fields.text("split", "by_credit") != "by_credit":
        fields.not_one_of(fields.text("split"), "by_credit", "split")
    return CommissionTerms(
        base=base,
        rates=_rates(fields),
        gates=tuple(_gate(each) for each in fields.parts("gate")),
        multiplier=read_coefficient(fields, "multiplier", NodeKind.PERSON),
        kickers=tuple(_kicker(each) for each in fields.parts("kicker")),
        accelerator=_accelerator(fields),
        cap=fields.number("cap"),
        floor=fields.number("floor") if fields.has("floor") else fields.number("guarantee"),
        refunds=refunds,
        attainment_falls=attainment_falls,
        override_rate=_override(fields),
        draw=_draw(fields),
        holdback=_holdback(fields),
        ramp=_ramp(fields),
        line_minimum=fields.number("line_minimum"),
    )


def _base(fields: Fields) -> CommissionBase:
    part = fields.part("base")
    if part is None:
        return CommissionBase("", DateBasis.PAID)
    part.only("kpi", "date_basis", "cumulative", "counting", "target")
    part.required("kpi")
    cumulative = part.choice("cumulative", Grain, Grain.MONTH) if part.has("cumulative") else None
    if cumulative is not None and cumulative not in SPANS:
        part.not_one_of(cumulative, ", ".join(SPANS), "cumulative")
    counting = part.choice("counting", Counting, Counting.SPAN)
    if counting is Counting.LINE and cumulative is not None:
        part.add(Problem("rewards.line_and_cumulative", part.place("counting")))
    return CommissionBase(
        part.text("kpi"), part.choice("date_basis", DateBasis, DateBasis.PAID), cumulative, counting,
        part.number("target"),
    )  # fmt: skip


def _rates(fields: Fields) -> Rates:
    part = fields.part("rates")
    if part is None:
        return Rates(RateMode.MARGINAL, ())
    part.only("mode", "bands", "points", "on")
    part.required("mode")
    mode = part.choice("mode", RateMode, RateMode.MARGINAL)
    key = "points" if part.has("points") and mode is RateMode.INTERPOLATED else "bands"
    bands = part.bands(key)
    if bands and not any(rate for _, rate in bands):
        part.add(Problem("rewards.all_zero", part.place(key), {"key": key}))
    return Rates(mode, bands, part.choice("on", Reading, Reading.ACTUAL))


def _refunds(fields: Fields, kpi: str) -> tuple[RefundRule, bool]:
    part = fields.part("refunds") if isinstance(fields.data.get("refunds"), dict) else None
    if part is not None:
        part.only("mode", "attainment")
        part.required("mode")
    rule = (
        part.choice("mode", RefundRule, RefundRule.IGNORE)
        if part
        else fields.choice("refunds", RefundRule, RefundRule.IGNORE)
    )
    if rule is RefundRule.CLAWBACK and kpi in ALREADY_NET:
        fields.add(Problem("rewards.clawback_on_net", fields.place("refunds"), {"kpi": kpi}))
    moves = part.text("attainment", "stays") if part else "stays"
    if part is not None and moves not in ("falls", "stays"):
        part.not_one_of(moves, "falls, stays", "attainment")
    return rule, moves == "falls"


def _gate(part: Fields) -> Gate:
    part.only("kpi", "of", *COMPARISONS, "else")
    condition = read_condition(part)
    if part.text("else", "zero") == "zero":
        return Gate(condition, Fraction(0))
    return Gate(condition, part.number("else", high=1) or Fraction(0))


def _kicker(part: Fields) -> Kicker:
    part.only("kpi", "of", *COMPARISONS, "add", "times", "from", "to")
    if not (part.has("add") or part.has("times")):
        part.add(Problem("rewards.one_of", part.place(), {"keys": "add, times"}))
    first, last = part.day("from"), part.day("to")
    if (first is None) != (last is None):
        part.add(Problem("rewards.missing_key", part.place(), {"key": "to" if last is None else "from"}))
    elif first and last and last < first:
        part.add(Problem("rewards.ends_before_it_begins", part.place("to"), {"start": str(first), "end": str(last)}))
    times = part.number("times", low=1)
    return Kicker(
        read_condition(part), part.number("add") or Fraction(0), Fraction(1) if times is None else times, first, last
    )


def _accelerator(fields: Fields) -> Accelerator | None:
    part = fields.part("accelerator")
    if part is None:
        return None
    part.only("above", "times")
    part.required("above", "times")
    return Accelerator(part.number("above") or Fraction(1), part.number("times", low=1) or Fraction(1))


def _override(fields: Fields) -> Fraction | None:
    part = fields.part("override")
    if part is None:
        return None
    part.only("to", "rate")
    part.required("rate")
    if part.text("to", "leader") != "leader":
        part.not_one_of(part.text("to"), "leader", "to")
    return part.number("rate", high=1)


def _draw(fields: Fields) -> Draw | None:
    part = fields.part("draw")
    if part is None:
        return None
    part.only("amount", "recoverable")
    part.required("amount")
    return Draw(part.number("amount") or Fraction(0), part.flag("recoverable", default=True))


def _holdback(fields: Fields) -> Holdback | None:
    part = fields.part("holdback")
    if part is None:
        return None
    part.only("share", "release_after")
    part.required("share", "release_after")
    written = part.text("release_after", "0d")
    days = re.fullmatch(r"(\d{1,4})d", written)
    if days is None:
        part.add(Problem("rewards.not_days", part.place("release_after"), {"value": written}))
    return Holdback(part.number("share", high=1) or Fraction(0), int(days[1]) if days else 0)


def _ramp(fields: Fields) -> tuple[tuple[int, Fraction], ...]:
    part = fields.part("ramp")
    if part is None:
        return ()
    ramp: list[tuple[int, Fraction]] = []
    for month, share in part.data.items():
        number, part_of_edges = part.number_at((month,), month, low=1), part.number_at((month,), share)
        if part_of_edges == 0:
            part.add(Problem("rewards.zero_ramp", part.place(month), {"month": str(month)}))
        if number and part_of_edges:
            ramp.append((int(number), part_of_edges))
    return tuple(sorted(ramp))
