"""Goals from the company down to the person: how they serve each other, what drives them, what is wrong with them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.exact import exact, plain
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.actions.goals import fields_told, join_told, move_told, outlook_told
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.goals import (
    GoalAlignAsked,
    GoalAsked,
    GoalChangeAsked,
    GoalDriversAsked,
    GoalGiven,
    GoalMoveAsked,
    GoalPageGiven,
    GoalReportAsked,
    GoalSplitAsked,
    GoalTargetAsked,
    ResultAsked,
    ResultGiven,
    ResultScoreAsked,
)
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.goals.actions.align import align_goal
from merit_desk.goals.actions.move import move_goal
from merit_desk.goals.actions.report import add_result, drop_result, report, score_result
from merit_desk.goals.actions.split import DriverPart, set_drivers, split_goal
from merit_desk.goals.actions.target_file import write_target
from merit_desk.goals.actions.write import Whose, change_goal, make_goal
from merit_desk.goals.queries.page import goal_page
from merit_desk.goals.queries.parts import Part, kinds_of_parts
from merit_desk.goals.queries.setting import may_change
from merit_desk.goals.queries.visible import goal_of, goals_visible_to
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["goals"])


@router.get("/goals", **operation("goals", Scope.CYCLES, Page[GoalGiven]))
def goals(
    request: HttpRequest, period: str = "", state: str = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Goals in the asker's sight, oldest first."""
    found = goals_visible_to(viewer_asking(request))
    found = found.filter(period=period) if period else found
    return page_of(found.filter(state=state) if state else found, lambda each: (each.pk,), limit, cursor)


@router.post("/goals", **operation("make_goal", Scope.CYCLES_WRITE, GoalGiven, 201))
def new_goal(request: HttpRequest, asked: GoalAsked) -> Status[Any]:
    """A draft, or a goal in force."""
    whose = Whose(asked.level, asked.node, asked.parent)
    return Status(201, make_goal(viewer_asking(request), whose, fields_told(asked, None), asked.active))


@router.get("/goals/{int:number}", **operation("goal", Scope.CYCLES, GoalPageGiven))
def goal(request: HttpRequest, number: int) -> Any:
    """One goal with its value, parts, key results and checks."""
    viewer = viewer_asking(request)
    page = goal_page(viewer, declared_company(), goal_of(viewer, number))
    figure = page.row.figure
    value = None if figure is None or figure.value is None else plain(figure.value)
    return {
        **{name: getattr(page.goal, name) for name in GoalGiven.model_fields if name != "parent"},
        "parent_id": page.parent.pk if page.parent else None,
        "value": value,
        "parts": page.row.adding,
        "parts_total": page.row.total,
        "checks": [*page.checks, *page.of_set],
        "results": [each.result for each in page.results],
        "moves": [str(each) for each in page.moves],
    }


@router.patch("/goals/{int:number}", **operation("change_goal", Scope.CYCLES_WRITE, GoalGiven))
def changed_goal(request: HttpRequest, number: int, asked: GoalChangeAsked) -> Any:
    """409 when somebody else changed it meanwhile."""
    viewer = viewer_asking(request)
    standing = goal_of(viewer, number)
    if not may_change(viewer, standing):
        raise NotFoundRefusal("goals.no_such_goal")
    return change_goal(viewer, number, fields_told(asked, standing), asked.version, asked.reason)


@router.post("/goals/{int:number}/moves", **operation("move_goal", Scope.CYCLES_WRITE, GoalGiven))
def moved_goal(request: HttpRequest, number: int, asked: GoalMoveAsked) -> Any:
    """Make a move."""
    return move_goal(viewer_asking(request), number, move_told(asked.move), asked.note, asked.version)


@router.put("/goals/{int:number}/parent", **operation("align_goal", Scope.CYCLES_WRITE, GoalGiven))
def aligned_goal(request: HttpRequest, number: int, asked: GoalAlignAsked) -> Any:
    """Put it under another goal, or under none."""
    return align_goal(viewer_asking(request), number, asked.parent, asked.reason, asked.version)


@router.put("/goals/{int:number}/parts", **operation("split_goal", Scope.CYCLES_WRITE, list[GoalGiven]))
def parted_goal(request: HttpRequest, number: int, asked: GoalSplitAsked) -> Any:
    """Goals for the parts, made or changed."""
    viewer = viewer_asking(request)
    known = _parts(viewer, number)
    wanted = {(each.kind, each.node): exact(each.target or "0") for each in asked.parts}
    if any(each not in known for each in wanted):
        raise NotFoundRefusal("goals.no_such_goal")
    return split_goal(viewer, number, {known[each]: value for each, value in wanted.items()}, asked.version)


def _parts(viewer: Viewer, number: int) -> dict[tuple[str, str], Part]:
    kinds = kinds_of_parts(viewer, declared_company(), goal_of(viewer, number))
    return {(part.kind, part.node): part for parts in kinds.values() for part in parts}


@router.put("/goals/{int:number}/drivers", **operation("drive_goal", Scope.CYCLES_WRITE, list[GoalGiven]))
def driven_goal(request: HttpRequest, number: int, asked: GoalDriversAsked) -> Any:
    """Goals for the drivers, made or changed."""
    told = [
        DriverPart(each.kpi, exact(each.target) if each.target else None, each.person, -1 if each.sign < 0 else 1)
        for each in asked.drivers
    ]
    return set_drivers(viewer_asking(request), number, join_told(asked.join), told, asked.version)


@router.post("/goals/{int:number}/progress", **operation("report_goal", Scope.CYCLES_WRITE, GoalGiven, 201))
def reported_goal(request: HttpRequest, number: int, asked: GoalReportAsked) -> Status[Any]:
    """A note of progress."""
    made = report(viewer_asking(request), number, asked.text, outlook_told(asked.outlook), asked.value)
    return Status(201, made.goal)


@router.post("/goals/{int:number}/results", **operation("add_goal_result", Scope.CYCLES_WRITE, ResultGiven, 201))
def new_goal_result(request: HttpRequest, number: int, asked: ResultAsked) -> Status[Any]:
    """A further key result."""
    return Status(201, add_result(viewer_asking(request), number, asked.model_dump()))


@router.put(
    "/goals/{int:number}/results/{int:result}", **operation("score_goal_result", Scope.CYCLES_WRITE, ResultGiven)
)
def scored_goal_result(request: HttpRequest, number: int, result: int, asked: ResultScoreAsked) -> Any:
    """How far it is."""
    return score_result(viewer_asking(request), number, result, asked.now, asked.done)


@router.delete(
    "/goals/{int:number}/results/{int:result}", **operation("drop_goal_result", Scope.CYCLES_WRITE, GoalGiven)
)
def dropped_goal_result(request: HttpRequest, number: int, result: int) -> Any:
    """Take a key result away."""
    viewer = viewer_asking(request)
    drop_result(viewer, number, result)
    return goal_of(viewer, number)


@router.put("/goals/{int:number}/target", **operation("write_goal_target", Scope.TARGETS_WRITE, GoalGiven))
def written_goal_target(request: HttpRequest, number: int, asked: GoalTargetAsked) -> Any:
    """Write the target into targets.csv, so that scoring uses it."""
    return write_target(viewer_asking(request), number, asked.stands, asked.reason)
