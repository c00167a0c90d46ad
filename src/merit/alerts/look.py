"""Every rule judged at every node it watches, on closed intervals only: what fires, and why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from merit.alerts.alert import Watched
from merit.alerts.causes import CauseGroup, cause_groups
from merit.alerts.charge import contains
from merit.alerts.closed_intervals import closed_intervals, closed_until
from merit.alerts.judging import judged
from merit.alerts.observation import Observation
from merit.alerts.pace_judged import goals_of, pace_judged, with_forecast
from merit.alerts.readings import Readings
from merit.alerts.rule import AlertRule, RuleKind
from merit.alerts.stake import money_at_stake
from merit.alerts.standing import Verdict, replayed
from merit.company import Company, nodes_of
from merit.forecast.trade_calendar import TradeCalendar
from merit.kernel.node import COMPANY, UNASSIGNED, Node
from merit.kernel.period import Grain, Period
from merit.metrics.figures import Figures

DAYS_FOR_CLOSING = 42


@dataclass(frozen=True, slots=True)
class Looked:
    """`closed`: the last closed day, None without any data. `watched`: everything judged; `groups`: what fires,
    by cause and ranked by money at stake."""

    closed: date | None
    watched: tuple[Watched, ...]
    groups: tuple[CauseGroup, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is looked at; `span` holds the days of the data, `today` bounds what may count as closed."""

    company: Company
    figures: Figures
    calendar: TradeCalendar
    span: Period | None
    today: date


def alerts_of(ground: Ground, rules: Sequence[AlertRule], done: Callable[[int, int], None] | None = None) -> Looked:
    """Judge every rule whose KPI the catalogue has. `done` hears how many rules of how many are judged."""
    fitting = [each for each in rules if each.kind is RuleKind.PACE or each.kpi in ground.company.catalogue]
    closed = closed_day(ground, fitting)
    if closed is None or ground.span is None:
        return Looked(None, (), ())
    span = Period(ground.span.start, closed + timedelta(days=1))
    readings = Readings(ground.company, ground.figures, ground.calendar, span)
    watched: list[Watched] = []
    for at, rule in enumerate(fitting):
        watched += _paces(readings, rule) if rule.kind is RuleKind.PACE else _judged_nodes(readings, rule)
        if done is not None:
            done(at + 1, len(fitting))
    firing = [each for each in watched if each.is_open]
    company = ground.company
    groups = cause_groups(company.catalogue, firing, lambda whole, part: contains(company, whole, part, closed))
    return Looked(closed, tuple(watched), groups)


def closed_day(ground: Ground, rules: Sequence[AlertRule]) -> date | None:
    """The last day that is closed for the company: the sources of the KPIs watched by day say so."""
    if ground.span is None:
        return None
    end = min(ground.span.end, ground.today + timedelta(days=1))
    days = Period(max(ground.span.start, end - timedelta(days=DAYS_FOR_CLOSING)), end)
    if days.end <= days.start:
        return None
    kpis = dict.fromkeys(each.kpi for each in rules if each.kind is not RuleKind.PACE and each.grain is Grain.DAY)
    found = (ground.figures.daily(kpi, COMPANY, days) for kpi in kpis)
    closed = closed_until(({day.start: value.n for day, value in each.items()} for each in found), ground.today)
    return closed if closed is not None or kpis else days.last


def _judged_nodes(readings: Readings, rule: AlertRule) -> Iterator[Watched]:
    intervals = closed_intervals(rule.grain, readings.last, readings.span.start)
    kinds = readings.company.catalogue[rule.kpi].nodes
    for node in watched_nodes(readings.company, rule, readings.last):
        if node.kind in kinds:
            seen = [judged(readings, rule, node, interval) for interval in intervals]
            if any(each.value is not None or not each.why for each in seen):
                yield _watched(readings, rule, seen)


def watched_nodes(company: Company, rule: AlertRule, day: date) -> list[Node]:
    """The rule's own nodes and every one of its kinds that is there on that day."""
    there = nodes_of(company, Period.containing(day, Grain.DAY))
    of_kinds = [node for node in there if node.kind in rule.kinds and node.id != UNASSIGNED]
    return list(dict.fromkeys([*rule.nodes, *of_kinds]))


def _paces(readings: Readings, rule: AlertRule) -> Iterator[Watched]:
    for goal in goals_of(readings, rule):
        seen = list(pace_judged(readings, rule, goal))
        if seen[-1].verdict is Verdict.BREACH:
            seen[-1], _ = with_forecast(readings, goal, seen[-1])
            if seen[-1].verdict is not Verdict.BREACH:
                seen = [replace(each, verdict=seen[-1].verdict) for each in seen]
        found = _watched(readings, rule, seen)
        yield replace(found, target=goal.target, period=goal.period)


def _watched(readings: Readings, rule: AlertRule, seen: list[Observation]) -> Watched:
    standing, events = replayed(((each.interval, each.verdict) for each in seen), rule.patience)
    first = seen[0]
    found = Watched(rule, first.kpi, first.node, tuple(seen), standing, tuple(events))
    return replace(found, stake=_stake(readings, found)) if found.is_open else found


def _stake(readings: Readings, found: Watched) -> Fraction | None:
    """Over the run since it fired; of pace what the latest day lacks, for its days contain one another."""
    since = found.standing.since
    run = [each for each in found.observations if since is None or each.interval >= since]
    bad = [each for each in run if each.verdict is Verdict.BREACH]
    if found.rule.kind is RuleKind.PACE:
        bad = bad[-1:]
    amounts = [_of_one(readings, found.rule, each) for each in bad]
    known = [each for each in amounts if each is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(amounts) else None


def _of_one(readings: Readings, rule: AlertRule, each: Observation) -> Fraction | None:
    if rule.kind is RuleKind.DATA_MISSING or each.gap is None:
        return None
    catalogue = readings.company.catalogue

    def value(kpi: str) -> Fraction | None:
        return readings.value(kpi, each.node, each.interval).value

    return money_at_stake(catalogue, each.kpi, each.gap, value)
