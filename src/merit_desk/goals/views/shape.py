"""Where a goal stands and what it is made of: aligning, splitting over parts, splitting into drivers."""

from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.company import Company
from merit.kernel.exact import exact, plain
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.targets.drivers import Driver, Join, completed, driver_check
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.goals.actions.align import align_goal
from merit_desk.goals.actions.split import DriverPart, set_drivers, split_goal
from merit_desk.goals.actions.write import StaleGoal
from merit_desk.goals.forms.goal_form import number_typed
from merit_desk.goals.forms.small import AlignForm
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.driving import Way, best_way, driver_places, proposed_drivers, ways_of
from merit_desk.goals.queries.figures import target_of
from merit_desk.goals.queries.lists import people_offered
from merit_desk.goals.queries.parts import EQUAL, LAST, Part, kinds_of_parts, proposed
from merit_desk.goals.queries.serving import possible_parents
from merit_desk.goals.queries.setting import may_change
from merit_desk.goals.queries.visible import goal_of
from merit_desk.goals.queries.words import exact_words, goal_target_words
from merit_desk.goals.views.edit import seen_version
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


def changeable(viewer: Viewer, number: int) -> Goal:
    """The goal. Raises NotFoundRefusal where the viewer may not change it."""
    goal = goal_of(viewer, number)
    if not may_change(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    return goal


def _shown(request: HttpRequest, goal: Goal, template: str, status: int, **more: Any) -> HttpResponse:
    shown = {
        "here": "goals",
        "goal": goal,
        "seen": request.POST.get("seen") or goal.version,
        "back": reverse("goals:goal", args=[goal.pk]),
        "target": goal_target_words(declared_company(), goal),
        **more,
    }
    return render(request, template, shown, status=status)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def align(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what the goal serves; dragging it in the tree leads here with `?parent=` chosen."""
    viewer = viewer_of(request)
    goal = changeable(viewer, number)
    initial = {"parent": request.GET.get("parent", goal.parent_id or "")}
    form = AlignForm(possible_parents(viewer, goal), request.POST or None, initial=initial)
    more: dict[str, Any] = {"title": say("goals.align", goal=goal.title), "form": form}
    if request.method != "POST":
        return _shown(request, goal, "goals/align.html", 200, **more)
    if not form.is_valid():
        return _shown(request, goal, "goals/align.html", 422, **more)
    try:
        align_goal(viewer, number, form.parent_number, form.cleaned_data["reason"], seen_version(request))
    except StaleGoal as stale:
        more |= {"stale": stale.goal, "seen": stale.goal.version}
        return _shown(request, goal, "goals/align.html", 409, **more)
    except ConflictRefusal as refusal:
        form.add_error("parent", say(refusal.code, **refusal.params))
        return _shown(request, goal, "goals/align.html", 409, **more)
    messages.success(request, say("goals.done.aligned"))
    return redirect(f"{reverse('goals:goals')}?goal={number}&period={goal.period}")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, number: int) -> HttpResponse:
    """`?parts=department|team|person|shop` and `?by=equal|last` propose; what is sent has to add up exactly."""
    viewer, company = viewer_of(request), declared_company()
    goal = changeable(viewer, number)
    kinds = kinds_of_parts(viewer, company, goal) if target_of(company, goal) is not None else {}
    kind = request.POST.get("parts") or request.GET.get("parts", "")
    kind = kind if kind in kinds else next(iter(kinds), "")
    by = request.GET.get("by", LAST)
    more: dict[str, Any] = {"title": say("goals.split", goal=goal.title), "kinds": list(kinds), "kind": kind}
    if request.method == "POST":
        return _split(request, goal, kinds.get(kind, []), more)
    found = proposed(viewer, company, goal, kinds[kind], by) if kind else None
    if found is None and kind and by == LAST:
        more["no_last"] = by == request.GET.get("by")
        by, found = EQUAL, proposed(viewer, company, goal, kinds[kind], EQUAL)
    lines = [_line(company, part, plain(value, 12), "") for part, value in (found or {}).items()]
    return _shown(request, goal, "goals/split.html", 200, **more, by=by, lines=lines)


def _line(company: Company, part: Part, typed: str, wrong: str) -> dict[str, str]:
    name = node_name(company, part.kind, part.node)
    owner = node_name(company, "person", part.person) if part.person else ""
    return {"field": f"part/{part.node}", "name": name, "owner": owner, "typed": typed, "wrong": wrong}


def _split(request: HttpRequest, goal: Goal, parts: list[Part], more: dict[str, Any]) -> HttpResponse:
    company, lines, values = declared_company(), [], {}
    for part in parts:
        typed = request.POST.get(f"part/{part.node}", "").strip()
        value, wrong = _number(typed)
        lines.append(_line(company, part, typed, wrong))
        if value is not None and not wrong:
            values[part] = value
    more |= {"lines": lines, "by": EQUAL}
    if any(line["wrong"] for line in lines) or not values:
        return _shown(request, goal, "goals/split.html", 422, **more)
    try:
        split_goal(viewer_of(request), goal.pk, values, seen_version(request))
    except ConflictRefusal as refusal:
        if isinstance(refusal, StaleGoal):
            more["seen"] = refusal.goal.version
        more["refusal"] = say(refusal.code, **refusal.params)
        return _shown(request, goal, "goals/split.html", 409, **more)
    messages.success(request, say("goals.done.split", count=len(values)))
    return redirect("goals:goal", goal.pk)


def _number(typed: str) -> tuple[Fraction | None, str]:
    try:
        text = number_typed(typed)
    except forms.ValidationError as wrong:
        return None, wrong.messages[0]
    return (exact(text), "") if text else (None, "")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def drivers(request: HttpRequest, number: int) -> HttpResponse:
    """`?way=` chooses the formula; one driver left empty is worked out; `do=check` only tells what they come to."""
    viewer, company = viewer_of(request), declared_company()
    goal = changeable(viewer, number)
    ways = ways_of(company, goal)
    asked = request.POST.get("way") or request.GET.get("way", "")
    at = int(asked) if asked.isdecimal() and int(asked) < len(ways) else best_way(viewer, company, goal, ways)
    way = ways[at] if ways else None
    more: dict[str, Any] = {
        "title": say("goals.drive", goal=goal.title),
        "ways": [(number, each.words) for number, each in enumerate(ways)],
        "at": at,
        "join": str(way.join) if way else "",
        "people": people_offered(viewer, company),
    }
    if way is None:
        return _shown(request, goal, "goals/drivers.html", 200, **more)
    if request.method == "POST":
        return _drivers(request, goal, way, more)
    lines = [
        {**{name: getattr(each, name) for name in each.__slots__}, "wrong": "", "name": _named(company, each.person)}
        for each in proposed_drivers(viewer, company, goal, way)
    ]
    return _shown(request, goal, "goals/drivers.html", 200, **more, lines=lines)


def _named(company: Company, person: str) -> str:
    return node_name(company, "person", person) if person else ""


def _drivers(request: HttpRequest, goal: Goal, way: Way, more: dict[str, Any]) -> HttpResponse:
    viewer, company = viewer_of(request), declared_company()
    lines = _typed_lines(request, viewer, goal, way)
    target = target_of(company, goal)
    given = [Driver(line["kpi"], line["value"], line["sign"]) for line in lines]
    open_lines = [line for line in lines if line["value"] is None and not line["wrong"]]
    if target is not None and len(open_lines) == 1:
        places = driver_places(company, open_lines[0]["kpi"])
        value = completed(target, way.join, given, places)
        open_lines[0] |= {"value": value, "target": "" if value is None else plain(value), "worked_out": True}
        given = [Driver(line["kpi"], line["value"], line["sign"]) for line in lines]
    found = driver_check(target, way.join, given)
    more |= {"lines": lines, "checked": _checked(company, goal, found.reached, found.difference)}
    if any(line["wrong"] for line in lines):
        return _shown(request, goal, "goals/drivers.html", 422, **more)
    if request.POST.get("do") == "check":
        return _shown(request, goal, "goals/drivers.html", 200, **more)
    parts = [DriverPart(line["kpi"], line["value"], line["person"], line["sign"]) for line in lines]
    try:
        set_drivers(viewer, goal.pk, Join(way.join), parts, seen_version(request))
    except ConflictRefusal as refusal:
        if isinstance(refusal, StaleGoal):
            more["seen"] = refusal.goal.version
        more["refusal"] = say(refusal.code, **refusal.params)
        return _shown(request, goal, "goals/drivers.html", 409, **more)
    messages.success(request, say("goals.done.driven"))
    return redirect("goals:goal", goal.pk)


def _typed_lines(request: HttpRequest, viewer: Viewer, goal: Goal, way: Way) -> list[dict[str, Any]]:
    company, offered = declared_company(), dict(people_offered(viewer, declared_company()))
    by_name = {name: person for person, name in offered.items()}
    lines = []
    for each in proposed_drivers(viewer, company, goal, way):
        typed = request.POST.get(f"target/{each.kpi}", "").strip()
        who = request.POST.get(f"person/{each.kpi}", "").strip()
        person = who if who in offered else by_name.get(who, "")
        value, wrong = _number(typed)
        wrong = wrong or (say("goals.no_such_person") if who and not person else "")
        same = {name: getattr(each, name) for name in ("kpi", "title", "sign", "before", "unit")}
        lines.append({**same, "target": typed, "value": value, "person": person, "name": who, "wrong": wrong})
    return lines


def _checked(company: Company, goal: Goal, reached: Fraction | None, difference: Fraction | None) -> tuple[str, str]:
    """Tone and sentence."""
    if reached is None or difference is None:
        return "watch", say("goals.drivers.open")
    gaps = {"reached": exact_words(company, goal, reached), "gap": exact_words(company, goal, abs(difference))}
    word = "equal" if difference == 0 else "short" if difference < 0 else "over"
    return ("bad" if word == "short" else "good"), say(f"goals.drivers.{word}", **gaps)
