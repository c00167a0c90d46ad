"""Modifiers of a segment's total in their fixed order, whatever their order in the file.

Weighted sum, balance pairs, counted events, cost factor, gates, veto, then floor and cap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from merit.kernel.explain import Explained, LineRef, given
from merit.kernel.problems import Problem
from merit.scores.indicators.judge import count_events
from merit.scores.plan.score_plan import (
    Balance,
    CostFactor,
    EventCount,
    FigureOf,
    Gate,
    KpiCondition,
    KpiCount,
    PointsChange,
    Veto,
)
from merit.scores.scorecard import IndicatorScore
from merit.scores.scoring import Figure, Scoring, place_of, usable
from merit.scores.segments import Segment
from merit.scores.total.consequences import Consequences, GradeLimit, gate_payout, veto_payout
from merit.scores.total.total import (
    balanced_points,
    compares,
    cost_factor,
    counted_points,
    earned_points,
    gated_points,
    gated_total,
    limited_total,
    total_after_points,
    total_times_factor,
    total_with_events,
    weighted_sum,
)

Kind = TypeVar("Kind", PointsChange, Balance, CostFactor, Gate, Veto)


@dataclass(frozen=True, slots=True)
class Running:
    """The total on its way through the modifiers."""

    total: Explained[Fraction]
    points: dict[str, Explained[Fraction]]
    """Points of each indicator as they now stand."""
    weights: dict[str, Fraction]
    factor: Fraction = Fraction(1)
    """Product of the cost factors so far."""


def modified_total(
    lines: Sequence[IndicatorScore], segment: Segment, scoring: Scoring
) -> tuple[Explained[Fraction], Consequences]:
    """The segment's total, unrounded, and what its gates and vetoes do beyond it."""
    running = _sum(lines)
    for balance in _all(Balance, segment):
        running = balanced(running, balance, segment, scoring)
    running = with_events(running, segment, scoring)
    running = with_cost(running, segment, scoring)
    running, consequences = gated(running, segment, scoring)
    consequences = consequences.and_also(vetoes(segment, scoring))
    return _limited(running.total, segment).citing(segment.plan.ref), consequences


def vetoes(segment: Segment, scoring: Scoring) -> Consequences:
    """What the vetoes of the plan do; a result that is blocked or missing keeps none of them off.

    Of somebody without a day on duty only events are asked: no KPI is missing that nobody could have earned.
    """
    consequences = Consequences()
    asked = [each for each in _all(Veto, segment) if segment.days_on_duty or isinstance(each.when, EventCount)]
    for veto in asked:
        consequences = consequences.and_also(_vetoed(veto, segment, scoring))
    return consequences


def _sum(lines: Sequence[IndicatorScore]) -> Running:
    scored = {line.indicator: line for line in lines if line.weighted is not None}
    total = weighted_sum(indicators={name: line.weighted for name, line in scored.items()})
    points = {name: line.points for name, line in scored.items() if line.points is not None}
    return Running(total, points, {name: line.weight for name, line in scored.items()})


def _all(kind: type[Kind], segment: Segment) -> list[Kind]:
    return [modifier for modifier in segment.plan.modifiers if isinstance(modifier, kind)]


def _value(figure: Figure, segment: Segment, scoring: Scoring) -> Explained[Fraction] | None:
    """The KPI of a modifier; one without a value changes nothing, and that is said."""
    found = _asked(figure, segment, scoring)
    if found is None:
        params: dict[str, str | int] = {"kpi": figure.kpi, "person": segment.person}
        scoring.warn(Problem("scores.condition_without_value", place_of(figure.source), params))
    return found


def _asked(figure: Figure, segment: Segment, scoring: Scoring) -> Explained[Fraction] | None:
    """A team is the person's only in the segment; everything else is read over all days under the plan."""
    changes = figure.of in (FigureOf.TEAM, FigureOf.DEPARTMENT)
    return usable(scoring.kpi(figure, segment, segment.days if changes else segment.under_plan))


def _condition(when: KpiCondition, source: LineRef, segment: Segment, scoring: Scoring) -> Explained[Fraction] | None:
    return _value(Figure(when.kpi, when.of, source), segment, scoring)


def balanced(running: Running, balance: Balance, segment: Segment, scoring: Scoring) -> Running:
    """After one balance pair: points above 100 fall away unless its KPI holds."""
    holds = balance.holds
    paired = _condition(holds, balance.source, segment, scoring)
    if paired is None:
        return running
    for name in _called(balance.indicator, running, segment):
        after = balanced_points(points=running.points[name], paired=paired, **_test(holds))
        running = _with_points(running, name, after.citing(balance.source))
    return running


def _called(name: str, running: Running, segment: Segment) -> list[str]:
    """The indicators of that name, else those that measure that KPI."""
    if name in running.points:
        return [name]
    return sorted(each.id for each in segment.plan.indicators if each.subject == name and each.id in running.points)


def _with_points(running: Running, name: str, after: Explained[Fraction]) -> Running:
    before = running.points[name]
    total = total_after_points(
        total=running.total, before=before, after=after, weight=running.weights[name], factor=running.factor
    )
    changed = running.total if after.value == before.value else total
    return replace(running, total=changed, points={**running.points, name: after})


def with_events(running: Running, segment: Segment, scoring: Scoring) -> Running:
    """With bonus points and less deductions."""
    changes = _all(PointsChange, segment)
    if not changes:
        return running
    earned = [(change.adds, _points_of(change, segment, scoring)) for change in changes]
    return replace(
        running,
        total=total_with_events(
            total=running.total,
            bonus_points=tuple(each for adds, each in earned if adds),
            deductions=tuple(each for adds, each in earned if not adds),
        ),
    )


def _points_of(change: PointsChange, segment: Segment, scoring: Scoring) -> Explained[Fraction]:
    match change.when:
        case EventCount(event=event):
            count = count_events(event, segment.person, segment.under_plan, scoring)
        case KpiCount(kpi=kpi, where=where, of=of):
            found = _asked(Figure(kpi, of, change.source, where), segment, scoring)
            count = found or Explained(Fraction(0), given(value=Fraction(0)).step)
        case KpiCondition() as condition:
            return _earned(change, condition, segment, scoring)
    return counted_points(count=count, points=change.points, limit=change.limit).citing(change.source)


def _earned(change: PointsChange, condition: KpiCondition, segment: Segment, scoring: Scoring) -> Explained[Fraction]:
    value = _condition(condition, change.source, segment, scoring)
    if value is None:
        return Explained(Fraction(0), given(value=Fraction(0)).step, (change.source,))
    earned = earned_points(value=value, points=change.points, cap=change.limit, **_test(condition))
    return earned.citing(change.source)


def with_cost(running: Running, segment: Segment, scoring: Scoring) -> Running:
    """Times every cost factor; their product stays with it."""
    factors: list[Explained[Fraction]] = []
    for each in _all(CostFactor, segment):
        value = _value(Figure(each.kpi, each.of, each.source), segment, scoring)
        if value is not None:
            factors.append(cost_factor(value=value, limit=each.above, slope=each.slope).citing(each.source))
    if not factors:
        return running
    product = Fraction(1)
    for factor in factors:
        product *= factor.value
    total = total_times_factor(total=running.total, factors=tuple(factors))
    return replace(running, total=total, factor=product)


def gated(running: Running, segment: Segment, scoring: Scoring) -> tuple[Running, Consequences]:
    """Caps of indicators before caps of the total, so that the order of gates in the file changes nothing."""
    known = [(gate, _condition(gate.when, gate.source, segment, scoring)) for gate in _all(Gate, segment)]
    checked = [(gate, value) for gate, value in known if value is not None]
    for gate, value in checked:
        for indicator, cap in gate.cap_indicators:
            for name in _called(indicator, running, segment):
                after = gated_points(points=running.points[name], value=value, cap=cap, **_test(gate.when))
                running = _with_points(running, name, after.citing(gate.source))
    for gate, value in checked:
        if gate.cap_total is not None:
            total = gated_total(total=running.total, value=value, cap=gate.cap_total, **_test(gate.when))
            running = replace(running, total=total.citing(gate.source))
    consequences = Consequences()
    for gate, value in checked:
        consequences = consequences.and_also(_beyond_total(gate, value))
    return running, consequences


def _test(when: KpiCondition) -> dict[str, str | Fraction]:
    return {"comparison": str(when.comparison), "limit": when.limit}


def _beyond_total(gate: Gate, value: Explained[Fraction]) -> Consequences:
    when = gate.when
    if not compares(value.value, when.comparison, when.limit):
        return Consequences()
    grades = (GradeLimit(gate.cap_grade, False, (gate.source,)),) if gate.cap_grade else ()
    if gate.payout is None:
        return Consequences(grades)
    left = gate_payout(value=value, payout=gate.payout, **_test(when))
    return Consequences(grades, (left.citing(gate.source),))


def _vetoed(veto: Veto, segment: Segment, scoring: Scoring) -> Consequences:
    sources = _grounds(veto, segment, scoring)
    if not sources:
        return Consequences()
    grades = (GradeLimit(veto.grade, True, sources),) if veto.grade else ()
    payouts = () if veto.payout is None else (veto_payout(payout=veto.payout).citing(*sources),)
    left = veto_payout(payout=veto.payout or Fraction(0)).citing(*sources)
    return Consequences(grades, payouts, tuple((reward, left) for reward in veto.rewards))


def _grounds(veto: Veto, segment: Segment, scoring: Scoring) -> tuple[LineRef, ...]:
    """The plan's line and the events, when there are any; nothing when the veto does not apply."""
    if isinstance(veto.when, EventCount):
        happened = scoring.events_of(segment.person, veto.when.event, segment.under_plan)
        counted = sum((each.count for each in happened), Fraction(0)) > 0
        return (veto.source, *(each.source for each in happened)) if counted else ()
    value = _condition(veto.when, veto.source, segment, scoring)
    applies = value is not None and compares(value.value, veto.when.comparison, veto.when.limit)
    return (veto.source,) if applies else ()


def _limited(total: Explained[Fraction], segment: Segment) -> Explained[Fraction]:
    plan = segment.plan
    if plan.floor is None and plan.cap is None:
        return total
    return limited_total(total=total, floor=plan.floor, cap=plan.cap)
