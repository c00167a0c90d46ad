"""Splitting a goal's target over departments, teams, people or shops, or into drivers, each part with an owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from merit.kernel.exact import exact, plain
from merit.kernel.moves import Party
from merit.kernel.node import NodeKind
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.targets.drivers import Join
from merit.targets.goal_life import GoalLevel, GoalState
from merit.targets.target import TargetBasis
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.actions.telling import tell_person
from merit_desk.goals.actions.write import Noted, noted, open_goal, saved
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.driving import ways_of
from merit_desk.goals.queries.figures import figure_node, target_of
from merit_desk.goals.queries.parts import Part, owner_of
from merit_desk.goals.queries.setting import may_change, require_setting
from merit_desk.goals.queries.words import exact_words
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class DriverPart:
    """One driver as it is set."""

    kpi: str
    target: Fraction | None
    person: str
    sign: int = 1


def split_goal(viewer: Viewer, number: int, parts: Mapping[Part, Fraction], seen: int) -> list[Goal]:
    """A goal per part, made or changed, whose targets add up to the whole exactly.

    Raises NotFoundRefusal (a part is not the viewer's to set), ConflictRefusal (the parts miss the whole), StaleGoal.
    """
    company = declared_company()
    with transaction.atomic():
        goal = open_goal(viewer, number, seen)
        target = target_of(company, goal)
        gap = sum(parts.values(), Fraction(0)) - (target or 0)
        if target is None or gap:
            raise ConflictRefusal("goals.parts_miss", gap=exact_words(company, goal, abs(gap)))
        stands = {_where(each): each for each in _same_measure(goal)}
        made = [_part(viewer, goal, part, value, stands) for part, value in parts.items()]
        saved(goal)
        told = {"parts": {str(part.node): plain(value) for part, value in parts.items()}}
        noted(viewer, goal, Noted("split", {}, told))
    return made


def set_drivers(viewer: Viewer, number: int, join: Join, drivers: Sequence[DriverPart], seen: int) -> list[Goal]:
    """The drivers as goals under this one; those of another formula that stood there become ordinary goals.

    Raises NotFoundRefusal, ConflictRefusal (not a formula of the goal's KPI, nobody of that id), StaleGoal.
    """
    company = declared_company()
    with transaction.atomic():
        goal = open_goal(viewer, number, seen)
        told = (join, tuple((each.sign, each.kpi) for each in drivers))
        if told not in [(way.join, way.drivers) for way in ways_of(company, goal)]:
            raise ConflictRefusal("goals.not_its_drivers")
        if any(each.person and each.person not in company.organisation.spells_of for each in drivers):
            raise ConflictRefusal("goals.no_such_person")
        stands = {each.kpi: each for each in goal.children.filter(is_driver=True)}
        made = [_driver(viewer, goal, each, stands.pop(each.kpi, None)) for each in drivers]
        for other in stands.values():
            other.is_driver = False
            saved(other)
        goal.join = str(join)
        saved(goal)
        noted(viewer, goal, Noted("driven", {}, {"drivers": {each.kpi: each.target for each in made}}))
    return made


def _part(viewer: Viewer, goal: Goal, part: Part, value: Fraction, stands: Mapping[tuple[str, str], Goal]) -> Goal:
    found = stands.get((part.kind, part.node))
    if found is not None:
        if not may_change(viewer, found):
            raise NotFoundRefusal("goals.no_such_goal")
        return _retargeted(viewer, found, value)
    company = declared_company()
    of_shop = part.kind == NodeKind.SHOP
    level, node = (goal.level, goal.node) if of_shop else (part.kind, part.node)
    parties = require_setting(viewer, level, node, goal.period)
    made = _copied(goal, level, node, plain(value, 12))
    if parties == {Party.SUBJECT}:  # nobody puts their own part in force
        made.state = str(GoalState.DRAFT)
    made.title = f"{node_name(company, part.kind, part.node)} {goal.title}"[:200]
    made.figure_kind, made.figure_node = (part.kind, part.node) if of_shop else ("", "")
    made.person = part.person or owner_of(viewer, level, node)
    return _kept(viewer, made)


def _driver(viewer: Viewer, goal: Goal, driver: DriverPart, stands: Goal | None) -> Goal:
    if stands is not None:
        stands.person, stands.sign = driver.person, driver.sign
        return _retargeted(viewer, stands, driver.target)
    text = "" if driver.target is None else plain(driver.target, 12)
    made = _copied(goal, goal.level, goal.node, text)
    made.kpi, made.title = driver.kpi, kpi_title(declared_company(), driver.kpi)
    kind, node = figure_node(goal)
    made.figure_kind, made.figure_node = ("", "") if (kind, node) == (goal.level, goal.node) else (kind, node)
    made.person, made.is_driver, made.sign = driver.person, True, driver.sign
    return _kept(viewer, made)


def _copied(goal: Goal, level: str, node: str, target: str) -> Goal:
    same = {name: getattr(goal, name) for name in ("style", "kpi", "measure", "unit", "adds_up", "direction", "period")}
    state = goal.state if goal.state == GoalState.ACTIVE else str(GoalState.DRAFT)
    if GoalLevel(level) is not GoalLevel.COMPANY:
        same["perspective"] = goal.perspective
    return Goal(level=level, node=node, target=target, parent=goal, state=state, cycle=goal.cycle, **same)


def _kept(viewer: Viewer, made: Goal) -> Goal:
    made.made_by_id = viewer.signer
    made.save(force_insert=True)
    noted(viewer, made, Noted("made", {}, {"title": made.title, "target": made.target, "state": made.state}))
    if made.state == GoalState.ACTIVE:
        tell_person(viewer, made, "goals.told.given")
    return made


def _retargeted(viewer: Viewer, goal: Goal, value: Fraction | None) -> Goal:
    before = goal.target
    if value is not None and (not before or exact(before) != value or goal.basis != TargetBasis.ABSOLUTE):
        goal.target, goal.basis = plain(value, 12), str(TargetBasis.ABSOLUTE)
        saved(goal)
        noted(viewer, goal, Noted("changed", {"target": before}, {"target": goal.target}))
        if goal.state == GoalState.ACTIVE:
            tell_person(viewer, goal, "goals.told.changed")
    else:
        saved(goal)
    return goal


def _same_measure(goal: Goal) -> Sequence[Goal]:
    found = goal.children.select_for_update().exclude(state=str(GoalState.DROPPED)).filter(is_driver=False)
    return [each for each in found if (each.kpi, each.measure, each.period) == (goal.kpi, goal.measure, goal.period)]


def _where(goal: Goal) -> tuple[str, str]:
    return figure_node(goal)
