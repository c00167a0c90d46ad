"""The tree of goals: what serves what, whether the parts add up to the whole, and which goals serve nothing.

Pure: goals come in as values, findings go out as values. A ratio is never summed, nor a target of another period.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.kernel.period import Period
from merit.targets.goal_life import GoalLevel


@dataclass(frozen=True, slots=True)
class AlignedGoal:
    """One goal as the tree sees it. `measure` is a KPI's id or what is counted in own words; empty for none.

    `target` is None for a goal without a number, or one whose number is growth on something. `adds_up` says that the
    parts of the business add up to the measure (sales, orders), so that targets of parts add up to the whole's.
    """

    goal: int
    parent: int | None
    level: GoalLevel
    measure: str
    period: Period
    target: Fraction | None
    adds_up: bool
    cut: str = ""
    """Along what it is a part: shops and departments both carry the whole, so each cut has a sum of its own."""
    is_driver: bool = False
    """A factor of its parent's formula: it serves the parent, and is never a part of its sum."""


Goals = Mapping[int, AlignedGoal]


class Adding(StrEnum):
    """What the targets of a goal's parts come to beside its own."""

    NO_PARTS = "no_parts"
    DOES_NOT_ADD = "does_not_add"
    EQUAL = "equal"
    SHORT = "short"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PartsSum:
    """`total` and `difference` (total − target) are None where nothing adds up."""

    adding: Adding
    total: Fraction | None = None
    difference: Fraction | None = None


def goals_by_id(goals: Iterable[AlignedGoal]) -> dict[int, AlignedGoal]:
    """The goals under their numbers, in the order given."""
    return {each.goal: each for each in goals}


def children_of(goals: Goals) -> dict[int | None, list[AlignedGoal]]:
    """Each parent's goals in the order given; under None those that have none, or whose parent is not there."""
    found: dict[int | None, list[AlignedGoal]] = defaultdict(list)
    for each in goals.values():
        found[each.parent if each.parent in goals else None].append(each)
    return dict(found)


def in_tree_order(goals: Goals) -> Iterator[tuple[AlignedGoal, int]]:
    """Every goal once, each followed by what serves it, with its depth from 0."""
    below = children_of(goals)
    waiting = [(each, 0) for each in reversed(below.get(None, []))]
    while waiting:
        goal, depth = waiting.pop()
        yield goal, depth
        waiting += [(each, depth + 1) for each in reversed(below.get(goal.goal, []))]


def parts_of(goal: AlignedGoal, children: Iterable[AlignedGoal]) -> list[AlignedGoal]:
    """The children that are parts of the goal: the same measure over the same period."""
    return [
        each
        for each in children
        if each.measure and (each.measure, each.period) == (goal.measure, goal.period) and not each.is_driver
    ]


def parts_sum(goal: AlignedGoal, children: Iterable[AlignedGoal]) -> PartsSum:
    """Σ of the parts' targets against the goal's own, exact; only for measures that add up.

    Of several cuts the one that is told is the shortest, else the one furthest over.
    """
    cuts: dict[str, list[Fraction | None]] = defaultdict(list)
    for each in parts_of(goal, children):
        cuts[each.cut].append(each.target)
    if not cuts:
        return PartsSum(Adding.NO_PARTS)
    if not goal.adds_up or goal.target is None:
        return PartsSum(Adding.DOES_NOT_ADD)
    sums = [_sum_of(goal.target, targets) for targets in cuts.values()]
    ranked = sorted(sums, key=lambda each: (_URGENT.index(each.adding), -abs(each.difference or 0)))
    return ranked[0]


_URGENT = (Adding.SHORT, Adding.OVER, Adding.DOES_NOT_ADD, Adding.EQUAL, Adding.NO_PARTS)


def _sum_of(target: Fraction, targets: list[Fraction | None]) -> PartsSum:
    known = [each for each in targets if each is not None]
    if len(known) < len(targets):
        return PartsSum(Adding.DOES_NOT_ADD)
    total = sum(known, Fraction(0))
    difference = total - target
    adding = Adding.EQUAL if difference == 0 else Adding.SHORT if difference < 0 else Adding.OVER
    return PartsSum(adding, total, difference)


def contribution(goal: AlignedGoal, parent: AlignedGoal | None) -> Fraction | None:
    """The share of the parent's target that this part carries; None where parts do not add up."""
    if parent is None or not parent.adds_up or not parent.target or goal.target is None:
        return None
    return goal.target / parent.target if parts_of(parent, [goal]) else None


def serves_nothing(goal: AlignedGoal, goals: Goals) -> bool:
    """True below the company's level for a goal with no goal above it."""
    return goal.level is not GoalLevel.COMPANY and goal.parent not in goals


def closes_a_circle(goals: Goals, goal: int, parent: int | None) -> bool:
    """True when `parent` is the goal itself or serves it, so that neither would serve anything else."""
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        if parent == goal:
            return True
        seen.add(parent)
        above = goals.get(parent)
        parent = above.parent if above is not None else None
    return False


def turns_the_levels(level: GoalLevel, parent: GoalLevel) -> bool:
    """True when the goal stands higher in the company than what it would serve: a team's goal serves no person's."""
    order = list(GoalLevel)
    return order.index(level) < order.index(parent)
