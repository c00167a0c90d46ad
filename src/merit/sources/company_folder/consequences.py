"""Findings that only follow from another one: a name is not unknown when its own row could not be read."""

from collections.abc import Collection, Mapping

from merit.kernel.problems import Problem

_DECLARED_IN = {
    "people.unknown_manager": "people",
    "people.unknown_leader": "people",
    "people.credit_to_unknown_person": "people",
    "company.unknown_person": "people",
    "company.nobody_in_post": "people",
    "company.unknown_post": "posts",
    "people.unknown_team": "teams",
    "people.unknown_parent": "teams",
    "people.team_not_there": "teams",
    "company.unknown_shop": "shops",
    "company.in_no_plan": "plans",
    "company.unknown_grade": "plans",
    "company.unknown_reward": "rewards",
    "company.in_no_plan_but_near": "plans",
}
_NODES_IN = {"person": "people", "team": "teams", "department": "teams", "shop": "shops"}


def without_consequences(problems: list[Problem], unread: Mapping[str, Collection[str]]) -> list[Problem]:
    """Leave out what would not be said if the `unread` rows (their names, by table) could be read.

    The name "*" stands for a whole table that could not be read.
    """
    return [problem for problem in problems if not _follows(problem, unread)]


def _follows(problem: Problem, unread: Mapping[str, Collection[str]]) -> bool:
    table = _DECLARED_IN.get(problem.code)
    if problem.code == "company.unknown_node":
        table = _NODES_IN.get(str(problem.params["kind"]))
    names = unread.get(table, ()) if table is not None else ()
    return "*" in names or any(str(name) in names for name in problem.params.values())
