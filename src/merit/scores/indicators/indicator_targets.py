"""The target of an indicator on a segment: the person's own row, the plan's, that of the node; see decision 0030."""

from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.node import Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.people.duty import duty
from merit.scores.plan.curves import Reading
from merit.scores.plan.score_plan import FigureOf, Indicator, ScorePlan
from merit.scores.scoring import Scoring
from merit.scores.segments import Segment, node_of
from merit.targets.accumulation import accumulates
from merit.targets.basis import full_target, number
from merit.targets.prorate import (
    DayWeights,
    day_weights,
    ramp_share,
    ramped,
    ramped_lower,
    seasonal_profile,
    times_target,
)
from merit.targets.proration import Proration
from merit.targets.resolve import Stretch, node_rows, resolve_target
from merit.targets.target import Target

_LOWER = frozenset({Reading.LOWER_LINEAR, Reading.LOWER_RATIO})


def target_of(indicator: Indicator, segment: Segment, scoring: Scoring) -> Explained[Fraction] | None:
    """The target, shared out to the segment; a person's own figure also after leave and ramp."""
    node = node_of(indicator.of, segment, scoring.declared.organisation)
    found = resolve_target(
        _sources(indicator, segment, node, scoring),
        _stretch(indicator, segment, scoring),
        lambda target: full_target(target, node, scoring.figures, scoring.declared.benchmarks),
    )
    if found is not None and indicator.of is FigureOf.PERSON and segment.plan.ramp:
        found = _after_ramp(found, indicator, segment, scoring)
    if found is None or indicator.target_times == 1:
        return found
    return times_target(target=found, times=indicator.target_times)


def _sources(indicator: Indicator, segment: Segment, node: Node, scoring: Scoring) -> list[list[Target]]:
    """In the order of their right. A department or the company may also be written as the team that it is.

    A person's row is the measure of a team's figure only where nobody gave the team a row, and where the plan has no
    indicator of the person's own figure of that KPI, to which the row would belong.
    """
    own = _rows(person_node(segment.person), indicator, segment, scoring)
    planned = _planned(indicator, segment, node)
    if indicator.of is FigureOf.PERSON:
        return [own, planned]
    of_node = _rows(node, indicator, segment, scoring)
    if indicator.of is FigureOf.TEAM and not of_node:
        of_node = _rows(Node(NodeKind.TEAM, segment.spell.team), indicator, segment, scoring)
    if of_node or _measures_own(indicator.subject, segment.plan):
        return [planned, of_node]
    return [own, planned]


def _measures_own(kpi: str, plan: ScorePlan) -> bool:
    return any(each.subject == kpi and each.of is FigureOf.PERSON for each in plan.indicators)


def _rows(node: Node, indicator: Indicator, segment: Segment, scoring: Scoring) -> list[Target]:
    return node_rows(scoring.targets, indicator.subject, node, segment.whole)


def _planned(indicator: Indicator, segment: Segment, node: Node) -> list[Target]:
    planned = indicator.target
    if planned is None:
        return []
    kind, where = str(node.kind), node.id
    return [
        Target(indicator.subject, kind, where, segment.whole, planned.value, planned.basis, None, "", planned.source)
    ]


def _stretch(indicator: Indicator, segment: Segment, scoring: Scoring) -> Stretch:
    declared = scoring.declared
    grows = accumulates(declared.catalogue, indicator.subject)

    def on_duty(part: Period) -> Fraction:
        found = duty(declared.organisation, declared.calendar, segment.person, part)
        personal = indicator.of is FigureOf.PERSON and found.working_days
        return Fraction(found.on_duty, found.working_days) if personal else Fraction(1)

    return Stretch(segment.whole, segment.days, _weights(indicator, segment, scoring), grows, on_duty)


def _weights(indicator: Indicator, segment: Segment, scoring: Scoring) -> DayWeights:
    basis = segment.plan.proration
    profile: DayWeights = {}
    if basis is Proration.SEASONAL and indicator.subject in scoring.declared.catalogue:
        if indicator.subject not in scoring.profiles:
            found = seasonal_profile(scoring.figures, indicator.subject, segment.whole)
            scoring.profiles[indicator.subject] = found
        profile = scoring.profiles[indicator.subject]
    return day_weights(basis, segment.whole, scoring.declared.calendar, profile)


def _after_ramp(
    target: Explained[Fraction], indicator: Indicator, segment: Segment, scoring: Scoring
) -> Explained[Fraction]:
    spells = scoring.declared.organisation.spells_of[segment.person]
    first = spells[0]
    share = ramp_share(segment.plan.ramp, first.start, segment.days, scoring.declared.calendar)
    if share == 1:
        return target
    lower = indicator.curve is not None and indicator.curve.reads in _LOWER
    apply = ramped_lower if lower else ramped
    return apply(target=target, share=number(share, segment.plan.source)).citing(first.source)
