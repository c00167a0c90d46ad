"""Findings as people read them: names for ids, gathered by the plan and by what they concern."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from merit.company import Company
from merit.kernel.problems import Problem
from merit_desk.plans.queries.advice import Advice, advice_of
from merit_desk.results.queries.names import plan_title
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """Everything told of one plan, or of what lies between plans; `address` leads to the editor."""

    title: str
    address: str
    advice: Advice


def groups_of(company: Company, problems: Iterable[Problem]) -> list[PlanGroup]:
    """The plans with most to mend first, what belongs to no plan last."""
    by_plan: dict[str, list[Problem]] = {}
    known = {each.plan for each in company.plans}
    for each in problems:
        named = str(each.params.get("plan", ""))
        by_plan.setdefault(named if named in known and each.place.file != "rewards" else "", []).append(each)
    groups = [_group(company, plan, found) for plan, found in by_plan.items()]
    return sorted(groups, key=lambda each: (not each.address, -each.advice.warnings, -each.advice.notes, each.title))


def _group(company: Company, plan: str, found: Sequence[Problem]) -> PlanGroup:
    title = plan_title(company, plan) if plan else say("plan_check.between")
    return PlanGroup(title, reverse("plans:edit", args=(plan,)) if plan else "", advice_of(company, found))
