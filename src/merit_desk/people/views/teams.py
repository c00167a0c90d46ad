"""Teams are founded, changed and ended."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.company import Company
from merit.people.organisation import Team
from merit.people.tree import team_on
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.people.actions.table_edit import Rows
from merit_desk.people.actions.teams import NewTeam, change_team, end_team, found_team, rows_of_team
from merit_desk.people.forms.changes import EndTeamForm, TeamForm
from merit_desk.people.queries.reach import nobody_here, require_team
from merit_desk.people.views.editing import Editing, edited
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def founding(request: HttpRequest) -> HttpResponse:
    """A new team."""
    viewer, company = viewer_of(request), declared_company()
    told = {"start": viewer.today, "parent": request.GET.get("parent", "")}
    form = TeamForm(company, viewer.today, "", request.POST or None, initial=told)

    def write(_: Rows) -> str:
        team = found_team(viewer, _asked(form), form.cleaned_data["reason"])
        return reverse("people:team", args=[team])

    editing = Editing(
        title=say("people.found_team.title"),
        lead=say("people.found_team.lead"),
        form=form,
        rows=rows_of_team("\0"),
        write=write,
        back=reverse("people:chart"),
        primary=say("people.found_team.go"),
        done="people.done.team_founded",
        company=company,
    )
    return edited(request, editing)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def changing(request: HttpRequest, team: str) -> HttpResponse:
    """Another name, place or leader from a day on."""
    viewer, company = viewer_of(request), declared_company()
    here = _here(company, team, viewer.today)
    require_team(viewer, company, team, viewer.today)
    told = {"name": here.name, "parent": here.parent, "leader": here.leader, "start": viewer.today}
    form = TeamForm(company, viewer.today, team, request.POST or None, initial=told)

    def write(seen: Rows) -> str:
        change_team(viewer, seen, team, _asked(form), form.cleaned_data["reason"])
        return reverse("people:team", args=[team])

    editing = Editing(
        title=say("people.change_team.title", name=here.name),
        lead=say("people.change_team.lead"),
        form=form,
        rows=rows_of_team(team),
        write=write,
        back=reverse("people:team", args=[team]),
        primary=say("people.change_team.go"),
        done="people.done.team_changed",
        company=company,
    )
    return edited(request, editing)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def ending(request: HttpRequest, team: str) -> HttpResponse:
    """The team's last day."""
    viewer, company = viewer_of(request), declared_company()
    here = _here(company, team, viewer.today)
    require_team(viewer, company, team, viewer.today)
    form = EndTeamForm(request.POST or None, initial={"last": viewer.today})

    def write(seen: Rows) -> str:
        end_team(viewer, seen, team, form.cleaned_data["last"], form.cleaned_data["reason"])
        return reverse("people:team", args=[team])

    editing = Editing(
        title=say("people.end_team.title", name=here.name),
        lead=say("people.end_team.lead"),
        form=form,
        rows=rows_of_team(team),
        write=write,
        back=reverse("people:team", args=[team]),
        primary=say("people.end_team.go"),
        done="people.done.team_ended",
    )
    return edited(request, editing)


def _here(company: Company, team: str, day: date) -> Team:
    rows = company.organisation.rows_of.get(team, ())
    if not rows:
        raise nobody_here()
    return team_on(company.organisation, team, day) or rows[-1]


def _asked(form: TeamForm) -> NewTeam:
    found = form.cleaned_data
    return NewTeam(found["name"], found["parent"], found["leader"], found["start"])
