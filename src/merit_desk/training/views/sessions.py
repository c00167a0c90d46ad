"""One session: who sits in it, signing up, giving back, and who came."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.training import SEAT, SeatMove
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.follow.queries.reach import people_on_duty
from merit_desk.shell.sentences import say
from merit_desk.training.actions.courses import call_off as call_session_off
from merit_desk.training.actions.courses import make_session
from merit_desk.training.actions.seats import note_attendance, sign_up, step_seat
from merit_desk.training.forms.course_form import SessionForm, WhyForm
from merit_desk.training.models import Session
from merit_desk.training.queries.courses import seat_list, sessions_of
from merit_desk.training.queries.reach import (
    course_of,
    holds,
    leads,
    parties_of_seat,
    people_to_sign_up,
    seat_of,
    session_of,
)
from merit_desk.training.views.frame import done, viewer_here, writing_here


@require_GET
@access(Need.SIGNED_IN)
def session(request: HttpRequest, number: int) -> HttpResponse:
    """When and where, who is signed up as far as the viewer may know, and what can be done now."""
    viewer, one = viewer_here(request), session_of(number)
    seats = seat_list(viewer, one)
    line = sessions_of(viewer, Session.objects.filter(pk=number))[0]
    there = {each.seat.person for each in seats if each.seat.state != "cancelled"}
    others = [each for each in people_to_sign_up(viewer) if each[0] not in there]
    shown = {
        "title": one.course.title,
        "here": "training",
        "session": one,
        "line": line,
        "seats": seats,
        "ahead": one.day >= viewer.today and one.called_off_at is None,
        "notes": holds(viewer, one) and one.day <= viewer.today and one.called_off_at is None,
        "others": others,
        "own": bool(viewer.person) and viewer.person in dict(others),
        "me": viewer.person,
        "leads": leads(viewer),
    }
    return render(request, "training/session.html", shown)


@require_http_methods(["GET", "POST"])
@access(Can.LEAD_GROWTH)
def new_session(request: HttpRequest, number: int) -> HttpResponse:
    """Plan one."""
    viewer, one = viewer_of(request), course_of(number)
    people = sorted(people_on_duty(viewer.today), key=lambda each: each[1])
    form = SessionForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_session(viewer, number, form.given())
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("training.told.session_made"))
            return redirect("training:session", made.pk)
    shown = {
        "title": say("training.new_session"),
        "lead": one.title,
        "here": "training",
        "form": form,
        "primary": say("training.plan_session"),
        "back": reverse("training:course", args=(number,)),
    }
    return render(request, "training/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(Can.LEAD_GROWTH)
def call_off(request: HttpRequest, number: int) -> HttpResponse:
    """Not held after all; asks why."""
    viewer, one = viewer_of(request), session_of(number)
    form = WhyForm(request.POST if request.method == "POST" else None)
    back = reverse("training:session", args=(number,))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        return done(request, lambda: call_session_off(viewer, number, note), "training.told.called_off", back)
    shown = {
        "title": say("training.call_off"),
        "here": "training",
        "what": say("training.session_of", course=one.course.title, day=str(one.day)),
        "people": one.places.exclude(state="cancelled").count(),
        "undo": say("training.call_off_what"),
        "form": form,
        "primary": say("training.call_off"),
        "action": request.path,
        "back": back,
        "grave": True,
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if form.errors else 200)


@require_POST
@access(Need.SIGNED_IN)
def sign_up_to(request: HttpRequest, number: int) -> HttpResponse:
    """`person`: oneself or somebody below."""
    viewer = writing_here(request)
    if not people_to_sign_up(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    person = request.POST.get("person", "") or viewer.person
    back = reverse("training:session", args=(number,))
    if not person:
        messages.error(request, say("training.person_missing"))
        return redirect(back)
    return done(request, lambda: sign_up(viewer, number, person), "training.told.signed_up", back)


@require_POST
@access(Need.SIGNED_IN)
def seat_step(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Give it back, or note one by one who came."""
    viewer = writing_here(request)
    seat = seat_of(viewer, number)
    parties = parties_of_seat(viewer, seat)
    if move not in {str(each) for (_, each), rule in SEAT.moves.items() if rule.by & parties}:
        raise NotFoundRefusal("refusal.no_such_page")
    back = reverse("training:session", args=(seat.session_id,))
    return done(request, lambda: step_seat(viewer, number, SeatMove(move)), f"training_seat.did.{move}", back)


@require_POST
@access(Need.SIGNED_IN)
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """`came`: the seats of those who came; everybody else missed it."""
    viewer = writing_here(request)
    if not holds(viewer, session_of(number)):
        raise NotFoundRefusal("training.no_such_session")
    came = {int(each) for each in request.POST.getlist("came") if each.isdigit()}
    back = reverse("training:session", args=(number,))
    return done(request, lambda: note_attendance(viewer, number, came), "training.told.attendance", back)
