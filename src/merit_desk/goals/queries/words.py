"""Goals in words: values in their unit, whose they are, what serves what."""

from fractions import Fraction

from merit.catalogue.kpi import Direction, Unit
from merit.company import Company
from merit.kernel.exact import exact, plain
from merit.targets.goal_life import GoalLevel
from merit.targets.target import TargetBasis
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.figures import direction_of
from merit_desk.plans.queries.targets import target_words
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


def value_words(company: Company, goal: Goal, value: Fraction | None) -> str:
    """A value of the goal's measure in its unit, short enough for a table."""
    if value is None:
        return formats.NO_VALUE
    if goal.kpi:
        return formats.figure(formats.to_decimal(value), kpi_unit(company, goal.kpi))
    return f"{formats.short_number(value, 4)} {goal.unit}".strip()


def exact_words(company: Company, goal: Goal, value: Fraction) -> str:
    """The same with nothing shortened."""
    if goal.kpi:
        return formats.exact_figure(value, kpi_unit(company, goal.kpi))
    return f"{plain(value)} {goal.unit}".strip()


def goal_target_words(company: Company, goal: Goal) -> str:
    """The target with ≥ or ≤ where it is a bound; growth says what it is on; a dash for none."""
    if not goal.target:
        return formats.NO_VALUE
    if goal.basis != TargetBasis.ABSOLUTE:
        return target_words(company, goal.kpi, goal.target, goal.basis)
    words = value_words(company, goal, exact(goal.target))
    if goal.kpi and kpi_unit(company, goal.kpi) in (Unit.MONEY, Unit.COUNT):
        return f"≤ {words}" if direction_of(company, goal) is Direction.DOWN else words
    bound = {Direction.UP: "≥ ", Direction.DOWN: "≤ "}.get(direction_of(company, goal), "") if goal.kpi else ""
    return f"{bound}{words}"


def whose_words(company: Company, level: str, node: str) -> str:
    """What the goal's node is called."""
    return node_name(company, level, node)


def person_words(company: Company, person: str) -> str:
    """Who answers for it; that it is open where nobody does."""
    return node_name(company, "person", person) if person else say("goals.nobody")


def measure_words(company: Company, goal: Goal) -> str:
    """The KPI's title or the own measure; empty for neither."""
    return kpi_title(company, goal.kpi) if goal.kpi else goal.measure


def places_of(company: Company, goal: Goal) -> int:
    """Decimals at which a target of the measure is split: cents, whole pieces, hundredths of a percent."""
    if not goal.kpi:
        return 0
    match kpi_unit(company, goal.kpi):
        case Unit.COUNT:
            return 0
        case Unit.MONEY:
            return 2
        case _:
            return 4


def level_words(level: str) -> str:
    """公司, 部门…"""
    return say(f"goals.level.{GoalLevel(level)}")
