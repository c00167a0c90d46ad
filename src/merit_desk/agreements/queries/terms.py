"""The terms of an agreement: what is measured, by how much, towards which target, as plain JSON in both languages.

{"period", "from", "to", "parts": [{"plan", "version", "title", "valid_from", "from", "to", "lines": [line],
"modifiers": [text], "grades": [[grade, least points]]}]}; a text is {"zh", "en"}; days are ISO 8601; numbers are plain
decimals as text. A line: {"key", "title", "kpi", "kind", "of", "unit", "direction", "weight", "target", "basis",
"agreed" (by this very agreement), "node" ("kind:id" whose figure it reads), "curve", "changes": [{"from", "target",
"reason"}]}. `period` is empty where the plan counts by other periods than the cycle: its
targets are then not agreed here.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from merit.company import Company
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.people.spells import spell_on
from merit.scores.figure_node import node_around
from merit.scores.plan.score_plan import FigureOf, Indicator, IndicatorKind, ScorePlan
from merit.targets.resolve import TargetRows, node_rows, rows_by_node
from merit.targets.target import Target
from merit_desk.agreements.queries.curves import curve_sentence
from merit_desk.cycles.models import Participant
from merit_desk.plans.queries.sheet import plan_in_force
from merit_desk.plans.queries.words import modifier_words, subject_title
from merit_desk.results.queries.names import kpi_direction, kpi_unit, titled
from merit_desk.shell.language import CHOICES, speaking

Terms = dict[str, Any]
Line = dict[str, Any]


@dataclass(slots=True)
class Drafting:
    """What writing many agreements needs, looked up once: plans in words, and targets.csv by node."""

    company: Company
    rows: TargetRows = field(init=False)
    _plans: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = rows_by_node(self.company.targets)

    def plan_words(self, plan: ScorePlan) -> dict[str, Any]:
        """The plan in words of both languages, without anybody's targets."""
        key = (plan.plan, plan.version)
        if key not in self._plans:
            self._plans[key] = _plan_words(self.company, plan)
        return self._plans[key]


def digest_of(terms: Any) -> str:
    """SHA-256 of the canonical JSON: what a signature signs."""
    written = json.dumps(terms, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def lines_of(terms: Terms) -> Iterator[Line]:
    """Every line of every part, in order."""
    return (line for part in terms["parts"] for line in part["lines"])


def line_named(terms: Terms, key: str) -> Line | None:
    """The line of that key."""
    return next((line for line in lines_of(terms) if line["key"] == key), None)


def negotiable(terms: Terms, line: Line) -> bool:
    """Whether its target is the person's own and can be agreed here; weights and shared targets are the plan's."""
    return bool(terms["period"]) and line["of"] == str(FigureOf.PERSON) and bool(line["kpi"]) and bool(line["target"])


def target_on(line: Line, day: date) -> str:
    """The target in force on the day."""
    begun = [each["target"] for each in line["changes"] if each["from"] <= day.isoformat()]
    return str(begun[-1] if begun else line["target"])


def basis_on(line: Line, day: date) -> str:
    """What the target in force on the day means: one that took over in mid-period is always the number itself."""
    taken_over = any(each["from"] <= day.isoformat() for each in line["changes"])
    return "absolute" if taken_over else str(line["basis"])


def terms_for(drafting: Drafting, one: Participant) -> Terms | None:
    """What the plans in force give for this person; None where no plan is for them."""
    stretches = list(_stretches(one))
    if not stretches:
        return None
    plans = [plan_in_force(drafting.company, plan, start) for plan, start, _ in stretches]
    period = Period.parse(one.cycle.period)
    fits = all(plan.cycle is period.grain for plan in plans)
    parts = [
        _part(drafting, one, plan, (start, end), period) for plan, (_, start, end) in zip(plans, stretches, strict=True)
    ]
    return {
        "period": str(period) if fits else "",
        "from": one.start.isoformat(),
        "to": one.end.isoformat(),
        "parts": parts,
    }


def _stretches(one: Participant) -> Iterator[tuple[str, date, date]]:
    """Plan, first and last day of each run of days under one plan; leave and gaps do not break a run."""
    runs: list[list[Any]] = []
    for each in one.segments:
        plan = each.get("plan") or ""
        if not plan or each.get("leave"):
            continue
        if runs and runs[-1][0] == plan:
            runs[-1][2] = each["end"]
        else:
            runs.append([plan, each["start"], each["end"]])
    if not runs and one.plan:
        runs = [[one.plan, one.start.isoformat(), one.end.isoformat()]]
    return ((plan, date.fromisoformat(str(start)), date.fromisoformat(str(end))) for plan, start, end in runs)


def _part(
    drafting: Drafting, one: Participant, plan: ScorePlan, days: tuple[date, date], period: Period
) -> dict[str, Any]:
    start, end = days
    words = drafting.plan_words(plan)
    own = {each.subject for each in plan.indicators if each.of is FigureOf.PERSON}
    lines = []
    for indicator, line in zip(plan.indicators, words["lines"], strict=True):
        wanted = _Wanted(one.person, indicator, start, period, indicator.subject in own)
        key = f"{start.isoformat()}/{plan.plan}/{indicator.id}"
        lines.append(
            {**line, "key": key, "node": wanted.node(drafting), **_stated(wanted.targets(drafting), start, end)}
        )
    stretch = {"from": start.isoformat(), "to": end.isoformat(), "valid_from": plan.valid_from.isoformat()}
    return {**words, **stretch, "lines": lines}


@dataclass(frozen=True, slots=True)
class _Wanted:
    person: str
    indicator: Indicator
    start: date
    period: Period
    measured_alone: bool
    """The plan also has an indicator of the person's own figure of that KPI, to which the person's rows belong."""

    def node(self, drafting: Drafting) -> str:
        """Whose figure the indicator reads, as kind:id."""
        spell = spell_on(drafting.company.organisation, self.person, self.start)
        if self.indicator.of is FigureOf.PERSON or spell is None:
            return f"person:{self.person}"
        node = node_around(self.indicator.of, spell, self.start, drafting.company.organisation)
        return f"{node.kind}:{node.id}"

    def targets(self, drafting: Drafting) -> list[Target]:
        """The rows that count, by the order of right that scoring follows; the plan's own comes before later ones."""
        indicator, rows = self.indicator, drafting.rows
        if indicator.kind not in (IndicatorKind.MEASURED, IndicatorKind.TASK):
            return []
        mine = node_rows(rows, indicator.subject, person_node(self.person), self.period)
        stated = _planned(indicator, self.person, self.period)
        if indicator.of is FigureOf.PERSON:
            return mine if any(each.start is None for each in mine) else [*stated, *mine]
        spell = spell_on(drafting.company.organisation, self.person, self.start)
        if stated or spell is None:
            return stated
        node = node_around(indicator.of, spell, self.start, drafting.company.organisation)
        found = node_rows(rows, indicator.subject, node, self.period)
        if indicator.of is FigureOf.TEAM and not found:
            found = node_rows(rows, indicator.subject, Node(NodeKind.TEAM, spell.team), self.period)
        return found or ([] if self.measured_alone else mine)


def _planned(indicator: Indicator, person: str, period: Period) -> list[Target]:
    target = indicator.target
    if target is None:
        return []
    return [Target(indicator.subject, "person", person, period, target.value, target.basis, None, "", target.source)]


def _stated(found: list[Target], start: date, end: date) -> dict[str, Any]:
    ordered = sorted(found, key=lambda each: each.start or date.min)
    if not ordered:
        return {"target": "", "basis": "", "agreed": False, "changes": []}
    begun = [each for each in ordered if each.start is None or each.start <= start] or ordered[:1]
    first = begun[-1]
    later = [each for each in ordered if each.start is not None and start < each.start <= end and each is not first]
    changes = [{"from": str(each.start), "target": plain(each.target), "reason": each.reason} for each in later]
    return {"target": plain(first.target), "basis": str(first.basis), "agreed": False, "changes": changes}


def _plan_words(company: Company, plan: ScorePlan) -> dict[str, Any]:
    return {
        "plan": plan.plan,
        "version": plan.version,
        "title": _both(lambda: titled(plan.title, plan.plan)),
        "lines": [_line(company, indicator) for indicator in plan.indicators],
        "modifiers": [_both(partial(modifier_words, company, each)) for each in plan.modifiers],
        "grades": [[grade, plain(least)] for grade, least in plan.grades],
    }


def _line(company: Company, indicator: Indicator) -> Line:
    reads_kpi = indicator.kind in (IndicatorKind.MEASURED, IndicatorKind.TASK)
    known = reads_kpi and indicator.subject in company.catalogue
    return {
        "title": _both(lambda: subject_title(company, indicator.subject, reads_kpi)),
        "kpi": indicator.subject if known else "",
        "kind": str(indicator.kind),
        "of": str(indicator.of),
        "unit": str(kpi_unit(company, indicator.subject)) if known else "",
        "direction": str(kpi_direction(company, indicator.subject)) if known else "",
        "weight": plain(indicator.weight),
        "curve": _both(partial(curve_sentence, company, indicator)),
    }


def _both(words: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in CHOICES:
        with speaking(language):
            found[language] = words()
    return found
