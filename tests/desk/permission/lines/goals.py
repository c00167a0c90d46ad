"""Who may open which address of the goals."""

from merit.targets.goal_life import GoalState
from merit_desk.goals.models import Goal, KeyResult
from tests.desk.permission.line import EVERYBODY, WITH_A_ROLE, line, post

WRITERS = "OHME"
LINE = "OHM"


def _goal(level, node, state):
    def made(_letter, accounts):
        told = {"kpi": "paid_sales", "target": "10", "period": "2026-10", "person": node if level == "person" else ""}
        goal = Goal.objects.create(title="x", level=level, node=node, state=str(state), made_by=accounts["H"], **told)
        return {"number": goal.pk}

    return made


def _result(letter, accounts):
    goal = _goal("person", "cat", GoalState.ACTIVE)(letter, accounts)
    return {**goal, "result": KeyResult.objects.create(goal_id=goal["number"], title="x").pk}


NEW = {"level": "company", "node": "company", "title": "x", "period": "2026-10"}
PARTS = {
    "version": 1,
    "parts": [{"kind": "shop", "node": "s1", "target": "4"}, {"kind": "shop", "node": "s2", "target": "6"}],
}
DRIVERS = {"version": 1, "join": "product", "drivers": [{"kpi": "orders_paid"}, {"kpi": "aov"}]}
COMPANY, TEAM, CAT, DRAFT = "a company goal", "a goal of north", "a goal of cat", "a draft of cat"
MAKERS = {
    COMPANY: _goal("company", "company", GoalState.ACTIVE),
    TEAM: _goal("team", "north", GoalState.ACTIVE),
    CAT: _goal("person", "cat", GoalState.ACTIVE),
    DRAFT: _goal("person", "cat", GoalState.DRAFT),
    "a goal of bob": _goal("person", "bob", GoalState.ACTIVE),
    "a result of cat": _result,
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing.

`M` is ann, who leads north with cat in it; bob leads south.
"""
LINES = [
    line("goals:goals", WITH_A_ROLE),
    line("goals:templates", WRITERS),
    line("goals:new", WRITERS),
    post("goals:new", WRITERS),
    post("goals:check", WRITERS),
    line("goals:goal", WITH_A_ROLE, relation=COMPANY),
    line("goals:goal", "OHMEA", relation=CAT),
    line("goals:goal", "OHA", relation="a goal of bob"),
    line("goals:panel", "OHMEA", relation=CAT),
    line("goals:below", "OHMEA", relation=CAT),
    line("goals:change", "OH", relation=COMPANY),
    line("goals:change", LINE, relation=TEAM),
    line("goals:change", LINE, relation=CAT),
    line("goals:change", WRITERS, relation=DRAFT),
    post("goals:change", LINE, relation=CAT),
    line("goals:align", LINE, relation=CAT),
    post("goals:align", WRITERS, relation=DRAFT),
    line("goals:split", LINE, relation=TEAM),
    post("goals:split", LINE, relation=CAT),
    line("goals:drivers", LINE, relation=TEAM),
    post("goals:drivers", LINE, relation=CAT),
    line("goals:move", WRITERS, relation=CAT, query="move=close"),
    post("goals:move", WRITERS, relation=CAT),
    post("goals:move", "OH", relation="a goal of bob"),
    post("goals:progress", WRITERS, relation=CAT),
    post("goals:progress", "OH", relation=COMPANY),
    post("goals:results", LINE, relation=CAT),
    post("goals:result", WRITERS, relation="a result of cat"),
    post("goals:target", "OH", relation=CAT),
    line("api:goals", EVERYBODY),
    line("api:goal", WITH_A_ROLE, relation=COMPANY),
    line("api:goal", "OHMEA", relation=CAT),
    line("api:goal", "OHA", relation="a goal of bob"),
    line("api:new_goal", "OH", method="POST", body=NEW),
    line("api:new_goal", LINE, method="POST", body={**NEW, "level": "team", "node": "north"}),
    line("api:changed_goal", LINE, method="PATCH", relation=CAT, body={"version": 1, "target": "11"}),
    line("api:changed_goal", WRITERS, method="PATCH", relation=DRAFT, body={"version": 1, "target": "11"}),
    line("api:moved_goal", LINE, method="POST", relation=CAT, body={"move": "close", "version": 1}),
    line("api:aligned_goal", LINE, method="PUT", relation=CAT, body={"parent": None, "version": 1, "reason": "x"}),
    line("api:parted_goal", "OH", method="PUT", relation=COMPANY, body=PARTS),
    line("api:driven_goal", LINE, method="PUT", relation=CAT, body=DRIVERS),
    line("api:reported_goal", WRITERS, method="POST", relation=CAT, body={"text": "x", "outlook": "on_track"}),
    line("api:new_goal_result", LINE, method="POST", relation=CAT, body={"title": "x"}),
    line("api:scored_goal_result", WRITERS, method="PUT", relation="a result of cat", body={"done": True}),
    line("api:dropped_goal_result", LINE, method="DELETE", relation="a result of cat"),
    line("api:written_goal_target", "OH", method="PUT", relation=CAT, body={"stands": "", "reason": "x"}),
]
ELSEWHERE = {}
