"""What the plan check says of a plan, beside the part that it concerns, in names instead of ids."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from merit.company import Company
from merit.kernel.problems import Problem, Severity
from merit.scores.plan.score_plan import ScorePlan
from merit_desk.plans.queries.words import subject_title
from merit_desk.results.queries.names import kpi_title, node_name, plan_title, post_name, reward_title
from merit_desk.shell.parts import ShownProblem, shown_problems
from merit_desk.shell.sentences import say

_SUBJECTS = ("indicator", "one", "other", "heavy", "light")
_PEOPLE = ("people", "better", "worse", "nodes")
_ID = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Advice:
    """A folded list: how many should be mended and how many are worth a look."""

    problems: tuple[ShownProblem, ...]
    warnings: int
    notes: int

    @property
    def tone(self) -> str:
        """watch where something should be mended."""
        return "watch" if self.warnings else "calm"

    @property
    def words(self) -> str:
        """要改 2 · 留意 1."""
        counts = (("plans.advice_warnings", self.warnings), ("plans.advice_notes", self.notes))
        return " · ".join(say(code, count=count) for code, count in counts if count)


def advice_of(company: Company, problems: Sequence[Problem]) -> Advice:
    """What should be mended first; places in files are left out."""
    ordered = sorted(problems, key=lambda each: (each.severity is not Severity.WARNING, each.place, each.code))
    shown = [one for each in ordered for one in shown_problems([in_words(company, each)])]
    warnings = sum(each.severity is Severity.WARNING for each in ordered)
    return Advice(tuple(replace(each, place="") for each in shown), warnings, len(ordered) - warnings)


def placed_advice(company: Company, plan: ScorePlan, problems: Iterable[Problem]) -> tuple[dict[int, Advice], Advice]:
    """By number of the indicator that each concerns, from 0, and what concerns the whole plan."""
    numbers = {each.source.line: at for at, each in reversed(list(enumerate(plan.indicators)))}
    by_part: dict[int, list[Problem]] = {}
    rest: list[Problem] = []
    for each in problems:
        at = numbers.get(each.place.line) if _of_a_part(each) else None
        (rest if at is None else by_part.setdefault(at, [])).append(each)
    return {at: advice_of(company, found) for at, found in by_part.items()}, advice_of(company, rest)


def _of_a_part(problem: Problem) -> bool:
    return any(name in problem.params for name in _SUBJECTS)


def in_words(company: Company, problem: Problem) -> Problem:
    """The finding with what people call things."""
    plan = str(problem.params.get("plan", ""))
    named = {name: _word(company, plan, name, str(value)) for name, value in problem.params.items()}
    told = {name: value if named[name] is None else str(named[name]) for name, value in problem.params.items()}
    return replace(problem, params=told)


def _word(company: Company, plan: str, name: str, text: str) -> str | None:
    """None for what is a number or a word already."""
    if name in _SUBJECTS:
        return _indicator(company, plan, text)
    if name in _PEOPLE:
        return None if text.isdigit() else _ID.sub(lambda found: _named(company, found.group()), text)
    if name == "pairs":
        return say("plans.list_comma").join(kpi_title(company, each) for each in text.split(", "))
    found = _NAMES.get(name)
    return found(company, text) if found is not None else None


def _plan(company: Company, plan: str) -> str:
    """Rewards speak of a post where plans speak of themselves."""
    return plan_title(company, plan) if any(each.plan == plan for each in company.plans) else post_name(company, plan)


_NAMES: dict[str, Callable[[Company, str], str]] = {
    "plan": _plan,
    "reward": reward_title,
    "post": post_name,
    "kpi": kpi_title,
    "pair": kpi_title,
}


def _indicator(company: Company, plan: str, name: str) -> str:
    subjects = (each.subject for one in company.plans if one.plan == plan for each in one.indicators if each.id == name)
    subject = next(subjects, name)
    return subject_title(company, subject, subject in company.catalogue)


def _named(company: Company, word: str) -> str:
    if word in company.organisation.spells_of:
        return node_name(company, "person", word)
    if word in company.organisation.rows_of:
        return node_name(company, "team", word)
    return company.profile.name if word == "company" else word
