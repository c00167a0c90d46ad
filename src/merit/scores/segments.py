"""The segments of a person's period: each stretch in one post and team, under one plan, with its days on duty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from merit.kernel.calendar import WorkCalendar
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem
from merit.people.duty import duty
from merit.people.organisation import Organisation, Spell
from merit.people.spells import SpellPart, spells_in
from merit.scores.figure_node import node_around
from merit.scores.plan.score_plan import FigureOf, ScorePlan


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of one person under one plan; `days_on_duty` are working days of the official calendar."""

    person: str
    spell: Spell
    """The spell the segment begins with."""
    plan: ScorePlan
    days: Period
    whole: Period
    under_plan: Period
    """The unbroken run of segments under the same plan; modifiers look at all of it, so that a change of team within
    a plan neither doubles nor thins out what happened."""
    days_on_duty: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    parts: tuple[SpellPart, ...]
    plan: ScorePlan

    @property
    def start(self) -> date:
        return self.parts[0].period.start

    @property
    def end(self) -> date:
        return self.parts[-1].period.end

    def goes_on_with(self, part: SpellPart) -> bool:
        last = self.parts[-1].spell
        return (last.post, last.team, self.end) == (part.spell.post, part.spell.team, part.period.start)


def segments_of(
    person: str, period: Period, plans: Sequence[ScorePlan], organisation: Organisation, calendar: WorkCalendar
) -> tuple[list[Segment], list[Problem]]:
    """The person's segments in order, also those without a day on duty.

    Leave, a new manager or a new wage does not cut a segment. Days for which no plan of this cycle exists are in none.
    """
    problems: list[Problem] = []
    stretches: list[_Stretch] = []
    for part in spells_in(organisation, person, period):
        if stretches and stretches[-1].goes_on_with(part):
            stretches[-1] = _Stretch((*stretches[-1].parts, part), stretches[-1].plan)
            continue
        plan, found = plan_for(plans, part, period, organisation)
        problems += found
        if plan is not None:
            stretches.append(_Stretch((part,), plan))
    return _segments(stretches, period, organisation, calendar), problems


def _segments(
    stretches: Sequence[_Stretch], period: Period, organisation: Organisation, calendar: WorkCalendar
) -> list[Segment]:
    segments: list[Segment] = []
    for run in _runs(stretches):
        under_plan = period.overlap(run[0].start, run[-1].end) or period
        for stretch in run:
            days = period.overlap(stretch.start, stretch.end) or period
            first = stretch.parts[0].spell
            on_duty = duty(organisation, calendar, first.person, days).on_duty
            segments.append(Segment(first.person, first, stretch.plan, days, period, under_plan, on_duty))
    return segments


def _runs(stretches: Sequence[_Stretch]) -> list[list[_Stretch]]:
    """Stretches that follow each other under one plan, together."""
    runs: list[list[_Stretch]] = []
    for stretch in stretches:
        if runs and runs[-1][-1].end == stretch.start and runs[-1][-1].plan.ref == stretch.plan.ref:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return runs


def plan_for(
    plans: Sequence[ScorePlan], part: SpellPart, period: Period, organisation: Organisation
) -> tuple[ScorePlan | None, list[Problem]]:
    """The plan of this cycle for the spell, in the version valid on its first day in the period.

    A plan for the person goes before one for the post, that before one for the team. Two different plans of the
    same right are a Problem; the first by name is taken, so that the figure can still be looked at.
    """
    fitting = [plan for plan in plans if plan.cycle is period.grain and plan.audience.holds(part, organisation)]
    in_force = list(_versions_in_force(fitting, part))
    if not in_force:
        return None, []
    right = max(_right(plan) for plan in in_force)
    first, *others = sorted((plan for plan in in_force if _right(plan) == right), key=lambda plan: plan.plan)
    problems = [_two_plans(part.spell, first, other) for other in others]
    return first, problems


def _versions_in_force(plans: Sequence[ScorePlan], part: SpellPart) -> Iterator[ScorePlan]:
    begun = [plan for plan in plans if plan.valid_from <= part.period.start]
    for name in sorted({plan.plan for plan in begun}):
        yield max((plan for plan in begun if plan.plan == name), key=lambda plan: (plan.valid_from, plan.version))


def _right(plan: ScorePlan) -> int:
    audience = plan.audience
    return 4 * bool(audience.people) + 2 * bool(audience.posts) + bool(audience.teams)


def _two_plans(spell: Spell, first: ScorePlan, other: ScorePlan) -> Problem:
    place = Place(other.source.file, other.source.line, "for")
    return Problem("scores.two_plans", place, {"person": spell.person, "plan": first.plan, "other": other.plan})


def node_of(of: FigureOf, segment: Segment, organisation: Organisation) -> Node:
    """The node whose figure is read."""
    return node_around(of, segment.spell, segment.days.start, organisation)
