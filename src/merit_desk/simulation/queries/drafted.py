"""The company as it would be under a simulation: its documents and its sliders. Nothing is stored."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from merit.company import Company
from merit.insight.simulation import Drafts, under
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem, has_errors
from merit.rewards.plan.plan_file import read_reward
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.plan.plan_file import read_plan
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document
from merit.what_if.changes import Changes, changed
from merit_desk.simulation.forms.sliders import numbers
from merit_desk.simulation.models import Shadow, Simulation
from merit_desk.simulation.queries.definitions import Key, in_force
from merit_desk.simulation.queries.levers import bonuses, changes_of, decimal, plans_in_force, times_of

DRAFT = "~simulation.yaml"
Tried = Sequence[Mapping[str, Any]]
"""Documents as a simulation keeps them."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """`company` is under the documents alone, `changes` what the sliders add; nothing of it when one is unsound."""

    company: Company
    drafts: Drafts
    changes: Changes
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether every document can be read."""
        return not has_errors(list(self.problems))

    @property
    def whole(self) -> Company:
        """Under documents and sliders."""
        return changed(self.company, self.changes)

    @property
    def changes_anything(self) -> bool:
        """Whether it differs from what is declared."""
        return bool(self.drafts.plans or self.drafts.rewards) or self.changes != Changes()


def periods_of(simulation: Simulation) -> tuple[Period, ...]:
    """The months, oldest first."""
    first, last = Period.parse(simulation.first), Period.parse(simulation.last)
    return tuple(Period(first.start, last.end).split(Grain.MONTH))


def asked_digest(simulation: Simulation | Shadow, sliders: Mapping[str, str]) -> str:
    """The same for the same periods, documents and sliders."""
    moved = sorted((name, str(value.normalize())) for name, value in numbers(sliders).items())
    return _digest([simulation.first, simulation.last, _texts(simulation.documents), moved])


def documents_digest(simulation: Simulation) -> str:
    """The same for the same documents."""
    return _digest(_texts(simulation.documents))


def _texts(documents: Tried) -> list[list[str]]:
    return sorted([str(each["kind"]), str(each["id"]), str(each["text"])] for each in documents)


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def drafted(company: Company, simulation: Simulation, sliders: Mapping[str, str]) -> Drafted:
    """The declared company under the documents of the simulation and these sliders."""
    first, last = Period.parse(simulation.first), Period.parse(simulation.last)
    return under_documents(company, simulation.documents, numbers(sliders), first.start, last)


def under_documents(
    company: Company, documents: Tried, moved: Mapping[str, Decimal], first: date, last: Period
) -> Drafted:
    """As if the documents had been in force from `first`."""
    drafts, problems = drafts_of(documents, first)
    if has_errors(problems):
        return Drafted(company, Drafts(), Changes(), tuple(problems))
    made = under(company, drafts)
    return Drafted(made, drafts, changes_of(made, last, moved), tuple(problems))


def drafts_of(documents: Tried, first: date) -> tuple[Drafts, list[Problem]]:
    """The plans and rewards of the documents, all in force by `first`."""
    plans: list[ScorePlan] = []
    rewards: list[RewardPlan] = []
    problems: list[Problem] = []
    for each in documents:
        read, found = documents_of(str(each["text"]), f"{each['id']}{DRAFT}")
        problems += found
        for document in read[:1]:
            if each["kind"] == "plan":
                plan, found = read_plan(document)
                plans += [replace(plan, valid_from=min(plan.valid_from, first))] if plan else []
            else:
                reward, found = read_reward(document)
                rewards += [replace(reward, valid_from=min(reward.valid_from or first, first))] if reward else []
            problems += found
    return Drafts(tuple(plans), tuple(rewards)), problems


def changed_documents(
    company: Company, simulation: Simulation, sliders: Mapping[str, str]
) -> dict[Key, Mapping[str, Any]]:
    """Every document that the simulation writes otherwise than the one in force: what an editor would be given.

    Targets that stand in targets.csv are not part of a plan and are left alone.
    """
    last, now = Period.parse(simulation.last), in_force(Period.parse(simulation.last))
    own = {
        (str(each["kind"]), str(each["id"])): documents_of(str(each["text"]), "draft")[0][0].data
        for each in simulation.documents
    }
    made = drafted(company, simulation, sliders)
    share = Fraction(numbers(sliders).get("t", Decimal(0))) / 100
    found: dict[Key, Mapping[str, Any]] = {}
    for plan in plans_in_force(made.company, last):
        key = ("plan", plan.plan)
        data = deepcopy(dict(own.get(key) or now.get(key) or {}))
        _write_plan(made, plan, data, share)
        found[key] = data
    for reward, _ in bonuses(made.company, last):
        key = ("reward", reward.reward)
        data = deepcopy(dict(own.get(key) or now.get(key) or {}))
        _write_reward(made.changes, reward.reward, data)
        found[key] = data
    return {key: data for key, data in {**own, **found}.items() if data and data != now.get(key)}


def _write_plan(made: Drafted, plan: ScorePlan, data: dict[str, Any], share: Fraction) -> None:
    for indicator, part in zip(plan.indicators, data.get("indicators") or (), strict=False):
        weight = made.changes.weights.get((plan.plan, indicator.id))
        if weight is not None:
            part["weight"] = _written(weight)
        target = part.get("target")
        if share and isinstance(target, (int, Decimal)) and not isinstance(target, bool):
            part["target"] = _written(Fraction(target) * times_of(made.company, indicator, share))
    if plan.plan in made.changes.bands:
        data["grades"] = [[grade, _written(edge)] for grade, edge in made.changes.bands[plan.plan]]


def _write_reward(changes: Changes, reward: str, data: dict[str, Any]) -> None:
    for grade, value in changes.coefficients.get(reward, {}).items():
        data["coefficients"][grade] = _written(value)
    if reward in changes.company_bands:
        rows = changes.company_bands[reward]
        data["company_coefficient"]["bands"] = [[_written(edge), _written(value)] for edge, value in rows]


def _written(value: Fraction) -> Decimal | int:
    number = decimal(value)
    return int(number) if number == number.to_integral_value() else number


def texts(documents: Mapping[Key, Mapping[str, Any]]) -> dict[Key, str]:
    """As files hold them."""
    return {key: written_document(dict(data)) for key, data in documents.items()}
