"""One person's page, and joining, moving and leaving."""

from datetime import date
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.exact import plain
from merit.people.spells import spell_on
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.people.actions.spells import NewSpell, join, leave, rows_of_person, transfer
from merit_desk.people.actions.table_edit import Rows
from merit_desk.people.forms.changes import JoinForm, LeaveForm, SpellForm
from merit_desk.people.queries.person_page import person_page
from merit_desk.people.queries.reach import day_of_sight, may_edit_team, require_person, sees_pay_of
from merit_desk.people.views.editing import Editing, edited
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def person(request: HttpRequest, person: str) -> HttpResponse:
    """The person's page; who opens somebody's wage leaves an entry in the trail."""
    viewer = viewer_of(request)
    company = require_person(viewer, person)
    with_pay = viewer.person == person or sees_pay_of(viewer, company, person, viewer.today)
    page = person_page(company, person, viewer.today, with_pay)
    if with_pay and viewer.person != person:
        record(viewer.account, "person.wage_read", Subject("person", person))
    day = day_of_sight(company, person, viewer.today)
    team = page.current.team if page.current else page.spells[0].team_id
    shown = {
        "title": page.name,
        "here": "organisation",
        "page": page,
        "with_pay": with_pay,
        "may_edit": viewer.can(Can.EDIT_PEOPLE) and may_edit_team(viewer, company, team, day),
        "may_credit": viewer.everywhere(Can.EDIT_PEOPLE),
        "may_link": viewer.can(Can.MANAGE_ACCOUNTS),
    }
    return render(request, "people/person.html", shown)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def joining(request: HttpRequest) -> HttpResponse:
    """Somebody joins, or comes back."""
    viewer, company = viewer_of(request), declared_company()
    told = {"start": viewer.today, "team": request.GET.get("team", ""), "person": request.GET.get("person", "")}
    form = JoinForm(company, viewer.today, viewer.can(Can.EDIT_WAGES), request.POST or None, initial=told)

    def write(_: Rows) -> str:
        found = form.cleaned_data
        made = join(viewer, found["person"], found["name"], _spell(viewer, form), found["reason"])
        return reverse("people:person", args=[made])

    editing = Editing(
        title=say("people.join.title"),
        lead=say("people.join.lead"),
        form=form,
        rows=rows_of_person("\0"),
        write=write,
        back=reverse("people:chart"),
        primary=say("people.join.go"),
        done="people.done.joined",
        company=company,
    )
    return edited(request, editing)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def moving(request: HttpRequest, person: str) -> HttpResponse:
    """Another post, team, manager, status or pay from a day on."""
    viewer = viewer_of(request)
    company = require_person(viewer, person)
    spell = spell_on(company.organisation, person, viewer.today) or company.organisation.spells_of[person][-1]
    told = {
        "start": viewer.today,
        "post": spell.post,
        "team": spell.team,
        "manager": ";".join(spell.managers),
        "status": spell.status.value,
        "bonus_base": _number(spell.bonus_base),
        "wage": _number(spell.wage),
    }
    form = SpellForm(company, viewer.today, viewer.can(Can.EDIT_WAGES), request.POST or None, initial=told)
    rows = rows_of_person(person)

    def write(seen: Rows) -> str:
        transfer(viewer, seen, person, _spell(viewer, form), form.cleaned_data["reason"])
        return reverse("people:person", args=[person])

    editing = Editing(
        title=say("people.move.title", name=spell.name),
        lead=say("people.move.lead"),
        form=form,
        rows=rows,
        write=write,
        back=reverse("people:person", args=[person]),
        primary=say("people.move.go"),
        done="people.done.moved",
        company=company,
    )
    return edited(request, editing)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def leaving(request: HttpRequest, person: str) -> HttpResponse:
    """The last day; left empty, a leaving is taken back."""
    viewer = viewer_of(request)
    company = require_person(viewer, person)
    spell = company.organisation.spells_of[person][-1]
    last = date.fromordinal(spell.end.toordinal() - 1) if spell.end else viewer.today
    form = LeaveForm(request.POST or None, initial={"last": last})

    def write(seen: Rows) -> str:
        leave(viewer, seen, person, form.cleaned_data["last"], form.cleaned_data["reason"])
        return reverse("people:person", args=[person])

    editing = Editing(
        title=say("people.leave.title", name=spell.name),
        lead=say("people.leave.lead"),
        form=form,
        rows=rows_of_person(person),
        write=write,
        back=reverse("people:person", args=[person]),
        primary=say("people.leave.go"),
        done="people.done.left",
        company=company,
    )
    return edited(request, editing)


def _spell(viewer: Viewer, form: SpellForm) -> NewSpell:
    found = form.cleaned_data
    pay = {}
    if viewer.can(Can.EDIT_WAGES):
        pay = {name: "" if found[name] is None else format(found[name], "f") for name in ("bonus_base", "wage")}
    return NewSpell(found["post"], found["team"], found["manager"], found["start"], found["status"], **pay)


def _number(value: Fraction | None) -> str:
    return plain(value) if value is not None else ""
