"""The commission part of a reward document."""

import re
from fractions import Fraction

from merit.kernel.breakpoints import read_breakpoints
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import Problem
from merit.kernel.section import Section
from merit.rewards.plan.plan_parts import COMPARISONS, read_coefficient, read_condition
from merit.rewards.plan.reward_plan import (
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

KEYS = (
    "base rates gate multiplier kicker accelerator cap floor guarantee refunds split override draw holdback ramp"
    " line_minimum"
).split()
SPANS = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
ALREADY_NET = ("net_sales", "net_sales_shopify", "woo_net_revenue", "total_sales", "gross_profit")


def read_commission(fields: Section, common: tuple[str, ...]) -> CommissionTerms:
    """The terms; a part that is wrong is left out after its Problem is noted."""
    fields.known_keys(*common, *KEYS)
    fields.needed("base", "rates")
    base = _base(fields)
    refunds, attainment_falls = _refunds(fields, base.kpi)
    if fields.has("floor") and fields.has("guarantee"):
        fields.one_of("floor", "guarantee")
    if fields.text("split", "by_credit") != "by_credit":
        fields.not_a_choice(fields.text("split"), ["by_credit"], "split")
    return CommissionTerms(
        base=base,
        rates=_rates(fields),
        gates=tuple(_gate(each) for each in fields.one_or_more("gate")),
        multiplier=read_coefficient(fields, "multiplier", NodeKind.PERSON),
        kickers=tuple(_kicker(each) for each in fields.one_or_more("kicker")),
        accelerator=_accelerator(fields),
        cap=fields.number("cap", low=0),
        floor=fields.number("floor", low=0) if fields.has("floor") else fields.number("guarantee", low=0),
        refunds=refunds,
        attainment_falls=attainment_falls,
        override_rate=_override(fields),
        draw=_draw(fields),
        holdback=_holdback(fields),
        ramp=_ramp(fields),
        line_minimum=fields.number("line_minimum", low=0),
    )


def _base(fields: Section) -> CommissionBase:
    part = fields.part("base")
    if part is None:
        return CommissionBase("", DateBasis.PAID)
    part.known_keys("kpi", "date_basis", "cumulative", "counting", "target")
    part.needed("kpi")
    cumulative = part.choice("cumulative", Grain, Grain.MONTH) if part.has("cumulative") else None
    if cumulative is not None and cumulative not in SPANS:
        part.not_a_choice(cumulative, SPANS, "cumulative")
    counting = part.choice("counting", Counting, Counting.SPAN)
    if counting is Counting.LINE and cumulative is not None:
        part.add(Problem("rewards.line_and_cumulative", part.place("counting")))
    return CommissionBase(
        part.text("kpi"), part.choice("date_basis", DateBasis, DateBasis.PAID), cumulative, counting,
        part.number("target", low=0),
    )  # fmt: skip


def _rates(fields: Section) -> Rates:
    part = fields.part("rates")
    if part is None:
        return Rates(RateMode.MARGINAL, ())
    part.known_keys("mode", "bands", "points", "on")
    part.needed("mode")
    mode = part.choice("mode", RateMode, RateMode.MARGINAL)
    key = "points" if part.has("points") and mode is RateMode.INTERPOLATED else "bands"
    bands = read_breakpoints(part, key, 0)
    if bands and not any(rate for _, rate in bands):
        part.add(Problem("rewards.all_zero", part.place(key), {"key": key}))
    return Rates(mode, bands, part.choice("on", Reading, Reading.ACTUAL))


def _refunds(fields: Section, kpi: str) -> tuple[RefundRule, bool]:
    part = fields.part("refunds") if isinstance(fields.data.get("refunds"), dict) else None
    if part is not None:
        part.known_keys("mode", "attainment")
        part.needed("mode")
    rule = (
        part.choice("mode", RefundRule, RefundRule.IGNORE)
        if part
        else fields.choice("refunds", RefundRule, RefundRule.IGNORE)
    )
    if rule is RefundRule.CLAWBACK and kpi in ALREADY_NET:
        fields.add(Problem("rewards.clawback_on_net", fields.place("refunds"), {"kpi": kpi}))
    moves = part.text("attainment", "stays") if part else "stays"
    if part is not None and moves not in ("falls", "stays"):
        part.not_a_choice(moves, ["falls", "stays"], "attainment")
    return rule, moves == "falls"


def _gate(part: Section) -> Gate:
    part.known_keys("kpi", "of", *COMPARISONS, "else")
    condition = read_condition(part)
    if part.text("else", "zero") == "zero":
        return Gate(condition, Fraction(0))
    return Gate(condition, part.share("else") or Fraction(0))


def _kicker(part: Section) -> Kicker:
    part.known_keys("kpi", "of", *COMPARISONS, "add", "times", "from", "to")
    if not (part.has("add") or part.has("times")):
        part.one_of("add", "times")
    first, last = part.day("from"), part.day("to")
    if (first is None) != (last is None):
        part.add(Problem("documents.key_missing", part.place(), {"key": "to" if last is None else "from"}))
    elif first and last and last < first:
        part.add(Problem("rewards.ends_before_it_begins", part.place("to"), {"start": str(first), "end": str(last)}))
    add, times = part.number("add", low=0) or Fraction(0), part.number("times", low=1) or Fraction(1)
    return Kicker(read_condition(part), add, times, first, last)


def _accelerator(fields: Section) -> Accelerator | None:
    part = fields.part("accelerator")
    if part is None:
        return None
    part.known_keys("above", "times")
    part.needed("above", "times")
    return Accelerator(part.number("above", low=0) or Fraction(1), part.number("times", low=1) or Fraction(1))


def _override(fields: Section) -> Fraction | None:
    part = fields.part("override")
    if part is None:
        return None
    part.known_keys("to", "rate")
    part.needed("rate")
    if part.text("to", "leader") != "leader":
        part.not_a_choice(part.text("to"), ["leader"], "to")
    return part.share("rate")


def _draw(fields: Section) -> Draw | None:
    part = fields.part("draw")
    if part is None:
        return None
    part.known_keys("amount", "recoverable")
    part.needed("amount")
    return Draw(part.number("amount", low=0) or Fraction(0), part.flag("recoverable", default=True))


def _holdback(fields: Section) -> Holdback | None:
    part = fields.part("holdback")
    if part is None:
        return None
    part.known_keys("share", "release_after")
    part.needed("share", "release_after")
    written = part.text("release_after", "0d")
    days = re.fullmatch(r"(\d{1,4})d", written)
    if days is None:
        part.add(Problem("rewards.not_days", part.place("release_after"), {"value": written}))
    return Holdback(part.share("share") or Fraction(0), int(days[1]) if days else 0)


def _ramp(fields: Section) -> tuple[tuple[int, Fraction], ...]:
    part = fields.part("ramp")
    if part is None:
        return ()
    ramp: list[tuple[int, Fraction]] = []
    for month, share in part.data.items():
        number, part_of_edges = part.as_number(month, (month,), 1), part.as_number(share, (month,), 0)
        if part_of_edges == 0:
            part.add(Problem("rewards.zero_ramp", part.place(month), {"month": str(month)}))
        if number and part_of_edges:
            ramp.append((int(number), part_of_edges))
    return tuple(sorted(ramp))
