"""Judging targets by their pace: behind where the projected end misses the target and there is little hope left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from merit.alerts.observation import Observation
from merit.alerts.readings import Readings
from merit.alerts.rule import EVERY_TARGET, AlertRule
from merit.alerts.standing import Verdict
from merit.catalogue.kpi import Direction
from merit.forecast.history import KpiSource, histories_of
from merit.forecast.kpi_forecast import MOST_DAYS, KpiForecast, forecast_kpi
from merit.insight.decomposition_sides import adds_over_days
from merit.insight.pace import Goal, Pace, pace
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal
from merit.targets.in_force import targets_in_force
from merit.targets.target import Target, TargetBasis

DAYS_JUDGED = 5
"""Days of a running target that are judged anew."""
EARLY = Fraction(1, 5)
"""Before this part of the target is due, nothing is said."""
LITTLE_HOPE = 0.2
"""The chance of reaching the target, below which it fires; SOME_HOPE: above which it clears."""
SOME_HOPE = 0.35


def goals_of(readings: Readings, rule: AlertRule) -> list[Goal]:
    """The running targets that the rule watches: absolute ones, of KPIs whose days add up, in force on the last day."""
    company = readings.company
    rows: dict[tuple[str, Node, Period], list[Target]] = {}
    for target in company.targets:
        if readings.last in target.period and target.basis is TargetBasis.ABSOLUTE and _is_watched(rule, target):
            node = Node(NodeKind(target.node_kind), target.node)
            rows.setdefault((target.kpi, node, target.period), []).append(target)
    goals = []
    for (kpi, node, period), listed in sorted(rows.items(), key=lambda item: (item[0][0], item[0][1], item[0][2])):
        if adds_over_days(company.catalogue, kpi):
            on_the_day = targets_in_force([listed], Period.containing(readings.last, Grain.DAY))
            goals.append(Goal(kpi, node, period, on_the_day[-1].target.target))
    return goals


def _is_watched(rule: AlertRule, target: Target) -> bool:
    if rule.kpi not in (EVERY_TARGET, target.kpi):
        return False
    return target.node_kind in rule.kinds or any(
        (str(node.kind), node.id) == (target.node_kind, target.node) for node in rule.nodes
    )


def pace_judged(readings: Readings, rule: AlertRule, goal: Goal) -> Iterator[Observation]:
    """Of the latest closed days of the target's period, oldest first."""
    first = max(goal.period.start, readings.last - timedelta(days=DAYS_JUDGED - 1))
    for offset in range((readings.last - first).days + 1):
        yield _on(readings, rule, goal, first + timedelta(days=offset))


def _on(readings: Readings, rule: AlertRule, goal: Goal, day: date) -> Observation:
    found = pace(readings.company.catalogue, readings.figures, goal, day)
    down = readings.company.catalogue[goal.kpi].direction is Direction.DOWN
    return Observation(
        goal.kpi, goal.node, Period.containing(day, Grain.DAY), _verdict(rule, found, down), found.actual, found.due
    )


def _verdict(rule: AlertRule, found: Pace, down: bool) -> Verdict:
    target = found.goal.target
    if found.projected is None or target <= 0 or found.due < EARLY * target:
        return Verdict.UNKNOWN
    short = (found.projected - target if down else target - found.projected) / target
    if short > rule.least:
        return Verdict.BREACH
    return Verdict.BETWEEN if short > rule.least / 2 else Verdict.CLEAR


def with_forecast(readings: Readings, goal: Goal, latest: Observation) -> tuple[Observation, KpiForecast | None]:
    """The latest breach again by the forecast: its band is that of the period's end, and hope may take it back.

    Where the history is too short for a forecast it stays as the pace alone has it.
    """
    span = Period(
        max(readings.span.start, date.fromordinal(readings.last.toordinal() - MOST_DAYS + 1)), readings.span.end
    )
    try:
        source = KpiSource(readings.company.catalogue, readings.figures)
        histories = histories_of(source, goal.kpi, [goal.node], span)
        found = forecast_kpi(histories, readings.calendar, goal.period, library=False)[goal.node]
    except ConflictRefusal:
        return latest, None
    chance = found.probability(goal.target, readings.company.catalogue[goal.kpi].direction) / 1000
    verdict = latest.verdict
    if chance >= LITTLE_HOPE:
        verdict = Verdict.CLEAR if chance >= SOME_HOPE else Verdict.BETWEEN
    low, high = (Fraction(round(found.distribution.quantile(each) * 100), 100) for each in (0.1, 0.9))
    return replace(latest, verdict=verdict, chance=chance, low=low, high=high), found
