"""Findings put together by guard, with their law, what to do and where each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from merit.kernel.problems import Problem, Severity
from merit.wording.sentences import problem_sentence
from merit_desk.compliance.queries.findings import Finding
from merit_desk.explain.queries.sums import named_line
from merit_desk.results.queries.names import node_name, plan_title, reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import knows, say

_TONES = {Severity.ERROR: "bad", Severity.WARNING: "watch", Severity.NOTE: ""}
_FIRST = 8

NOTES = "other"
"""Tables and records that are missing or not confirmed: no provision speaks of them."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding in words; `brief` leaves out what its group says, `by` and `reason` are those of its override."""

    finding: Finding
    name: str
    sentence: str
    brief: str
    tone: str
    state: str
    by: str
    reason: str
    address: str
    """Where it is mended: the confirmations of a reward; empty for anything else."""


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one guard."""

    code: str
    title: str
    law: str
    todo: str
    overridable: bool
    findings: tuple[ShownFinding, ...]

    @property
    def open(self) -> int:
        """How many are not settled."""
        return sum(each.finding.open for each in self.findings)

    @property
    def first(self) -> tuple[ShownFinding, ...]:
        """What is seen at once."""
        return self.findings[:_FIRST]

    @property
    def more(self) -> tuple[ShownFinding, ...]:
        """What is folded away."""
        return self.findings[_FIRST:]


def groups(findings: Iterable[Finding]) -> list[Group]:
    """The guards with something to settle first, errors before warnings, then what is settled, then notes."""
    by_guard: dict[str, list[Finding]] = {}
    for each in findings:
        by_guard.setdefault(each.code if each.law else NOTES, []).append(each)
    made = [_group(code, found) for code, found in by_guard.items()]
    return sorted(made, key=lambda group: (not _blocks(group), not group.open, not group.law, group.code))


def in_words(problem: Problem) -> Problem:
    """The same finding with the names of people, rewards and lines where it has their codes."""
    company, said = declared_company(), dict(problem.params)
    for name, value in problem.params.items():
        match name:
            case "person":
                said[name] = node_name(company, "person", str(value))
            case "people":
                names = [node_name(company, "person", each) for each in str(value).split(", ")]
                said[name] = say("plans.list_comma").join(names)
            case "reward" | "plan":
                said[name] = named_plan(str(value))
            case "line":
                said[name] = named_line(str(value), "")
            case "amount" | "bonus" | "edge" | "last" | "less" | "short":
                said[name] = str(value).replace("-", "\N{MINUS SIGN}")
            case _:
                pass
    return replace(problem, params=said)


def named_plan(name: str) -> str:
    """The title of a reward or score plan; a clause of a contract is its own."""
    company = declared_company()
    scores = any(each.plan == name for each in company.plans)
    return plan_title(company, name) if scores else reward_title(company, name)


def shown(finding: Finding) -> ShownFinding:
    """The finding in the reader's language."""
    override, problem = finding.override, in_words(finding.problem)
    state = "overridden" if override else str(finding.problem.severity)
    sentence, brief = problem_sentence(problem, current_language()), f"compliance.brief.{_name(finding.code)}"
    return ShownFinding(
        finding=finding,
        name=node_name(declared_company(), "person", finding.person) if finding.person else "",
        sentence=sentence,
        brief=say(brief, **problem.params) if knows(brief) else sentence,
        tone="" if override else _TONES[finding.problem.severity],
        state=say(f"compliance.state.{state}"),
        by=node_name(declared_company(), "person", override.decided_by) if override else "",
        reason=override.reason if override else "",
        address=_mended_at(finding.problem),
    )


def _mended_at(problem: Problem) -> str:
    name, version = str(problem.params.get("plan", "")), problem.params.get("version")
    known = {(plan.reward, plan.version) for plan in declared_company().rewards}
    return reverse("reward_plans:confirmations", args=(name, version)) if (name, version) in known else ""


def _group(code: str, found: Sequence[Finding]) -> Group:
    name, first = _name(code), found[0]
    law = say("compliance.law", law=first.law, article=first.article) if first.article else first.law
    return Group(
        code=code,
        title=say(f"compliance.guard.{name}") if knows(f"compliance.guard.{name}") else say("compliance.guard.other"),
        law=law,
        todo=say(f"compliance.todo.{name}") if knows(f"compliance.todo.{name}") else "",
        overridable=first.overridable,
        findings=tuple(shown(each) for each in sorted(found, key=lambda each: (not each.open, each.person))),
    )


def _blocks(group: Group) -> bool:
    return any(each.finding.blocks for each in group.findings)


def _name(code: str) -> str:
    return code.removeprefix("guards.")
