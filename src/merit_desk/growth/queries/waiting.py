"""What waits for the viewer here: signatures, reviews that are due, votes, a promotion to agree to."""

from collections.abc import Iterator

from django.urls import reverse

from merit.follow.promotion import CaseState
from merit_desk.accounts.viewer import Viewer
from merit_desk.growth.models import Case
from merit_desk.growth.queries.plans import next_day, waiting_plans
from merit_desk.growth.queries.reach import leads
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_PLACE = "growth"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    if viewer.account is None or not viewer.roles:
        return
    company = declared_company()
    for plan, move in waiting_plans(viewer):
        name = node_name(company, "person", plan.person)
        note = plan.title if plan.person == viewer.person else f"{name} · {plan.title}"
        address, day = reverse("growth:plan", args=(plan.pk,)), next_day(plan)
        tone = "bad" if day is not None and day < viewer.today else "watch"
        yield Waiting(_PLACE, "stairs-up", say(f"waits.growth_{move}"), note, address, 1, tone, day)
    yield from _cases(viewer)


def _cases(viewer: Viewer) -> Iterator[Waiting]:
    voting = Case.objects.filter(
        state=CaseState.WITH_PANEL, panel__account_id=viewer.signer, panel__favours=None
    ).distinct()
    mine = Case.objects.filter(state=CaseState.APPROVED, person=viewer.or_nobody)
    lead = Case.objects.none()
    if leads(viewer):
        states = [CaseState.PROPOSED, CaseState.CONSENTED, CaseState.GROUNDED]
        lead = Case.objects.filter(state__in=states).exclude(person=viewer.or_nobody)
    for code, found in (("vote", voting), ("consent", mine), ("case", lead)):
        for case in found:
            name = node_name(declared_company(), "person", case.person)
            address = reverse("growth:case", args=(case.pk,))
            yield Waiting(_PLACE, "stairs-up", say(f"waits.growth_{code}"), name, address, 1, "watch")
