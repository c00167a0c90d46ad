"""A reward as it is being written: read by the core, its names checked by the company. Stores nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from merit.company import Company
from merit.kernel.problems import Place, Problem, Severity, has_errors
from merit.rewards.plan.checks import refund_notes, reward_problems
from merit.rewards.plan.plan_file import read_reward
from merit.rewards.plan.reward_plan import RewardPlan
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document

DRAFT = "rewards/~draft.yaml"
_ANYBODY = {"reward": "draft", "version": 1, "for": {"post": "anybody"}}
_OF_REFUNDS = ("rewards.clawback_on_net", "rewards.refunds_ignored")
_NOT_DRAWN = ("valid_from", "valid_to", "title", "cycle")


@dataclass(frozen=True, slots=True)
class CheckedReward:
    """The text, what is wrong, the plan when no error is, and what can be drawn while the head is still wrong."""

    text: str
    problems: tuple[Problem, ...]
    plan: RewardPlan | None
    drawn: RewardPlan | None


def checked_reward(company: Company, data: dict[str, Any]) -> CheckedReward:
    """Every finding points into the draft, by the path of the field inside the document."""
    text = written_document(data)
    plan, problems = _read(text)
    problems += _unknown_names(company, data)
    if plan is not None:
        problems += [Problem(each.code, _of_base(each), each.params, each.severity) for each in _beside(company, plan)]
    sound = plan if not has_errors(problems) else None
    return CheckedReward(text, tuple(map(_at_the_key, problems)), sound, sound or drawable(data))


def _at_the_key(problem: Problem) -> Problem:
    """What is missing is told where it would stand."""
    if problem.code != "documents.key_missing":
        return problem
    field = ".".join(part for part in (problem.place.field, str(problem.params["key"])) if part)
    return Problem(problem.code, Place(problem.place.file, problem.place.line, field), problem.params, problem.severity)


def drawable(data: dict[str, Any]) -> RewardPlan | None:
    """The terms alone, as a plan for anybody; None while they cannot be read."""
    terms = {key: value for key, value in data.items() if key not in _NOT_DRAWN}
    return _read(written_document({**terms, **_ANYBODY}))[0]


def _read(text: str) -> tuple[RewardPlan | None, list[Problem]]:
    documents, problems = documents_of(text, DRAFT)
    for document in documents[:1]:
        plan, found = read_reward(document)
        return plan, [*problems, *found]
    return None, problems


def _beside(company: Company, plan: RewardPlan) -> list[Problem]:
    return [*reward_problems([plan], company.catalogue), *refund_notes([plan])]


def _of_base(problem: Problem) -> Place:
    field = "refunds" if problem.code in _OF_REFUNDS else "base.date_basis"
    return Place(DRAFT, 0, field)


def _unknown_names(company: Company, data: dict[str, Any]) -> list[Problem]:
    """KPIs, posts, teams and people that nothing declares, at the field that names them."""
    kpis = [
        Problem("company.unknown_kpi", Place(DRAFT, 0, path), {"kpi": kpi})
        for path, kpi in _kpis(data, "")
        if kpi not in company.catalogue.kpis
    ]
    audience = data.get("for")
    if not isinstance(audience, dict):
        return kpis
    organisation = company.organisation
    posts = {spell.post for spell in organisation.spells}
    people = [
        Problem("company.unknown_person", Place(DRAFT, 0, "for.person"), {"person": each})
        for each in _names(audience.get("person"))
        if each not in organisation.spells_of
    ]
    teams = [
        Problem("company.unknown_node", Place(DRAFT, 0, "for.team"), {"kind": "team", "node": each})
        for each in _names(audience.get("team"))
        if each not in organisation.rows_of
    ]
    empty = [
        Problem("company.nobody_in_post", Place(DRAFT, 0, "for.post"), {"post": each}, Severity.WARNING)
        for each in _names(audience.get("post"))
        if each not in posts
    ]
    return [*kpis, *people, *teams, *empty]


def _kpis(part: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every KPI that the document names, with the path of its field."""
    if isinstance(part, dict):
        for key, value in part.items():
            inner = f"{path}.{key}" if path else str(key)
            if key == "kpi" and value:
                yield inner, str(value)
            else:
                yield from _kpis(value, inner)
    elif isinstance(part, list):
        for at, value in enumerate(part):
            yield from _kpis(value, f"{path}.{at}")


def _names(written: Any) -> list[str]:
    if written is None:
        return []
    return [str(each) for each in written] if isinstance(written, list) else [str(written)]
