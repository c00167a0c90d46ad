"""The first page of growth: one's own path, plans and courses; of a manager the people; of HR everything open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.growth.models import GrowthPlan
from merit_desk.growth.queries.paths import path_of
from merit_desk.growth.queries.plans import case_lines, plan_lines, shown_plans, waiting_plans
from merit_desk.growth.queries.reach import leads, may_plan_for, people_to_plan_for
from merit_desk.growth.views.frame import growing_here, tabs
from merit_desk.shell.sentences import say
from merit_desk.training.queries.courses import own_seats

MOST = 8


@require_GET
@access(Need.SIGNED_IN)
def growth(request: HttpRequest) -> HttpResponse:
    """By role, each part only where it says something."""
    viewer = growing_here(request)
    others = [each for each in plan_lines(viewer) if each.plan.person != viewer.person]
    own = GrowthPlan.objects.filter(person=viewer.or_nobody).prefetch_related("steps")
    waits = waiting_plans(viewer)
    cases = case_lines(viewer)
    shown = {
        "title": say("growth.title"),
        "here": "growth",
        "tabs": tabs(viewer, "growth"),
        "person": viewer.person,
        "path": path_of(viewer, viewer.person) if viewer.person else [],
        "own_plans": shown_plans(own, viewer.today)[:MOST],
        "waits": list(
            zip(shown_plans([plan for plan, _ in waits], viewer.today), (str(m) for _, m in waits), strict=True)
        )[:MOST],
        "others": others[:MOST],
        "others_count": len(others),
        "cases": cases[:MOST],
        "seats": own_seats(viewer.person)[:MOST] if viewer.person else [],
        "may_plan": bool(people_to_plan_for(viewer)),
        "plans_self": bool(viewer.person) and may_plan_for(viewer, viewer.person),
        "leads": leads(viewer),
    }
    return render(request, "growth/growth.html", shown)
