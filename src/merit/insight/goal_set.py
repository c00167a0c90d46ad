"""The plan check for a set of goals of one period: too many, one alone, volume without balance, weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.insight.plan_check.design import HEAVIEST, MOST_KPIS, QUALITY_BESIDE, is_volume
from merit.kernel.exact import plain

FULL = Fraction(100)


@dataclass(frozen=True, slots=True)
class GoalOfSet:
    """`kpi` is empty for a goal in own words; `weight` in percent, None where none is stated."""

    title: str
    kpi: str
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class SetFinding:
    """A known mistake of the set; `code` has a sentence that says what to change."""

    code: str
    params: dict[str, str | int]


def set_findings(goals: Sequence[GoalOfSet], catalogue: Catalogue) -> Iterator[SetFinding]:
    """All of them; nothing for no goals."""
    if len(goals) > MOST_KPIS:
        yield SetFinding("insight.goals_too_many", {"count": len(goals), "most": MOST_KPIS})
    if len(goals) == 1:
        yield SetFinding("insight.goal_alone", {"goal": goals[0].title})
    yield from _weights([each for each in goals if each.weight is not None], len(goals))
    volumes = [each for each in goals if each.kpi and is_volume(catalogue, each.kpi)]
    balanced = any(each.kpi and each not in volumes for each in goals)
    for each in volumes[:1] if not balanced else ():
        pair = QUALITY_BESIDE.get(catalogue[each.kpi].group, "gross_margin")
        yield SetFinding("insight.goal_volume_alone", {"goal": each.title, "pair": pair})


def _weights(weighed: Sequence[GoalOfSet], count: int) -> Iterator[SetFinding]:
    if not weighed:
        return
    weights = [each.weight for each in weighed if each.weight is not None]
    total = sum(weights, Fraction(0))
    if total != FULL or len(weighed) < count:
        missing = plain(abs(FULL - total))
        yield SetFinding("insight.goal_weights", {"total": plain(total), "missing": missing})
    elif max(weights) > HEAVIEST and count > 1:
        yield SetFinding("insight.goal_too_heavy", {"weight": plain(max(weights)), "most": plain(HEAVIEST)})
