"""One meeting: the page that prepares itself, the record while it runs, the sheet that is sent and printed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.meeting import MEETING, MeetingMove, MeetingState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.meetings.actions.minutes import (
    Promised,
    add_action,
    add_topic,
    decide,
    may_write,
    move_meeting,
    note_attendance,
    settle_action,
    topic_text,
    write_topic,
)
from merit_desk.meetings.forms.meeting_forms import ActionForm, DecisionForm, TopicForm, TopicTitleForm
from merit_desk.meetings.models import STEPS, Attendance, Kind, Meeting, Topic
from merit_desk.meetings.queries.figures import biggest_moves, drivers_of, figures_of
from merit_desk.meetings.queries.lists import member_choices
from merit_desk.meetings.queries.prepared import actions_of, prepared
from merit_desk.meetings.queries.strategy import shown_changes
from merit_desk.meetings.queries.visible import NOT_THERE, meeting_of, parties_of
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say
from merit_desk.talks.actions.notes import StaleText
from merit_desk.talks.colleagues import name_of


@access(Need.SIGNED_IN)
@require_GET
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Everything at hand for the meeting, and its record."""
    viewer = viewer_of(request)
    return _page(request, viewer, meeting_of(viewer, number))


@access(Need.SIGNED_IN)
@require_GET
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The record as it is read and printed."""
    viewer = viewer_of(request)
    one = meeting_of(viewer, number)
    shown = _shown(viewer, one) | {"changes": _changes(viewer, one)}
    return render(request, "meetings/sheet.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def why(request: HttpRequest, number: int, kpi: str) -> HttpResponse:
    """What moved one KPI."""
    viewer = viewer_of(request)
    one = meeting_of(viewer, number)
    if kpi not in {each.kpi for each in figures_of(viewer, one)}:
        raise NotFoundRefusal(NOT_THERE)
    title = kpi_title(declared_company(), kpi)
    shown = {"here": "meetings", "title": title, "drivers": drivers_of(viewer, one, kpi), "meeting": one}
    in_page = request.headers.get("HX-Request")
    return render(request, "meetings/drivers.html" if in_page else "meetings/why.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Open, send out, reopen or call off."""
    viewer = viewer_of(request)
    meeting_of(viewer, number)
    wanted = request.POST.get("move", "")
    if wanted not in set(MeetingMove):
        raise ConflictRefusal("talks.no_such_move")
    moved = move_meeting(viewer, number, MeetingMove(wanted))
    messages.success(request, say(f"meetings.moved.{moved.state}"))
    return redirect("meetings:sheet" if moved.state == MeetingState.SENT else "meetings:meeting", number)


@access(Need.SIGNED_IN)
@require_POST
def topics(request: HttpRequest, number: int) -> HttpResponse:
    """A new topic."""
    viewer = viewer_of(request)
    one = meeting_of(viewer, number)
    form = TopicTitleForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, one, topic_title_form=form)
    topic = add_topic(viewer, number, form.cleaned_data["title"])
    return redirect(reverse("meetings:topic", args=(topic.pk,)))


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def topic(request: HttpRequest, number: int) -> HttpResponse:
    """The four steps of a topic; both versions where two wrote at once."""
    viewer = viewer_of(request)
    one = Topic.objects.filter(pk=number).first()
    if one is None:
        raise NotFoundRefusal(NOT_THERE)
    meeting_ = meeting_of(viewer, one.meeting_id)
    if not may_write(viewer, meeting_):
        return redirect("meetings:sheet", meeting_.pk)
    told = {**{step: getattr(one, step) for step in STEPS}, "based_on": one.version}
    form = TopicForm(request.POST if request.method == "POST" else None, initial=told)
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            write_topic(viewer, number, form.words, form.cleaned_data["based_on"])
        except StaleText as found:
            stale = (found.who, beside(found.theirs, topic_text(form.words)))
            form = TopicForm(initial={**form.words, "based_on": found.version})
        else:
            messages.success(request, say("talks.saved"))
            return redirect(reverse("meetings:meeting", args=(meeting_.pk,)) + f"#topic-{number}")
    shown = {"here": "meetings", "title": one.title, "form": form, "stale": stale, "meeting": meeting_, "topic": one}
    return render(request, "meetings/topic.html", shown, status=409 if stale else 422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_POST
def decisions(request: HttpRequest, number: int) -> HttpResponse:
    """A numbered decision."""
    viewer = viewer_of(request)
    one = meeting_of(viewer, number)
    form = DecisionForm(request.POST, people=member_choices(one.series))
    if not form.is_valid():
        return _page(request, viewer, one, decision_form=form)
    decide(viewer, number, form.cleaned_data["text"], form.cleaned_data["decided_by"])
    return redirect(reverse("meetings:meeting", args=(number,)) + "#decisions")


@access(Need.SIGNED_IN)
@require_POST
def actions(request: HttpRequest, number: int) -> HttpResponse:
    """A new action item."""
    viewer = viewer_of(request)
    one = meeting_of(viewer, number)
    form = ActionForm(request.POST, people=member_choices(one.series), today=viewer.today)
    if not form.is_valid():
        return _page(request, viewer, one, action_form=form)
    told = form.cleaned_data
    add_action(viewer, number, Promised(told["what"], told["owner"], told["due"], told["as_task"]))
    return redirect(reverse("meetings:meeting", args=(number,)) + "#actions")


@access(Need.SIGNED_IN)
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """An action item is done, or is not after all."""
    viewer = viewer_of(request)
    done = settle_action(viewer, number, request.POST.get("done", "1") == "1", request.POST.get("note", ""))
    came = request.POST.get("meeting", "")
    here = int(came) if came.isascii() and came.isdigit() and len(came) < 19 else done.meeting_id
    return redirect(reverse("meetings:meeting", args=(here,)) + "#actions")


@access(Need.SIGNED_IN)
@require_POST
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who is there."""
    viewer = viewer_of(request)
    meeting_of(viewer, number)
    told = {name.removeprefix("who-"): str(state) for name, state in request.POST.items() if name.startswith("who-")}
    note_attendance(viewer, number, told)
    messages.success(request, say("talks.saved"))
    return redirect(reverse("meetings:meeting", args=(number,)) + "#attendance")


def _page(request: HttpRequest, viewer: Viewer, one: Meeting, **forms: Any) -> HttpResponse:
    people = member_choices(one.series)
    shown = _shown(viewer, one) | {
        "prepared": prepared(viewer, one) if one.state != MeetingState.SENT else None,
        "may_write": may_write(viewer, one),
        "leads": Party.AUTHOR in parties_of(viewer, one.series),
        "moves": MEETING.open_to(MeetingState(one.state), parties_of(viewer, one.series)),
        "topic_title_form": TopicTitleForm(),
        "decision_form": DecisionForm(people=people, initial={"decided_by": one.series.chair}),
        "action_form": ActionForm(people=people, today=viewer.today, initial={"owner": viewer.person}),
        "states": Attendance.State.values,
        "is_strategy": one.series.kind == Kind.STRATEGY,
        **forms,
    }
    return render(request, "meetings/meeting.html", shown, status=422 if forms else 200)


def _shown(viewer: Viewer, one: Meeting) -> dict[str, Any]:
    figures = figures_of(viewer, one)
    there = {each.person: each.state for each in one.attendance.all()}
    return {
        "here": "meetings",
        "title": say("meetings.of", title=one.series.title, period=period_name(one.period)),
        "meeting": one,
        "node": node_name(declared_company(), one.series.node_kind, one.series.node),
        "chair": name_of(one.series.chair),
        "figures": figures,
        "moved": biggest_moves(figures),
        "topics": list(one.topics.all()),
        "decisions": [(each, name_of(each.decided_by)) for each in one.decisions.all()],
        "actions": actions_of(one, viewer.today),
        "people": [(person, name, there.get(person, "")) for person, name in member_choices(one.series)],
    }


def _changes(viewer: Viewer, one: Meeting) -> list[Any]:
    return list(shown_changes(viewer, one)) if one.series.kind == Kind.STRATEGY else []
