"""Checking what a program tells of a goal as strictly as the form does."""

from typing import Any

from django.core.exceptions import ValidationError

from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.targets.drivers import Join
from merit.targets.goal_life import GoalLevel, GoalMove
from merit_desk.api.forms.goals import GoalTold
from merit_desk.goals.models import Goal, Outlook
from merit_desk.results.queries.open_company import declared_company


def fields_told(told: GoalTold, goal: Goal | None) -> dict[str, Any]:
    """The fields that were told. Raises ConflictRefusal for what cannot be."""
    found = told.model_dump(exclude_none=True, include=set(GoalTold.model_fields))
    made = goal or Goal(level=str(GoalLevel.COMPANY), node="company", title=found.get("title", ""), period="")
    for name, value in found.items():
        setattr(made, name, value)
    _sound(made)
    return found if goal is not None else {"period": made.period, **found}


def _sound(goal: Goal) -> None:
    company = declared_company()
    try:
        goal.clean_fields(exclude=["made_by", "parent", "cycle"])
        Period.parse(goal.period)
    except (ValidationError, ValueError):
        raise ConflictRefusal("goals.api_wrong") from None
    if goal.kpi and goal.kpi not in company.catalogue:
        raise ConflictRefusal("goals.no_such_kpi")
    if goal.kpi and goal.measure:
        raise ConflictRefusal("goals.kpi_or_measure")
    if goal.person and goal.person not in company.organisation.spells_of:
        raise ConflictRefusal("goals.no_such_person")
    if goal.figure_kind and goal.figure_kind not in set(NodeKind):
        raise ConflictRefusal("goals.api_wrong")


def move_told(text: str) -> GoalMove:
    """Raises ConflictRefusal for no move."""
    if text not in set(GoalMove):
        raise ConflictRefusal("goals.no_such_move")
    return GoalMove(text)


def join_told(text: str) -> Join:
    """Raises ConflictRefusal for neither product nor sum."""
    if text not in set(Join):
        raise ConflictRefusal("goals.api_wrong")
    return Join(text)


def outlook_told(text: str) -> str:
    """Raises ConflictRefusal for none."""
    if text not in Outlook.values:
        raise ConflictRefusal("goals.api_wrong")
    return text
