"""The list of meetings, setting up a series, one series with its meetings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.meetings.actions.series import (
    StaleSeries,
    Wanted,
    begin_series,
    call_meeting,
    end_series,
    next_period,
    set_members,
)
from merit_desk.meetings.forms.meeting_forms import CallForm, MembersForm, SeriesForm
from merit_desk.meetings.models import Kind, Rhythm, Series
from merit_desk.meetings.queries.lists import series_lines
from merit_desk.meetings.queries.visible import NOT_THERE, nodes_to_meet, own_actions, parties_of, series_of
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import colleague, colleagues
from merit_desk.talks.queries.visible import require_somebody


@access(Need.SIGNED_IN)
@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """My meetings, and what I promised in them."""
    viewer = viewer_of(request)
    require_somebody(viewer)
    shown = {
        "here": "meetings",
        "title": say("place.meetings"),
        "lines": series_lines(viewer),
        "actions": [(each, each.due < viewer.today) for each in own_actions(viewer)[:50]],
        "may_begin": bool(nodes_to_meet(viewer)),
    }
    return render(request, "meetings/meetings.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new series, for a node that is the viewer's."""
    viewer = viewer_of(request)
    nodes = nodes_to_meet(viewer)
    if not nodes:
        raise NotFoundRefusal(NOT_THERE)
    company = declared_company()
    choices = [(f"{kind}:{node}", node_name(company, kind, node)) for kind, node in nodes]
    told = {"chair": viewer.person}
    form = SeriesForm(
        request.POST if request.method == "POST" else None, initial=told, today=viewer.today, nodes=choices
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            series = begin_series(viewer, _wanted(form))
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("meetings.begun"))
            return redirect("meetings:series", series.pk)
    shown = {"here": "meetings", "title": say("meetings.new"), "form": form, "refused": refused}
    return render(request, "meetings/new.html", shown, status=422 if refused or form.errors else 200)


@access(Need.SIGNED_IN)
@require_GET
def series(request: HttpRequest, number: int) -> HttpResponse:
    """One series: who takes part, its meetings, the next one."""
    viewer = viewer_of(request)
    return _page(request, viewer, series_of(viewer, number))


@access(Need.SIGNED_IN)
@require_POST
def members(request: HttpRequest, number: int) -> HttpResponse:
    """Who takes part from now on; who else changed it meanwhile is shown beside what was typed."""
    viewer = viewer_of(request)
    one = series_of(viewer, number)
    form = MembersForm(request.POST, today=viewer.today)
    if not form.is_valid():
        return _page(request, viewer, one, members_form=form)
    try:
        set_members(viewer, number, form.cleaned_data["members"], form.cleaned_data["seen"])
    except StaleSeries as stale:
        one.refresh_from_db()
        again = MembersForm(initial={"members": request.POST["members"], "seen": one.version}, today=viewer.today)
        return _page(request, viewer, one, members_form=again, refused=say(stale.code, **stale.params))
    except ConflictRefusal as refusal:
        return _page(request, viewer, one, members_form=form, refused=say(refusal.code, **refusal.params))
    messages.success(request, say("meetings.members_kept"))
    return redirect("meetings:series", number)


@access(Need.SIGNED_IN)
@require_POST
def call(request: HttpRequest, number: int) -> HttpResponse:
    """Call the next meeting."""
    viewer = viewer_of(request)
    one = series_of(viewer, number)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, one, call_form=form)
    try:
        meeting = call_meeting(viewer, number, form.cleaned_data["period"].strip(), form.cleaned_data["day"])
    except ConflictRefusal as refusal:
        return _page(request, viewer, one, call_form=form, refused=say(refusal.code, **refusal.params))
    return redirect("meetings:meeting", meeting.pk)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End the series, after a question."""
    viewer = viewer_of(request)
    one = series_of(viewer, number)
    back = reverse("meetings:series", args=(number,))
    if request.method == "POST":
        end_series(viewer, number)
        messages.success(request, say("meetings.ended"))
        return redirect(back)
    if Party.AUTHOR not in parties_of(viewer, one):
        raise NotFoundRefusal(NOT_THERE)
    shown = {
        "here": "meetings",
        "title": say("meetings.end_title"),
        "what": say("meetings.end_what", title=one.title),
        "people": one.members.count(),
        "undo": say("meetings.end_undo"),
        "primary": say("meetings.end"),
        "action": request.path,
        "back": back,
    }
    return render(request, "shell/confirm_page.html", shown)


def _page(request: HttpRequest, viewer: Viewer, one: Series, refused: str = "", **forms: object) -> HttpResponse:
    people = list(one.members.values_list("person", flat=True))
    typed = "\n".join(each.label for each in colleagues(people))
    leads = Party.AUTHOR in parties_of(viewer, one)
    shown = {
        "here": "meetings",
        "title": one.title,
        "series": one,
        "node": node_name(declared_company(), one.node_kind, one.node),
        "chair": colleague(one.chair),
        "people": colleagues(people),
        "meetings": one.meetings.all()[:60],
        "leads": leads,
        "refused": refused,
        "members_form": MembersForm(initial={"members": typed, "seen": one.version}, today=viewer.today),
        "call_form": CallForm(initial={"period": next_period(one, viewer.today), "day": viewer.today}),
        **forms,
    }
    return render(request, "meetings/series.html", shown, status=422 if forms or refused else 200)


def _wanted(form: SeriesForm) -> Wanted:
    told = form.cleaned_data
    kind, _, node = told["node"].partition(":")
    return Wanted(Kind(told["kind"]), Rhythm(told["rhythm"]), kind, node, told["title"], told["chair"], told["members"])
