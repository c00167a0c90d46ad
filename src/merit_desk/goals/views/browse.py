"""The alignment tree as tree, table and by person, and one goal."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.kernel.refusals import NotFoundRefusal
from merit.targets.goal_life import GoalState
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.goals.models import Goal, Style
from merit_desk.goals.queries.by_person import by_person
from merit_desk.goals.queries.page import goal_page
from merit_desk.goals.queries.periods import chosen_period, period_choices
from merit_desk.goals.queries.setting import may_make_any
from merit_desk.goals.queries.tree import Row, gaps_of, goals_asked, matching, tree_rows, with_problems
from merit_desk.goals.queries.visible import goal_of
from merit_desk.goals.views.goal_page import shown_goal
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

VIEWS = ("tree", "table", "people")
AT_ONCE = 200
"""Rows of a tree that are sent at once; what lies deeper comes when it is unfolded."""
PER_PAGE = 50
_ASKED = ("q", "view", "state", "style", "problems", "period", "sort")


def require_role(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for somebody without any role in the company."""
    if not viewer.roles:
        raise NotFoundRefusal("refusal.no_such_page")


@access(Need.SIGNED_IN)
@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """`?period=&view=tree|table|people&problems=1&q=&state=&style=`; `?goal=` is open beside."""
    viewer, company = viewer_of(request), declared_company()
    require_role(viewer)
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    period = chosen_period(viewer, asked["period"])
    view = asked["view"] if asked["view"] in VIEWS else "tree"
    everything = tree_rows(viewer, company, goals_asked(viewer, period, asked))
    rows = matching(with_problems(everything) if asked["problems"] else everything, asked["q"])
    shown: dict[str, Any] = {
        "title": say("goals.title"),
        "here": "goals",
        "asked": asked,
        "period": period,
        "periods": period_choices(viewer, period),
        "view": view,
        "views": [(each, say(f"goals.view.{each}"), _with(request, view=each)) for each in VIEWS],
        "problems_address": _with(request, problems="" if asked["problems"] else "1"),
        "count": len(everything),
        "linked": sum(not row.unlinked for row in everything),
        "gaps": gaps_of(everything),
        "styles": Style.values,
        "states": [each.value for each in GoalState],
        "filtered": any(asked[name] for name in ("q", "state", "style", "problems")),
        "may_make": may_make_any(viewer),
        "chosen": _chosen(request, rows),
    }
    return render(
        request, "goals/goals.html", {**shown, **_of_view(request, view, rows), **_open_beside(request, rows)}
    )


def _of_view(request: HttpRequest, view: str, rows: Sequence[Row]) -> dict[str, Any]:
    number = request.GET.get("page")
    if view == "table":
        return {"page": Paginator(sorted_rows(rows, request.GET.get("sort", "")), PER_PAGE).get_page(number)}
    if view == "people":
        company = declared_company()
        return {"page": Paginator(by_person(company, rows), PER_PAGE // 2).get_page(number)}
    at_once = len(rows) <= AT_ONCE
    return {"rows": rows if at_once else [row for row in rows if row.depth == 0], "at_once": at_once}


def sorted_rows(rows: Sequence[Row], sort: str) -> list[Row]:
    """By title, whose, person, period, attainment or problems; as in the tree otherwise."""
    keys = {
        "title": lambda row: row.goal.title,
        "whose": lambda row: row.whose,
        "person": lambda row: row.person,
        "period": lambda row: row.goal.period,
        "attained": lambda row: -1 if row.attained is None else row.attained,
        "problems": lambda row: row.problems,
    }
    key = keys.get(sort.lstrip("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else list(rows)


def _chosen(request: HttpRequest, rows: Sequence[Row]) -> int:
    asked = request.GET.get("goal", "")
    if asked.isdecimal() and any(row.goal.pk == int(asked) for row in rows):
        return int(asked)
    wrong = sorted(rows, key=lambda row: ("bad", "watch", "good").index(row.worst))
    return wrong[0].goal.pk if wrong else 0


def _open_beside(request: HttpRequest, rows: Sequence[Row]) -> dict[str, Any]:
    number = _chosen(request, rows)
    if not number:
        return {}
    viewer = viewer_of(request)
    return {"page_of_goal": goal_page(viewer, declared_company(), goal_of(viewer, number))}


def _with(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query[name] = value
        if not value:
            del query[name]
    return f"{reverse('goals:goals')}?{query.urlencode()}"


@access(Need.SIGNED_IN)
@require_GET
def goal(request: HttpRequest, number: int) -> HttpResponse:
    """One goal with everything about it."""
    return shown_goal(request, goal_of(viewer_of(request), number))


@access(Need.SIGNED_IN)
@require_GET
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """The goal as it stands beside the tree; opened by itself, the whole page."""
    viewer = viewer_of(request)
    found: Goal = goal_of(viewer, number)
    if request.headers.get("HX-Request") != "true":
        return shown_goal(request, found)
    return render(request, "goals/panel.html", {"page_of_goal": goal_page(viewer, declared_company(), found)})


@access(Need.SIGNED_IN)
@require_GET
def below(request: HttpRequest, number: int) -> HttpResponse:
    """Rows of what serves the goal, for a tree too large to be sent at once."""
    viewer, company = viewer_of(request), declared_company()
    found = goal_of(viewer, number)
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    rows = tree_rows(viewer, company, goals_asked(viewer, chosen_period(viewer, asked["period"]), asked))
    mine = [row for row in rows if row.path[-1:] == (found.pk,)]
    return render(request, "goals/rows.html", {"rows": mine, "at_once": False})
