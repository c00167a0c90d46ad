"""Whose plans, cases and talent a viewer may know of, and in which capacities they act."""

from django.db.models import Q, QuerySet

from merit.follow.promotion import CaseState
from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import is_above, people_below, people_on_duty, people_read
from merit_desk.growth.models import Case, GrowthPlan

LEAD = Can.LEAD_GROWTH


def leads(viewer: Viewer) -> bool:
    """Whether the viewer keeps the paths and stands for HR in plans and cases."""
    return viewer.everywhere(LEAD)


def lead_parties(viewer: Viewer) -> frozenset[Party]:
    """HR or OWNER, where the viewer leads growth."""
    if not leads(viewer):
        return frozenset()
    return frozenset({Party.OWNER if Role.OWNER in viewer.roles else Party.HR})


def plans_visible_to(viewer: Viewer) -> QuerySet[GrowthPlan]:
    """One's own, those of one's people, and all for who reads everybody's texts: HR, the owner and the auditor."""
    people = people_read(viewer)
    if people is None:
        return GrowthPlan.objects.all()
    return GrowthPlan.objects.filter(Q(person__in=people) | Q(person=viewer.or_nobody))


def plan_of(viewer: Viewer, number: int) -> GrowthPlan:
    """Raises NotFoundRefusal for a plan that the viewer may not know of."""
    found = plans_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("growth.no_such_plan")
    return found


def parties_about(viewer: Viewer, person: str) -> frozenset[Party]:
    """On oneself SUBJECT alone; MANAGER is anybody above, HR or OWNER who leads growth."""
    if viewer.person and viewer.person == person:
        return frozenset({Party.SUBJECT})
    above = frozenset({Party.MANAGER}) if is_above(viewer, person) else frozenset()
    return above | lead_parties(viewer)


def people_to_plan_for(viewer: Viewer) -> list[tuple[str, str]]:
    """Oneself, people below, and everybody for who leads growth; oneself first, then by name."""
    people = people_on_duty(viewer.today)
    if not leads(viewer):
        allowed = people_below(viewer) | {viewer.person}
        people = [each for each in people if each[0] in allowed]
    return sorted(people, key=lambda each: (each[0] != viewer.person, each[1]))


def may_plan_for(viewer: Viewer, person: str) -> bool:
    """Whether a plan or a case about the person may come from this viewer."""
    return bool(person) and any(person == each for each, _ in people_to_plan_for(viewer))


def may_read(viewer: Viewer, person: str) -> bool:
    """Whether the viewer may see how the person stands: themselves, their line, HR, the owner, the auditor."""
    people = people_read(viewer)
    return bool(person) and (person == viewer.person or people is None or person in people)


def cases_visible_to(viewer: Viewer) -> QuerySet[Case]:
    """Drafts are their author's; the person learns of a case when it was approved; the panel reads what it decides."""
    author = Q(by_id=viewer.account)
    panel = Q(panel__account_id=viewer.account) & ~Q(state=CaseState.DRAFT)
    told = Q(person=viewer.or_nobody, shown_at__isnull=False)
    people = people_read(viewer)
    others = ~Q(state=CaseState.DRAFT) & ~Q(person=viewer.or_nobody)
    if people is not None:
        others &= Q(person__in=people)
    return Case.objects.filter(author | panel | told | others).distinct()


def case_of(viewer: Viewer, number: int) -> Case:
    """Raises NotFoundRefusal for a case that the viewer may not know of."""
    found = cases_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("growth.no_such_case")
    return found


def parties_of_case(viewer: Viewer, case: Case) -> frozenset[Party]:
    """AUTHOR proposed it and decides nothing; JUDGE has a seat without a vote yet; on oneself never HR."""
    found: set[Party] = set()
    if viewer.account == case.by_id:
        found.add(Party.AUTHOR)
    if viewer.person and viewer.person == case.person:
        return frozenset(found | {Party.SUBJECT})
    if viewer.account and case.panel.filter(account_id=viewer.account, favours=None).exists():
        found.add(Party.JUDGE)
    return frozenset(found) | lead_parties(viewer)


def may_see_pay(viewer: Viewer, case: Case) -> bool:
    """The person, who proposed it, and who sees everybody's pay."""
    own = bool(viewer.person) and viewer.person == case.person
    return own or viewer.account == case.by_id or viewer.everywhere(Can.SEE_PAY)


def talent_people(viewer: Viewer) -> list[tuple[str, str]]:
    """Whom the viewer sees in the nine boxes, by name; never themselves."""
    people = people_read(viewer)
    on_duty = people_on_duty(viewer.today)
    seen = [each for each in on_duty if people is None or each[0] in people]
    return sorted((each for each in seen if each[0] != viewer.person), key=lambda each: each[1])


def sees_talent(viewer: Viewer) -> bool:
    """Whether there is anybody: managers of somebody, and readers of everybody."""
    return people_read(viewer) is None or bool(people_below(viewer))


def may_judge(viewer: Viewer, person: str) -> bool:
    """Whether the viewer says what the person may grow into: the line and who leads growth, never about oneself."""
    return bool(parties_about(viewer, person) - {Party.SUBJECT})
