"""存为方案, 送审与公示: drafts for the editors, and the steps of a proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.rewards.adoption import AdoptionMove
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.sentences import say
from merit_desk.simulation.actions.adopt import move, save_as_drafts


@require_POST
@access(Can.EDIT_DEFINITIONS)
def drafts(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that it changes, as the viewer's drafts in the editors."""
    back = reverse("simulation:simulation", args=[number])
    try:
        made = save_as_drafts(viewer_of(request), number)
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return redirect(back)
    messages.success(request, say("simulation.drafts_made", count=len(made)))
    return redirect(back)


@require_POST
@access(Can.SIMULATE)
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in, take back, return, approve or open again."""
    wanted = request.POST.get("do", "")
    back = reverse("simulation:simulation", args=[number])
    if wanted not in set(AdoptionMove):
        raise NotFoundRefusal("refusal.no_such_page")
    try:
        move(viewer_of(request), number, AdoptionMove(wanted), request.POST.get("note", ""))
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(f"simulation.told_{wanted}"))
    return redirect(back)
