"""A plan as it is being written: read by the core, checked by catalogue and plan check. Stores nothing."""

from dataclasses import dataclass
from typing import Any

from merit.company import Company
from merit.insight.plan_check.findings import draft_findings
from merit.insight.plan_check.subject import plans_in_use
from merit.insight.simulation import Drafts, under
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Place, Problem, Severity, has_errors
from merit.kernel.section import Section, document_section
from merit.scores.plan.curve_section import read_curve
from merit.scores.plan.curves import Curve
from merit.scores.plan.plan_file import read_plan
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.company_folder.references import kpis_named
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document
from merit.targets.resolve import rows_by_node
from merit_desk.accounts.viewer import Viewer

DRAFT = "plans/~draft.yaml"


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """The text, what is wrong (`problems`), what is worth a look (`advice`), and the plan when nothing is wrong."""

    text: str
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]
    plan: ScorePlan | None
    curves: tuple[tuple[str, Curve | None], ...]
    """Subject and curve of each indicator, so that a curve is drawn while something else is still wrong."""


def checked_plan(viewer: Viewer, company: Company, data: dict[str, Any]) -> CheckedPlan:
    """Every finding points into the draft, by the path of the field inside the document."""
    text = written_document(data)
    documents, problems = documents_of(text, DRAFT)
    plan, curves = None, []
    for document in documents[:1]:
        plan, found = read_plan(document)
        problems += found
        curves = [_curve(part) for part in document_section(document, []).sections("indicators")]
    if plan is not None:
        problems += _unknown_names(company, plan, data)
    sound = plan if not has_errors(problems) else None
    return CheckedPlan(text, tuple(problems), tuple(_advice(viewer, company, sound)), sound, tuple(curves))


def _curve(part: Section) -> tuple[str, Curve | None]:
    subject = next((part.text(kind) for kind in ("kpi", "task", "counted") if part.has(kind)), "")
    return subject, read_curve(part.inner("curve")) if part.part("curve") is not None else None


def _unknown_names(company: Company, plan: ScorePlan, data: dict[str, Any]) -> list[Problem]:
    """KPIs, posts, teams and people that nothing declares, at the field that names them."""
    known = company.catalogue.kpis
    found = [
        Problem("company.unknown_kpi", Place(DRAFT, named.line, _field_at(plan, named.line, data)), {"kpi": named.id})
        for named in kpis_named(plan, plan.source)
        if named.id not in known
    ]
    people = company.organisation.spells_of
    posts = {spell.post for spell in company.organisation.spells}
    teams = company.organisation.rows_of
    found += [
        Problem("company.unknown_person", Place(DRAFT, 0, "for.person"), {"person": each})
        for each in plan.audience.people
        if each not in people
    ]
    found += [
        Problem("company.unknown_node", Place(DRAFT, 0, "for.team"), {"kind": "team", "node": each})
        for each in plan.audience.teams
        if each not in teams
    ]
    return found + [
        Problem("company.nobody_in_post", Place(DRAFT, 0, "for.post"), {"post": each}, Severity.WARNING)
        for each in plan.audience.posts
        if each not in posts
    ]


def _field_at(plan: ScorePlan, line: int, data: dict[str, Any]) -> str:
    """The part of the document that starts on that line."""
    for at, indicator in enumerate(plan.indicators):
        if indicator.source.line == line:
            return f"indicators.{at}.kpi"
    for at, modifier in enumerate(plan.modifiers):
        if modifier.source.line == line and at < len(data.get("modifiers", [])):
            kind = next(iter(data["modifiers"][at]), "")
            return f"modifiers.{at}.{kind}.kpi"
    return ""


def _advice(viewer: Viewer, company: Company, plan: ScorePlan | None) -> list[Problem]:
    """What the plan check says of the design alone; history is looked at when the plan is tried."""
    if plan is None:
        return []
    month = Period.containing(max(viewer.today, plan.valid_from), Grain.MONTH)
    used = [each for each in plans_in_use(under(company, Drafts((plan,))), month) if each.plan == plan]
    rows = rows_by_node(company.targets)
    return [finding for each in used for finding in draft_findings(company, each, rows)]
