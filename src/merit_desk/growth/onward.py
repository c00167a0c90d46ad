"""From a result to a plan: those that are under way, and the way to write one from what fell short."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from merit.follow.growth_plan import ENDED, PlanKind
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.growth.queries.reach import may_plan_for, plans_visible_to
from merit_desk.growth.queries.weak import weak_results
from merit_desk.outcomes.queries.onward import Onward, leads_on
from merit_desk.shell.sentences import say

_ICONS = {PlanKind.DEVELOPMENT: "seedling", PlanKind.IMPROVEMENT: "stairs-up"}


@leads_on
def plans_from_result(viewer: Viewer, one: Participant) -> Iterator[Onward]:
    """An improvement plan only for somebody else, and only where an indicator of this result is below its target."""
    for plan in plans_visible_to(viewer).filter(person=one.person).exclude(state__in=ENDED):
        address = reverse("growth:plan", args=[plan.pk])
        yield Onward(plan.title, address, _ICONS[PlanKind(plan.kind)], say(f"growth_plan.state.{plan.state}"))
    if not may_plan_for(viewer, one.person):
        return
    period = one.cycle.period
    if one.person != viewer.person and weak_results(viewer, one.person, period):
        yield _new(one.person, period, PlanKind.IMPROVEMENT)
    yield _new(one.person, period, PlanKind.DEVELOPMENT)


def _new(person: str, period: str, kind: PlanKind) -> Onward:
    asked = urlencode({"person": person, "period": period, "kind": kind})
    return Onward(say(f"growth.from_result.{kind}"), f"{reverse('growth:new_plan')}?{asked}", _ICONS[kind])
