"""Writing a plan: whom it is for, what the results show, aims and supports; and changing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.follow.growth_plan import MACHINES, PlanKind, PlanMove, PlanState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import people_on_duty
from merit_desk.growth.actions.plans import StalePlan, address_of, change_plan, propose_plan
from merit_desk.growth.forms.plan_form import AimForms, PlanForm, SupportForms, plan_given, texts_of
from merit_desk.growth.models import GrowthPlan
from merit_desk.growth.queries.reach import may_plan_for, parties_about, people_to_plan_for, plan_of
from merit_desk.growth.queries.weak import WeakResult, weak_results
from merit_desk.growth.views.frame import writing_here
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say
from merit_desk.training.models import Course
from merit_desk.training.queries.needs import serving
from merit_desk.training.queries.results import subject_choices


@dataclass
class _Writing:
    """The three forms of one plan."""

    form: PlanForm
    aims: Any
    supports: Any

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.aims.is_valid(), self.supports.is_valid()])


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def new_plan(request: HttpRequest) -> HttpResponse:
    """`?person=` and `kind=` are asked first; `period=` limits what it begins with to that result."""
    viewer = writing_here(request)
    people = people_to_plan_for(viewer)
    if not people:
        raise NotFoundRefusal("refusal.no_such_page")
    person = request.GET.get("person", "")
    if not person:
        return _choose(request, viewer, people)
    kind = _kind(viewer, person, request.GET.get("kind", ""))
    weak = weak_results(viewer, person, request.GET.get("period", ""))
    writing = _forms(request, viewer, kind, _ticks(weak), _suggested(person, kind, weak))
    back = reverse("growth:plans")
    shown = {"person": person, "kind": kind, "weak": weak, "back": back, "primary": say("growth.propose_plan")}
    if request.method == "POST" and writing.is_valid():
        try:
            made = propose_plan(viewer, plan_given(person, writing.form, writing.aims, writing.supports))
        except ConflictRefusal as refusal:
            writing.form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("growth.told.proposed"))
            return redirect(address_of(made))
    return _page(request, writing, shown | {"title": say(f"growth.new.{kind}")})


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change it before both have signed; signatures are given again. Both versions are shown to the second writer."""
    viewer = writing_here(request)
    one = plan_of(viewer, number)
    kind = PlanKind(one.kind)
    if PlanMove.CHANGE not in MACHINES[kind].open_to(PlanState(one.state), parties_about(viewer, one.person)):
        raise NotFoundRefusal("refusal.no_such_page")
    weak = weak_results(viewer, one.person)
    writing = _forms(request, viewer, kind, _ticks(weak) + _kept(one, weak), _as_it_is(one))
    shown: dict[str, Any] = {"person": one.person, "kind": kind, "weak": weak, "version": one.version}
    shown |= {"title": say("growth.change_plan"), "primary": say("form.save"), "back": address_of(one)}
    if request.method == "POST" and writing.is_valid():
        given = plan_given(one.person, writing.form, writing.aims, writing.supports)
        version = request.POST.get("version", "")
        try:
            change_plan(viewer, number, given, int(version) if version.isdigit() else 0)
        except StalePlan as stale:
            lines = beside(_lines(texts_of(stale.theirs)), _lines(writing.form.cleaned_data))
            return _page(request, writing, shown | {"version": stale.theirs.version, "stale": lines}, 409)
        except ConflictRefusal as refusal:
            writing.form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("growth.told.changed"))
            return redirect(address_of(one))
    return _page(request, writing, shown)


def _choose(request: HttpRequest, viewer: Viewer, people: list[tuple[str, str]]) -> HttpResponse:
    shown = {
        "title": say("growth.new_plan"),
        "here": "growth",
        "people": people,
        "kinds": [(str(each), say(f"growth.kind.{each}"), say(f"growth.kind_what.{each}")) for each in PlanKind],
        "may_improve": any(person != viewer.person for person, _ in people),
        "back": reverse("growth:plans"),
    }
    return render(request, "growth/choose_plan.html", shown)


def _kind(viewer: Viewer, person: str, asked: str) -> PlanKind:
    """Of oneself only a development plan. Raises NotFoundRefusal for somebody out of reach."""
    if not may_plan_for(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    if person == viewer.person:
        return PlanKind.DEVELOPMENT
    return PlanKind(asked) if asked in set(map(str, PlanKind)) else PlanKind.IMPROVEMENT


def _forms(
    request: HttpRequest, viewer: Viewer, kind: PlanKind, grounds: list[tuple[str, str]], initial: dict[str, Any]
) -> _Writing:
    sent = request.POST if request.method == "POST" else None
    people = sorted(people_on_duty(viewer.today), key=lambda each: each[1])
    courses = [(str(each.pk), each.title) for each in Course.objects.filter(retired_at=None)]
    return _Writing(
        PlanForm(sent, kind=kind, weak=grounds, initial=initial["frame"]),
        AimForms(
            sent,
            prefix="aims",
            initial=initial["aims"],
            form_kwargs={"subjects": subject_choices(declared_company())},
        ),
        SupportForms(
            sent,
            prefix="supports",
            initial=initial["supports"],
            form_kwargs={"people": people, "courses": courses},
        ),
    )


def _suggested(person: str, kind: PlanKind, weak: list[WeakResult]) -> dict[str, Any]:
    """From what the results show: each weak indicator an aim with its target, each course for it a support."""
    first = {each.subject: each for each in reversed(weak)}
    offered = serving()
    name = node_name(declared_company(), "person", person)
    courses = {course.pk: course for subject in first for course in offered.get(subject, ())}
    return {
        "frame": {
            "title": say(f"growth.title_for.{kind}", name=name),
            "grounds": [each.key for each in weak] if kind is PlanKind.IMPROVEMENT else [],
        },
        "aims": [
            {"text": say("growth.aim_for", title=each.title), "indicator": each.subject, "target": each.wanted}
            for each in list(first.values())[:6]
        ],
        "supports": [
            {"kind": "training", "text": course.title, "course": str(course.pk)}
            for course in list(courses.values())[:6]
        ],
    }


def _as_it_is(one: GrowthPlan) -> dict[str, Any]:
    return {
        "frame": texts_of(one),
        "aims": [{"text": a.text, "indicator": a.indicator, "target": a.target} for a in one.aims.all()],
        "supports": [
            {"kind": s.kind, "text": s.text, "course": str(s.course_id or ""), "who": s.who, "due": s.due}
            for s in one.supports.all()
        ],
    }


def _kept(one: GrowthPlan, weak: list[WeakResult]) -> list[tuple[str, str]]:
    """Grounds of the plan that are no longer among the last results."""
    known = {each.key for each in weak}
    rows = [each for each in one.grounds if each["ground"] == "measure"]
    named = [(f"{e['period']}|{e['segment']}|{e['indicator']}", f"{e['title']} {e['actual']}") for e in rows]
    return [pair for pair in named if pair[0] not in known]


def _ticks(weak: list[WeakResult]) -> list[tuple[str, str]]:
    return [(each.key, _weak_words(each)) for each in weak]


def _weak_words(each: WeakResult) -> str:
    gaps = {"title": each.title, "actual": each.actual, "target": each.target, "period": each.period_name}
    return say("growth.weak_rated" if each.rated else "growth.weak", **gaps)


def _lines(found: dict[str, Any]) -> str:
    return "\n".join(f"{say(f'growth.field.{name}')}: {value or ''}" for name, value in found.items())


def _page(request: HttpRequest, writing: _Writing, more: dict[str, Any], status: int = 200) -> HttpResponse:
    invalid = request.method == "POST" and status == 200
    shown = {
        "here": "growth",
        "form": writing.form,
        "aims": writing.aims,
        "supports": writing.supports,
        "forms": [writing.form, *writing.aims, *writing.supports],
        "name": node_name(declared_company(), "person", more["person"]),
        "lead": say(f"growth.write_lead.{more['kind']}"),
        "improvement": more["kind"] is PlanKind.IMPROVEMENT,
        **more,
    }
    return render(request, "growth/plan_form.html", shown, status=422 if invalid else status)
