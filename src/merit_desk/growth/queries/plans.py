"""Plans and cases as lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from merit.follow.growth_plan import ENDED, MACHINES, PlanKind, PlanMove, PlanState
from merit.follow.promotion import ENDED as CASES_ENDED
from merit.follow.promotion import CaseState
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import direct_people, managers_on
from merit_desk.growth.models import Case, GrowthPlan
from merit_desk.growth.queries.reach import cases_visible_to, leads, parties_about, plans_visible_to
from merit_desk.results.queries.names import node_name, post_name
from merit_desk.results.queries.open_company import declared_company

_TONES = {PlanState.RUNNING: "good", PlanState.AGREED: "good", PlanState.CONCLUDED: "", PlanState.WITHDRAWN: ""}
_CASE_TONES = {CaseState.IN_EFFECT: "good", CaseState.CONSENTED: "good", CaseState.DECLINED: "", CaseState.REFUSED: ""}


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """One line: whose, how it stands, and the next day on which something is due."""

    plan: GrowthPlan
    name: str
    address: str
    tone: str
    next_day: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One line."""

    case: Case
    name: str
    address: str
    from_post: str
    to_post: str
    tone: str


def plan_lines(viewer: Viewer, kind: str = "", state: str = "", words: str = "") -> list[ShownPlan]:
    """Open ones unless a state is asked for: what is due first comes first."""
    found = plans_visible_to(viewer).prefetch_related("steps")
    found = found.filter(kind=kind) if kind in set(map(str, PlanKind)) else found
    if state in set(map(str, PlanState)):
        found = found.filter(state=state)
    elif state != "any":
        found = found.exclude(state__in=ENDED)
    lines = shown_plans(found, viewer.today)
    lines = [each for each in lines if words in each.name or words in each.plan.title]
    return sorted(lines, key=lambda each: (each.next_day or date.max, -each.plan.pk))


def shown_plans(plans: Iterable[GrowthPlan], today: date) -> list[ShownPlan]:
    """The same for plans at hand."""
    company = declared_company()
    return [
        ShownPlan(
            each,
            node_name(company, "person", each.person),
            reverse("growth:plan", args=(each.pk,)),
            _TONES.get(PlanState(each.state), "line"),
            next_day(each),
            (day := next_day(each)) is not None and day < today,
        )
        for each in plans
    ]


def next_day(plan: GrowthPlan) -> date | None:
    """The first review in the middle that was not held, else the last day; None for a plan that does not run."""
    if plan.state != PlanState.RUNNING:
        return None
    held = sum(step.move == PlanMove.REVIEW for step in plan.steps.all())
    left = plan.reviews[held:]
    return date.fromisoformat(left[0]) if left else plan.last


def waiting_plans(viewer: Viewer) -> list[tuple[GrowthPlan, PlanMove]]:
    """Plans on which the viewer has to sign, and those of their people that are due."""
    found: list[tuple[GrowthPlan, PlanMove]] = []
    open_ones = plans_visible_to(viewer).exclude(state__in=ENDED).prefetch_related("steps")
    for plan in open_ones:
        if not _concerns(viewer, plan.person):
            continue
        moves = MACHINES[PlanKind(plan.kind)].open_to(PlanState(plan.state), parties_about(viewer, plan.person))
        signing = next((each for each in moves if each in (PlanMove.SIGN, PlanMove.COUNTERSIGN)), None)
        day = next_day(plan)
        if signing is not None and not _signed(plan, signing):
            found.append((plan, signing))
        elif day is not None and day <= viewer.today and PlanMove.REVIEW in moves:
            found.append((plan, PlanMove.CONCLUDE if day == plan.last else PlanMove.REVIEW))
    return found


def case_lines(viewer: Viewer, state: str = "") -> list[ShownCase]:
    """Latest first; ended ones only where they are asked for."""
    found = cases_visible_to(viewer)
    if state in set(map(str, CaseState)):
        found = found.filter(state=state)
    elif state != "any":
        found = found.exclude(state__in=CASES_ENDED)
    company = declared_company()
    return [
        ShownCase(
            each,
            node_name(company, "person", each.person),
            reverse("growth:case", args=(each.pk,)),
            post_name(company, each.from_post),
            post_name(company, each.to_post),
            _CASE_TONES.get(CaseState(each.state), "line"),
        )
        for each in found
    ]


def _concerns(viewer: Viewer, person: str) -> bool:
    """Whether it is the viewer who has to act: themselves, who is directly in charge, HR where nobody is."""
    if person == viewer.person or person in direct_people(viewer):
        return True
    return leads(viewer) and not managers_on(person, viewer.today)


def _signed(plan: GrowthPlan, move: PlanMove) -> bool:
    return bool(plan.person_signed_at if move is PlanMove.SIGN else plan.line_signed_at)
