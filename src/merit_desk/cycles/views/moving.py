"""Moving reviews: one, or many after a page that names how many."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewMove
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.cycles.actions.bulk import move_all, move_in_background
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.forms.cycle_form import ReasonForm
from merit_desk.cycles.queries.bulk import WITH_REASON, chosen, moves_open
from merit_desk.cycles.queries.listing import asked_of, listed
from merit_desk.cycles.queries.visible import cycle_of, participant_of
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """The same move for those that were ticked, or for all that the filter finds; asked first, naming the number."""
    viewer = viewer_of(request)
    found = cycle_of(viewer, code)
    ticked = [int(each) for each in request.GET.getlist("review") if each.isdecimal()]
    numbers = ticked or list(listed(viewer, found, asked_of(request.GET)).values_list("pk", flat=True))
    wanted, able = chosen(viewer, found, numbers, request.GET.get("move", ""))
    back = reverse("cycles:cycle", args=[code])
    if not able:
        raise ConflictRefusal("cycles.nobody_to_move", move=say(f"cycles.move.{wanted}"))
    form = ReasonForm(request.POST or None) if wanted in WITH_REASON else None
    stale = request.method == "POST" and request.POST.get("count") != str(len(able))
    if request.method == "POST" and not stale and (form is None or form.is_valid()):
        note = form.cleaned_data["note"] if form is not None else ""
        job = move_in_background(viewer, able, wanted, note)
        if job is not None:
            return redirect("jobs:job", job.pk)
        moved, refused = move_all(viewer, able, wanted, note)
        messages.success(request, say("cycles.moved", count=moved, move=say(f"cycles.move.{wanted}")))
        if refused:
            messages.error(request, say("cycles.not_moved", count=refused))
        return redirect(back)
    shown = {
        "title": say(f"cycles.move.{wanted}"),
        "what": say("cycles.bulk.what", cycle=found.title, move=say(f"cycles.move.{wanted}"), count=len(able)),
        "people": len(able),
        "undo": say("cycles.bulk.changed") if stale else say(f"cycles.bulk.undo.{wanted}"),
        "primary": say("cycles.bulk.go", count=len(able)),
        "action": request.get_full_path(),
        "hidden": {"count": len(able)},
        "form": form,
        "back": back,
    }
    return render(request, "shell/confirm_page.html", shown, status=409 if stale else 422 if request.POST else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int, wanted: str) -> HttpResponse:
    """One review, with the reason where it needs one; a move that is not the viewer's is not there."""
    viewer = viewer_of(request)
    found = participant_of(viewer, number)
    if wanted not in moves_open(viewer, found):
        raise NotFoundRefusal("refusal.no_such_page")
    asked = ReviewMove(wanted)
    form = ReasonForm(request.POST or None) if asked in WITH_REASON else None
    back = reverse("cycles:review", args=[number])
    if request.method == "POST" and (form is None or form.is_valid()):
        move(viewer, number, asked, form.cleaned_data["note"] if form is not None else "")
        messages.success(request, say("cycles.moved", count=1, move=say(f"cycles.move.{asked}")))
        return redirect(back)
    name = node_name(declared_company(), "person", found.person)
    shown = {
        "title": say(f"cycles.move.{asked}"),
        "what": say("cycles.one.what", name=name, cycle=found.cycle.title, move=say(f"cycles.move.{asked}")),
        "people": 1,
        "undo": say(f"cycles.bulk.undo.{asked}"),
        "primary": say(f"cycles.move.{asked}"),
        "action": request.path,
        "form": form,
        "back": back,
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if request.POST else 200)
