"""Promotions and changes of post: the list, the wizard, one case with what can be done now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit.follow.promotion import MACHINES, CaseKind, CaseMove, CaseState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.follow.queries.reach import may_write, people_on_duty
from merit_desk.growth.actions.cases import StaleCase, address_of, change_case, propose_case, step_case
from merit_desk.growth.forms.case_form import CaseForm, PanelForm
from merit_desk.growth.forms.plan_form import NoteForm, WordsForm
from merit_desk.growth.given import CaseSaid
from merit_desk.growth.models import CareerStep, Case
from merit_desk.growth.queries.case_page import case_facts, pay_facts, votes_of
from merit_desk.growth.queries.panel import panel_choices
from merit_desk.growth.queries.paths import kept_evidence, post_of, shown_step
from merit_desk.growth.queries.plans import case_lines
from merit_desk.growth.queries.reach import case_of, may_plan_for, parties_of_case, people_to_plan_for
from merit_desk.growth.views.frame import entries, growing_here, tabs, tried, writing_here
from merit_desk.people.forms.changes import post_choices, team_choices
from merit_desk.results.queries.names import node_name, post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.parts import steps
from merit_desk.shell.sentences import say
from merit_desk.training.models import Course

_WORDED = {CaseMove.APPROVE, CaseMove.DECLINE, CaseMove.NOTE_PAPER, CaseMove.DOCUMENT, CaseMove.WITHDRAW}
_MAIN = {CaseMove.SUBMIT, CaseMove.NAME_PANEL, CaseMove.APPROVE, CaseMove.CONSENT, CaseMove.TAKE_EFFECT}


@require_GET
@access(Need.SIGNED_IN)
def cases(request: HttpRequest) -> HttpResponse:
    """`?state=` narrows it."""
    viewer = growing_here(request)
    state = request.GET.get("state", "")
    shown = {
        "title": say("growth.tab.cases"),
        "here": "growth",
        "tabs": tabs(viewer, "cases"),
        "cases": case_lines(viewer, state),
        "states": [*((str(e), say(f"growth_case.state.{e}")) for e in CaseState), ("any", say("follow.state.any"))],
        "state": state,
        "may_propose": may_write(viewer) and bool(people_to_plan_for(viewer)),
    }
    return render(request, "growth/cases.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def new_case(request: HttpRequest) -> HttpResponse:
    """First who and where to (`?person=&to=&kind=`), then the evidence and the terms."""
    viewer = writing_here(request)
    people = people_to_plan_for(viewer)
    if not people:
        raise NotFoundRefusal("refusal.no_such_page")
    person, to_post = request.GET.get("person", ""), request.GET.get("to", "")
    if person and not may_plan_for(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    if not person or to_post not in dict(post_choices(declared_company())):
        return _choose(request, viewer, people, person)
    step = CareerStep.objects.filter(from_post=post_of(person, viewer.today), to_post=to_post, retired_at=None).first()
    kind = CaseKind.PROMOTION if step is not None else CaseKind.POST_CHANGE
    form = _form(request, viewer, {"to_team": _team_of(person)})
    shown = {**_frame(viewer, person, to_post, kind, 1), "title": say(f"growth.case.{kind}"), "form": form}
    shown |= {"back": reverse("growth:cases"), "primary": say("growth.to_look_over")}
    if step is not None:
        named = {str(each.pk): each.title for each in Course.objects.all()}
        shown["standing"] = shown_step(viewer, person, step, named)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_case(viewer, form.given(kind, person, to_post))
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("growth.told.drafted"))
            return redirect(address_of(made))
    return render(request, "growth/case_form.html", shown, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a draft; both versions are shown to the second writer."""
    viewer = writing_here(request)
    one = case_of(viewer, number)
    moves = MACHINES[CaseKind(one.kind)].open_to(CaseState(one.state), parties_of_case(viewer, one))
    if CaseMove.CHANGE not in moves:
        raise NotFoundRefusal("refusal.no_such_page")
    texts = {name: getattr(one, name) for name in ("reason", "to_team", "manager", "start", "bonus_base", "wage")}
    form = _form(request, viewer, texts)
    shown = {**_frame(viewer, one.person, one.to_post, CaseKind(one.kind), 1), "form": form, "version": one.version}
    shown |= {"title": say("growth.change_case"), "back": address_of(one), "primary": say("form.save")}
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        given = form.given(CaseKind(one.kind), one.person, one.to_post)
        try:
            change_case(viewer, number, given, int(version) if version.isdigit() else 0)
        except StaleCase as stale:
            theirs = {name: getattr(stale.theirs, name) for name in texts}
            mine = {name: form.cleaned_data.get(name, "") for name in texts}
            shown |= {"version": stale.theirs.version, "stale": beside(_lines(theirs), _lines(mine))}
            return render(request, "growth/case_form.html", shown, status=409)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("growth.told.changed"))
            return redirect(address_of(one))
    return render(request, "growth/case_form.html", shown, status=422 if request.method == "POST" else 200)


@require_GET
@access(Need.SIGNED_IN)
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case: its evidence, its terms, who decides, what was said."""
    viewer = viewer_of(request)
    one = case_of(viewer, number)
    parties = parties_of_case(viewer, one)
    moves = MACHINES[CaseKind(one.kind)].open_to(CaseState(one.state), parties)
    company = declared_company()
    name = node_name(company, "person", one.person)
    shown = {
        "title": say("growth.case_of", name=name, post=post_name(company, one.to_post)),
        "here": "growth",
        "case": one,
        "name": name,
        "waits": say(f"growth_case.stands.{one.state}"),
        "facts": case_facts(one),
        "pay": pay_facts(viewer, one),
        "evidence": kept_evidence(one.evidence, one.person),
        "votes": votes_of(viewer, one),
        "buttons": [_button(one, each) for each in moves],
        "subject": bool(viewer.person) and viewer.person == one.person,
        "entries": entries("growth_case", _told(viewer, one)),
    }
    return render(request, "growth/case.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def step(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Every step asks first: the panel by name, the others with words or a plain question."""
    viewer = viewer_of(request)
    one = case_of(viewer, number)
    parties = parties_of_case(viewer, one)
    rules = MACHINES[CaseKind(one.kind)].moves.items()
    ever = {str(each) for (_, each), rule in rules if rule.by & parties} - {str(CaseMove.CHANGE)}
    if move not in ever:
        raise NotFoundRefusal("refusal.no_such_page")
    wanted = CaseMove(move)
    form = _step_form(request, viewer, one, wanted)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        said = CaseSaid(found.get("note", ""), tuple(int(each) for each in found.get("panel", ())))
        tried(request, lambda: step_case(viewer, number, wanted, said), f"growth_case.did.{wanted}")
        return redirect(address_of(one))
    shown = {
        "title": say(f"growth_case.do.{wanted}"),
        "here": "growth",
        "what": say("growth.case_of", name=node_name(declared_company(), "person", one.person), post=_post(one)),
        "people": None,
        "undo": say(f"growth_case.what.{wanted}"),
        "form": form,
        "primary": say(f"growth_case.do.{wanted}"),
        "action": request.path,
        "back": address_of(one),
        "grave": wanted in (CaseMove.WITHDRAW, CaseMove.REFUSE),
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if request.method == "POST" else 200)


def _step_form(request: HttpRequest, viewer: Viewer, one: Case, wanted: CaseMove) -> forms.Form:
    sent = request.POST if request.method == "POST" else None
    if wanted is CaseMove.NAME_PANEL:
        seated = [str(each) for each in one.panel.values_list("account_id", flat=True)]
        return PanelForm(sent, accounts=panel_choices(one, viewer.today), initial={"panel": seated})
    return NoteForm(sent) if wanted in _WORDED else WordsForm(sent)


def _told(viewer: Viewer, one: Case) -> Any:
    """The person reads what was said from the decision on, not what was said before about them."""
    found = one.steps.select_related("account")
    if viewer.person and viewer.person == one.person and viewer.account != one.by_id and one.shown_at:
        return found.filter(at__gte=one.shown_at)
    return found


def _choose(request: HttpRequest, viewer: Viewer, people: list[tuple[str, str]], person: str) -> HttpResponse:
    company = declared_company()
    chosen = person or (viewer.person if len(people) == 1 else "")
    post = post_of(chosen, viewer.today) if chosen else ""
    ahead = CareerStep.objects.filter(from_post=post, retired_at=None) if post else CareerStep.objects.none()
    shown = {
        "title": say("growth.new_case"),
        "here": "growth",
        "people": people,
        "person": chosen,
        "post": post_name(company, post) if post else "",
        "ahead": [(each.to_post, post_name(company, each.to_post)) for each in ahead],
        "posts": [each for each in post_choices(company) if each[0] != post],
        "steps": _stepper(0),
        "back": reverse("growth:cases"),
    }
    return render(request, "growth/choose_case.html", shown)


def _form(request: HttpRequest, viewer: Viewer, initial: dict[str, Any]) -> CaseForm:
    company = declared_company()
    return CaseForm(
        request.POST if request.method == "POST" else None,
        teams=team_choices(company, viewer.today),
        people=sorted(people_on_duty(viewer.today), key=lambda each: each[1]),
        with_pay=viewer.everywhere(Can.EDIT_WAGES),
        initial=initial,
    )


def _frame(viewer: Viewer, person: str, to_post: str, kind: CaseKind, now: int) -> dict[str, Any]:
    company = declared_company()
    return {
        "here": "growth",
        "name": node_name(company, "person", person),
        "from_post": post_name(company, post_of(person, viewer.today)),
        "to_post": post_name(company, to_post),
        "kind": kind,
        "steps": _stepper(now),
    }


def _stepper(now: int) -> Any:
    titles = [(say(f"growth.wizard.{each}"), reverse("growth:new_case")) for each in ("who", "evidence", "look_over")]
    return steps(titles, now)


def _team_of(person: str) -> str:
    spells = declared_company().organisation.spells_of.get(person, ())
    return spells[-1].team if spells else ""


def _post(one: Case) -> str:
    return post_name(declared_company(), one.to_post)


def _button(one: Case, move: CaseMove) -> dict[str, object]:
    address = reverse("growth:case_step", args=(one.pk, str(move)))
    if move is CaseMove.CHANGE:
        address = reverse("growth:change_case", args=(one.pk,))
    return {
        "title": say(f"growth_case.do.{move}"),
        "address": address,
        "asks": move is not CaseMove.CHANGE,
        "main": move in _MAIN,
    }


def _lines(found: dict[str, Any]) -> str:
    return "\n".join(f"{say(f'growth.field.{name}')}: {value or ''}" for name, value in found.items())
