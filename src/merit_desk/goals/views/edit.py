"""Making a goal, changing one, and the check that follows while it is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.company import Company
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.targets.goal_life import GoalLevel
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.catalogue.queries.sight import kpis_seen
from merit_desk.goals.actions.report import add_result
from merit_desk.goals.actions.write import StaleGoal, Whose, change_goal, make_goal
from merit_desk.goals.forms.goal_form import GoalForm, initial_of
from merit_desk.goals.models import Goal, Style
from merit_desk.goals.queries.checks import Check, Surroundings, chance_of_goal, smart_checks
from merit_desk.goals.queries.lists import people_offered
from merit_desk.goals.queries.periods import chosen_period, period_choices
from merit_desk.goals.queries.serving import possible_parents
from merit_desk.goals.queries.setting import may_change, may_make_any, nodes_for
from merit_desk.goals.queries.templates import template_of, templates_by_style
from merit_desk.goals.queries.visible import goal_of
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

ACTIVE = "active"


def require_making(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for somebody who may make no goal at all."""
    if not may_make_any(viewer):
        raise NotFoundRefusal("refusal.no_such_page")


@access(Need.SIGNED_IN)
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Ready goals to start from, by method."""
    require_making(viewer_of(request))
    shown = {
        "title": say("goals.templates"),
        "here": "goals",
        "styles": templates_by_style(),
        "query": request.GET.urlencode(),
    }
    return render(request, "goals/templates.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?template=`, `?parent=`, `?whose=level/node` and `?style=` fill in what they know."""
    viewer, company = viewer_of(request), declared_company()
    require_making(viewer)
    form = _new_form(request, viewer, company)
    if request.method != "POST":
        return _page(request, company, form, {})
    if not form.is_valid():
        return _page(request, company, form, {}, 422)
    level, _, node = form.cleaned_data["whose"].partition("/")
    parent = form.cleaned_data["parent"]
    whose = Whose(level, node, int(parent) if parent else None)
    try:
        made = make_goal(viewer, whose, form.told(), request.POST.get("do") == ACTIVE)
    except ConflictRefusal as refusal:
        form.add_error("parent", say(refusal.code, **refusal.params))
        return _page(request, company, form, {}, 409)
    template = template_of(request.POST.get("template", ""))
    for told in template.key_results if template else ():
        add_result(viewer, made.pk, told)
    messages.success(request, say("goals.done.made", goal=made.title))
    return redirect("goals:goal", made.pk)


def _new_form(request: HttpRequest, viewer: Viewer, company: Company) -> GoalForm:
    given = request.GET
    period = chosen_period(viewer, request.POST.get("period", "") or given.get("period", ""))
    nodes = nodes_for(viewer, Period.parse(period))
    whose = given.get("whose", "")
    first = "/".join(nodes[0]) if nodes else ""
    template = template_of(given.get("template", ""))
    initial: dict[str, Any] = {
        "period": period,
        "whose": whose or first,
        "style": given.get("style", Style.KPI),
        "direction": "up",
        "adds_up": True,
        "basis": "absolute",
        "parent": given.get("parent", ""),
        "weight": "",
    }
    if template is not None:
        same = {"style": template.style, "perspective": template.perspective, "kpi": template.kpi}
        initial |= {"title": template.title, "wording": template.wording, "unit": template.unit, **same}
    form = GoalForm(company, request.POST or None, initial=initial)
    form.offer_nodes(nodes)
    level = (request.POST.get("whose") or initial["whose"]).partition("/")[0]
    level = level if level in set(GoalLevel) else str(GoalLevel.PERSON)
    form.offer_parents(possible_parents(viewer, Goal(level=level, period=period)))
    return form


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Wording, target, owner…; where it stands is changed by aligning it."""
    viewer, company = viewer_of(request), declared_company()
    goal = goal_of(viewer, number)
    if not may_change(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    form = GoalForm(company, request.POST or None, goal=goal, initial=initial_of(goal))
    more: dict[str, Any] = {"goal": goal, "seen": request.POST.get("seen") or goal.version}
    if request.method != "POST":
        return _page(request, company, form, more)
    if not form.is_valid():
        return _page(request, company, form, more, 422)
    try:
        change_goal(viewer, number, form.told(), seen_version(request), form.cleaned_data["reason"])
    except StaleGoal as stale:
        more |= {"seen": stale.goal.version, "stale": beside(_lines(stale.goal), _lines(_typed(goal, form)))}
        return _page(request, company, form, more, 409)
    messages.success(request, say("goals.done.changed"))
    return redirect("goals:goal", number)


def seen_version(request: HttpRequest) -> int:
    """The version on which the edit is based; 0 for none, which is always stale."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


def _typed(goal: Goal, form: GoalForm) -> Goal:
    for name, value in form.told().items():
        setattr(goal, name, value)
    return goal


def _lines(goal: Goal) -> str:
    """The goal as lines that can be laid beside another version's."""
    names = ("title", "kpi", "target", "basis", "measure", "unit", "period", "person", "weight", "wording")
    return "\n".join(f"{say(f'goal_form.{name}')}: {getattr(goal, name)}" for name in names)


@access(Need.SIGNED_IN)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The SMART answers for what is typed so far; nothing is kept."""
    viewer, company = viewer_of(request), declared_company()
    require_making(viewer)
    return render(request, "goals/checks_card.html", {"checks": _checks_of_typed(viewer, company, request)})


def _checks_of_typed(viewer: Viewer, company: Company, request: HttpRequest) -> list[Check]:
    number = request.POST.get("goal", "")
    standing = goal_of(viewer, int(number)) if number.isdecimal() and len(number) < 18 else None
    form = GoalForm(company, request.POST, goal=standing)
    if standing is None:
        form.offer_nodes(nodes_for(viewer, Period.parse(chosen_period(viewer, request.POST.get("period", "")))))
        form.fields["parent"].choices = [(request.POST.get("parent", ""), "")]  # type: ignore[attr-defined]
    form.is_valid()
    goal = standing or Goal(level=str(GoalLevel.PERSON), node=viewer.person)
    names = ("title", "kpi", "target", "basis", "measure", "unit", "direction", "period", "wording", "adds_up")
    for name in names:
        if name in form.cleaned_data:
            setattr(goal, name, form.cleaned_data[name])
    goal.period = goal.period or chosen_period(viewer, "")
    goal.basis, goal.direction = goal.basis or "absolute", goal.direction or "up"
    if standing is None:
        level, _, goal.node = str(form.cleaned_data.get("whose", "")).partition("/")
        goal.level = level or str(GoalLevel.PERSON)
    kind, _, node = str(form.cleaned_data.get("figure", "")).partition("/")
    goal.figure_kind, goal.figure_node = kind, node
    results = standing.results.count() if standing is not None else 0
    around = Surroundings(_serves(viewer, request, standing), results, chance_of_goal(viewer, company, goal))
    return smart_checks(viewer, company, goal, around)


def _serves(viewer: Viewer, request: HttpRequest, standing: Goal | None) -> str:
    if standing is not None:
        return standing.parent.title if standing.parent is not None else ""
    parent = request.POST.get("parent", "")
    return goal_of(viewer, int(parent)).title if parent.isdecimal() and len(parent) < 18 else ""


def _page(
    request: HttpRequest, company: Company, form: GoalForm, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    viewer, goal = viewer_of(request), more.get("goal")
    seen = [kpi for kpi in kpis_seen(viewer, company) if not company.catalogue[kpi].hidden]
    shown = {
        "title": goal.title if goal else say("goals.new"),
        "here": "goals",
        "form": form,
        "template": request.POST.get("template") or request.GET.get("template", ""),
        "back": reverse("goals:goal", args=[goal.pk]) if goal else reverse("goals:goals"),
        "kpi_list": [(kpi, kpi_title(company, kpi)) for kpi in sorted(seen)],
        "people": people_offered(viewer, company),
        "periods": period_choices(viewer, chosen_period(viewer, form.value("period"))),
        **more,
    }
    return render(request, "goals/form.html", shown, status=status)
