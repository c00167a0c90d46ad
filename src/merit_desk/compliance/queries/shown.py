"""Findings put together by guard, with their law, what to do and where each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from merit.kernel.problems import Severity
from merit.wording.sentences import problem_sentence
from merit_desk.compliance.queries.findings import Finding
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import knows, say

_TONES = {Severity.ERROR: "bad", Severity.WARNING: "watch", Severity.NOTE: ""}

NOTES = "other"
"""Tables and records that are missing or not confirmed: no provision speaks of them."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding in words; `by` and `reason` are those of its override."""

    finding: Finding
    name: str
    sentence: str
    tone: str
    state: str
    by: str
    reason: str


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


def groups(findings: Iterable[Finding]) -> list[Group]:
    """The guards with something to settle first, then what is settled, then notes."""
    by_guard: dict[str, list[Finding]] = {}
    for each in findings:
        by_guard.setdefault(each.code if each.law else NOTES, []).append(each)
    made = [_group(code, found) for code, found in by_guard.items()]
    return sorted(made, key=lambda group: (not group.open, not group.law, group.code))


def shown(finding: Finding) -> ShownFinding:
    """The finding in the reader's language."""
    override = finding.override
    state = "overridden" if override else str(finding.problem.severity)
    return ShownFinding(
        finding=finding,
        name=node_name(declared_company(), "person", finding.person) if finding.person else "",
        sentence=problem_sentence(finding.problem, current_language()),
        tone="" if override else _TONES[finding.problem.severity],
        state=say(f"compliance.state.{state}"),
        by=node_name(declared_company(), "person", override.decided_by) if override else "",
        reason=override.reason if override else "",
    )


def _group(code: str, found: Sequence[Finding]) -> Group:
    name, first = code.removeprefix("guards."), found[0]
    law = say("compliance.law", law=first.law, article=first.article) if first.article else first.law
    return Group(
        code=code,
        title=say(f"compliance.guard.{name}") if knows(f"compliance.guard.{name}") else say("compliance.guard.other"),
        law=law,
        todo=say(f"compliance.todo.{name}") if knows(f"compliance.todo.{name}") else "",
        overridable=first.overridable,
        findings=tuple(shown(each) for each in found),
    )
