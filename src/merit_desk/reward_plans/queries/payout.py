"""What a reward pays, drawn by the core's own rules, with the table behind each chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.kernel.money import Money
from merit.rewards.bonus.pool import pool_of_kpi, pool_share
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CoefficientTable,
    CommissionTerms,
    ContestTerms,
    PoolTerms,
    RateMode,
    Reading,
    RewardPlan,
    YearEndTerms,
)
from merit.rewards.promise import (
    bonus_promised,
    coefficient_of,
    commission_curve,
    commission_promised,
    individual_of,
    needs_target,
)
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.reward_plans.queries.amounts import money, reading
from merit_desk.reward_plans.queries.other_kinds import as_bonus, prizes_of, year_base, year_end_paid
from merit_desk.reward_plans.queries.supposed import Example
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

ONE = Fraction(1)
TOP_SCORE = Fraction(120)


@dataclass(frozen=True, slots=True)
class PayChart:
    """`data` goes to the chart; `rows` under `heads` are its table; `finding` says what it shows."""

    code: str
    title: str
    data: dict[str, Any]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    finding: str


def pay_charts(company: Company, plan: RewardPlan, example: Example) -> list[PayChart]:
    """The charts of a plan, the one that matters most first."""
    match plan.terms:
        case CommissionTerms() as terms:
            return _commission(company, terms, example)
        case BonusTerms() as terms:
            return _bonus(company, terms, example)
        case PoolTerms() as terms:
            return _pool(company, terms, example)
        case ContestTerms() as terms:
            return _contest(company, terms)
        case YearEndTerms() as terms:
            return _year_end(company, terms, example)


def _commission(company: Company, terms: CommissionTerms, example: Example) -> list[PayChart]:
    supposed = example.supposed(terms)
    if (needs_target(terms) and supposed.target is None) or not terms.rates.bands:
        return []
    currency, upto = company.profile.currency, example.upto(terms)
    modes = [terms.rates.mode, *(mode for mode in RateMode if mode is not terms.rates.mode)]
    curves = {
        mode: commission_curve(replace(terms, rates=replace(terms.rates, mode=mode)), upto, supposed, currency)
        for mode in modes
    }
    x_text = _amount_text(company, terms, supposed.target)
    series = [
        {
            "name": say(f"rate_mode.{mode}"),
            "chosen": mode is terms.rates.mode,
            "points": [[float(x), float(y.units)] for x, y in points],
            "texts": [[x_text(x), money(y.units)] for x, y in points],
        }
        for mode, points in curves.items()
    ]
    amount = example.amount(terms)
    earned = commission_promised(terms, amount, supposed, currency).earned
    data = {
        "series": series,
        "x": kpi_title(company, terms.base.kpi),
        "y": say("reward_plans.earned"),
        "example": [float(amount), float(earned.units), f"{x_text(amount)} → {money(earned.units)}"],
    }
    heads = (kpi_title(company, terms.base.kpi), *(say(f"rate_mode.{mode}") for mode in modes))
    rows = _commission_rows(terms, curves, amount, example, company)
    finding = say("reward_plans.finding", amount=x_text(amount), money=money(earned.units))
    return [PayChart("payout", say("reward_plans.chart_commission"), data, heads, rows, finding)]


def _commission_rows(
    terms: CommissionTerms,
    curves: Mapping[RateMode, Sequence[tuple[Fraction, Money]]],
    amount: Fraction,
    example: Example,
    company: Company,
) -> tuple[tuple[str, ...], ...]:
    """At every edge, at the example, and at the end: what each reading gives."""
    supposed, currency = example.supposed(terms), company.profile.currency
    scale = supposed.target if terms.rates.on is Reading.ATTAINMENT and supposed.target else ONE
    edges = {edge * scale for edge, _ in terms.rates.bands}
    drawn = curves[terms.rates.mode]
    bends = {x for (x, y), (_, before) in zip(drawn[1:], drawn, strict=False) if terms.cap == y.units != before.units}
    x_text = _amount_text(company, terms, supposed.target)
    rows = []
    for x in sorted({*edges, *bends, amount, example.upto(terms)}):
        found = [
            commission_promised(replace(terms, rates=replace(terms.rates, mode=mode)), x, supposed, currency).earned
            for mode in curves
        ]
        rows.append((x_text(x), *(money(each.units) for each in found)))
    return tuple(rows)


def _amount_text(company: Company, terms: CommissionTerms, target: Fraction | None) -> Any:
    unit = kpi_unit(company, terms.base.kpi)
    if terms.rates.on is Reading.ATTAINMENT and target:
        return lambda value: f"{reading(value, unit)} ({formats.percent(value / target)})"
    return lambda value: reading(value, unit)


def _bonus(company: Company, terms: BonusTerms, example: Example) -> list[PayChart]:
    base, currency = example.base(terms), company.profile.currency
    others = [coefficient_of(terms.department, example.department), coefficient_of(terms.company, example.company)]

    def pays(individual: Fraction) -> Fraction:
        return bonus_promised(base, [individual, *others], currency).units

    own = individual_of(terms, example.grade, example.score)
    mine = own.value if own is not None else ONE
    charts = [_individual(terms, pays)]
    tables = (("department", terms.department), ("company", terms.company))
    for at, (name, table) in enumerate(tables):
        if table is not None and table.bands:
            rest = [mine, others[1 - at]]
            charts.append(_table_chart(company, name, table, _paying(base, rest, currency)))
    return charts


def _paying(base: Fraction, rest: list[Fraction], currency: str) -> Any:
    return lambda value: bonus_promised(base, [*rest, value], currency).units


def _individual(terms: BonusTerms, pays: Any) -> PayChart:
    title, gives = say("reward_plans.chart_individual"), say("plans.coefficient")
    if terms.scores:
        steps = _steps(terms.scores, max(TOP_SCORE, terms.scores[-1][0] + 1))
        return _stepped("individual", title, steps, (say("plans.total"), formats_score, pays, gives))
    bars = [[grade, float(pays(value)), money(pays(value))] for grade, value in terms.grades]
    rows = tuple((grade, formats.short_number(value, 4), money(pays(value))) for grade, value in terms.grades)
    data = {"bars": bars, "x": say("plans.grade"), "y": say("reward_plans.bonus")}
    finding = say("reward_plans.finding", amount=rows[0][0], money=rows[0][2]) if rows else title
    heads = (say("plans.grade"), gives, say("reward_plans.bonus"))
    return PayChart("individual", title, data, heads, rows, finding)


def formats_score(value: Fraction) -> str:
    """A total score."""
    return formats.short_number(value, 2)


def _table_chart(company: Company, name: str, table: CoefficientTable, pays: Any) -> PayChart:
    unit = kpi_unit(company, table.kpi)
    share = table.on is Reading.ATTAINMENT
    last = table.bands[-1][0]
    top = last * Fraction(5, 4) if last > 0 else ONE
    reads = f"{kpi_title(company, table.kpi)} · {say(f'reads_words.{table.on}')}"
    text = formats.percent if share else (lambda value: reading(value, unit))
    words = (reads, text, pays, say("plans.coefficient"))
    chart = _stepped(name, say(f"reward_plans.chart_{name}"), _steps(table.bands, top), words)
    return replace(chart, data={**chart.data, "percent": share or unit is Unit.RATE})


Steps = list[tuple[Fraction, Fraction, Fraction]]


def _steps(bands: Sequence[tuple[Fraction, Fraction]], top: Fraction) -> Steps:
    """From, to and result of each band, below the first one nothing."""
    ends = [*(start for start, _ in bands[1:]), top]
    found = [(start, end, result) for (start, result), end in zip(bands, ends, strict=True)]
    return [(Fraction(0), bands[0][0], Fraction(0)), *found] if bands[0][0] > 0 else found


def _stepped(code: str, title: str, steps: Steps, words: tuple[str, Any, Any, str]) -> PayChart:
    reads, text, pays, gives = words
    points, texts = [], []
    for start, end, result in steps:
        for x in (start, end):
            points.append([float(x), float(pays(result))])
            texts.append([text(x), money(pays(result))])
    rows = tuple((text(start), formats.short_number(result, 4), money(pays(result))) for start, _, result in steps)
    line = {"name": title, "chosen": True, "points": points, "texts": texts}
    data = {"series": [line], "x": reads, "y": say("reward_plans.bonus")}
    finding = say("reward_plans.finding", amount=rows[-1][0], money=rows[-1][2])
    return PayChart(code, title, data, (reads, gives, say("reward_plans.bonus")), rows, finding)


def _contest(company: Company, terms: ContestTerms) -> list[PayChart]:
    prizes = prizes_of(terms, company.profile.currency)
    if not prizes:
        return []
    names = [say("contest_words.place", place=at) for at in range(1, len(prizes) + 1)]
    rows = tuple((name, money(prize)) for name, prize in zip(names, prizes, strict=True))
    bars = [[name, float(prize), money(prize)] for name, prize in zip(names, prizes, strict=True)]
    heads = (say("contest_words.places"), say("reward_terms.prizes"))
    data = {"bars": bars, "x": heads[0], "y": heads[1]}
    finding = say("contest_words.sum_up", count=len(prizes), amount=money(terms.budget))
    return [PayChart("prizes", heads[1], data, heads, rows, finding)]


def _year_end(company: Company, terms: YearEndTerms, example: Example) -> list[PayChart]:
    """By coefficient, as a bonus is, but by the rule of the year-end bonus."""
    bonus = as_bonus(terms)
    base, currency = year_base(terms, example), company.profile.currency
    others = [coefficient_of(terms.department, example.department), coefficient_of(terms.company, example.company)]
    own = individual_of(bonus, example.grade, example.score) if bonus.grades or bonus.scores else None
    mine = own.value if own is not None else ONE
    charts = [_individual(bonus, partial(_year_pays, base, others, currency))] if bonus.grades or bonus.scores else []
    tables = (("department", terms.department), ("company", terms.company))
    for at, (name, table) in enumerate(tables):
        if table is not None and table.bands:
            charts.append(
                _table_chart(company, name, table, partial(_year_pays, base, [mine, others[1 - at]], currency))
            )
    return charts


def _year_pays(base: Fraction, rest: list[Fraction], currency: str, value: Fraction) -> Fraction:
    return year_end_paid(base, [*rest, value], currency)


def _pool(company: Company, terms: PoolTerms, example: Example) -> list[PayChart]:
    currency = company.profile.currency
    pool = example.pool(terms, currency)
    charts = []
    if terms.amount is None:
        charts.append(_pool_line(company, terms, example))
    weights = {grade: value for grade, value in terms.grades if value > 0}
    if not weights:
        weights = {f"{at:02d}": ONE for at in range(1, example.members + 1)}
    shares = {name: pool_share(person=name, pool=pool, weights=weights).value for name in weights}
    graded = bool(terms.grades)
    label = say("plans.grade") if graded else say("reward_plans.member")
    rows = tuple((name, money(share.units)) for name, share in shares.items())
    data = {
        "bars": [[name, float(share.units), money(share.units)] for name, share in shares.items()],
        "x": label,
        "y": say("reward_plans.share"),
    }
    title = say("reward_plans.chart_shares_graded" if graded else "reward_plans.chart_shares", count=len(shares))
    total = say("reward_plans.shares_add_up", pool=money(pool.units))
    return [*charts, PayChart("shares", title, data, (label, say("reward_plans.share")), rows, total)]


def _pool_line(company: Company, terms: PoolTerms, example: Example) -> PayChart:
    unit, currency, top = kpi_unit(company, terms.kpi), company.profile.currency, example.amount_of_pool() * 2
    values = [top * part / 8 for part in range(9)]
    filled = partial(pool_of_kpi, share=terms.share, currency=currency, above=terms.above)
    found = [(x, filled(value=x).value.units) for x in values]
    texts = [[reading(x, unit), money(y)] for x, y in found]
    line = {"name": say("reward_plans.pool"), "chosen": True, "points": [[float(x), float(y)] for x, y in found]}
    kpi = kpi_title(company, terms.kpi)
    data = {"series": [{**line, "texts": texts}], "x": kpi, "y": say("reward_plans.pool")}
    finding = say("reward_plans.finding", amount=texts[-1][0], money=texts[-1][1])
    heads = (kpi, say("reward_plans.pool"))
    rows = tuple((x, y) for x, y in texts)
    return PayChart("pool", say("reward_plans.chart_pool"), data, heads, rows, finding)
