"""Mistakes of design that a plan shows by itself: number of KPIs, weights, one-sided volume, results alone, SMART."""

from collections.abc import Iterator
from fractions import Fraction

from merit.catalogue.kpi import Catalogue, Direction, Unit
from merit.company import Company
from merit.insight.decomposition_sides import sides_of
from merit.insight.plan_check.subject import READS_KPI, PlanInUse, listed, note, warning
from merit.kernel.exact import plain
from merit.kernel.node import person_node
from merit.kernel.problems import Problem
from merit.scores.plan.curves import NEEDS_TARGET
from merit.scores.plan.score_plan import (
    Balance,
    CostFactor,
    Gate,
    Indicator,
    IndicatorKind,
    KpiCondition,
    ScorePlan,
    Veto,
)
from merit.targets.resolve import TargetRows, node_rows

MOST_KPIS = 5
HEAVIEST = Fraction(70)
MOST_UNEVEN = 10
"""Heaviest weight ÷ lightest."""
LIGHTEST = Fraction(5)

RESULT_GROUPS = frozenset({"sales", "profit", "finance", "growth"})
QUALITY_BESIDE = {
    "sales": "gross_margin",
    "customers": "repurchase_C_90",
    "service": "csat",
    "advertising": "roas",
    "content": "social_er_reach",
    "traffic": "cvr_visitor",
    "logistics": "order_accuracy",
    "tasks": "task_quality",
}
"""A KPI of quality for each group, to be suggested beside one of volume."""


def design_findings(company: Company, used: PlanInUse, rows: TargetRows) -> Iterator[Problem]:
    """All of them for one plan."""
    plan = used.plan
    yield from _number_of_kpis(plan)
    yield from _weights(plan)
    yield from _volume_alone(plan, company.catalogue)
    for indicator in used.kpi_indicators:
        yield from _without_target(company, used, indicator, rows)


def _number_of_kpis(plan: ScorePlan) -> Iterator[Problem]:
    kpis = [each for each in plan.indicators if each.kind in READS_KPI]
    if len(kpis) > MOST_KPIS:
        yield warning("insight.too_many_kpis", plan.source, plan=plan.plan, count=len(kpis), most=MOST_KPIS)
    if len(plan.indicators) == 1:
        only = plan.indicators[0]
        yield warning("insight.single_indicator", only.source, plan=plan.plan, indicator=only.id)
    if not kpis:
        yield warning("insight.nothing_measured", plan.source, plan=plan.plan)


def _weights(plan: ScorePlan) -> Iterator[Problem]:
    ranked = sorted(plan.indicators, key=lambda each: each.weight)
    if len(ranked) < 2:
        return
    light, heavy = ranked[0], ranked[-1]
    if heavy.weight > HEAVIEST or heavy.weight >= MOST_UNEVEN * light.weight:
        params: dict[str, str | int] = {"heavy": heavy.id, "light": light.id, "plan": plan.plan}
        weights = {"most": plain(heavy.weight), "least": plain(light.weight)}
        yield warning("insight.weights_uneven", heavy.source, **params, **weights)
    for each in ranked:
        if each.weight < LIGHTEST:
            weight = plain(each.weight)
            yield note("insight.weight_too_small", each.source, plan=plan.plan, indicator=each.id, weight=weight)


def _volume_alone(plan: ScorePlan, catalogue: Catalogue) -> Iterator[Problem]:
    volumes = [each for each in plan.indicators if _is_volume(each, catalogue)]
    others = [each for each in plan.indicators if each.kind in READS_KPI and each not in volumes]
    if others or any(_balances_all(each) for each in plan.modifiers):
        return
    paired = {each.indicator for each in plan.modifiers if isinstance(each, Balance)}
    for each in volumes:
        if each.id not in paired:
            pair = QUALITY_BESIDE.get(catalogue[each.subject].group, "gross_margin")
            yield warning("insight.volume_alone", each.source, plan=plan.plan, indicator=each.id, pair=pair)


def _is_volume(indicator: Indicator, catalogue: Catalogue) -> bool:
    return indicator.kind in READS_KPI and is_volume(catalogue, indicator.subject)


def is_volume(catalogue: Catalogue, subject: str) -> bool:
    """Money or a count that is better the larger it is, and that says nothing of cost or quality."""
    if subject not in catalogue:
        return False
    kpi = catalogue[subject]
    rises = kpi.direction is Direction.UP and kpi.unit in (Unit.MONEY, Unit.COUNT)
    sides = sides_of(catalogue, kpi.id)
    return rises and kpi.group not in ("profit", "finance") and sides is not None and sides.whole is None


def _balances_all(modifier: object) -> bool:
    """A gate, a veto or a cost factor by another KPI holds back volume at any price."""
    if isinstance(modifier, Gate | Veto):
        return isinstance(modifier.when, KpiCondition)
    return isinstance(modifier, CostFactor)


def only_results(plan: ScorePlan, catalogue: Catalogue) -> bool:
    """Nothing but KPIs of sales, profit, finance or growth: no process, task or rating."""
    return all(
        each.kind is IndicatorKind.MEASURED
        and (each.subject not in catalogue or catalogue[each.subject].group in RESULT_GROUPS)
        for each in plan.indicators
    )


def _without_target(company: Company, used: PlanInUse, indicator: Indicator, rows: TargetRows) -> Iterator[Problem]:
    """Time-bound: a target has to exist for this very cycle."""
    curve = indicator.curve
    if curve is None or curve.reads not in NEEDS_TARGET or indicator.target is not None:
        return
    missing = [
        spell.person
        for spell in used.spells
        if not node_rows(rows, indicator.subject, person_node(spell.person), used.cycle)
        and not node_rows(rows, indicator.subject, used.node_of(indicator, spell, company), used.cycle)
    ]
    if missing:
        params: dict[str, str | int] = {"indicator": indicator.id, "period": str(used.cycle), "count": len(missing)}
        people = listed(missing)
        yield warning("insight.no_target", indicator.source, plan=used.plan.plan, people=people, **params)
