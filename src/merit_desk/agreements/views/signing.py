"""Signing one's own agreement, and those of one's people, each after being asked again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit.targets.agreement import AgreementMove, AgreementState
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.agreements.actions.move import permitted
from merit_desk.agreements.actions.sign import countersign, sign
from merit_desk.agreements.forms.answers import ReadForm
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.effect import title_of
from merit_desk.agreements.queries.lists import waiting_as_manager
from merit_desk.agreements.queries.visible import agreement_of, capacities
from merit_desk.cycles.queries.visible import cycles_visible_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_NAMED = 8


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def sign_one(request: HttpRequest, number: int) -> HttpResponse:
    """Ask again with the version and its fingerprint, then sign."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    permitted(one, AgreementMove.SIGN, capacities(viewer, one))
    form = ReadForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            sign(viewer, number, request.POST.get("seen", ""))
        except ConflictRefusal as refusal:
            messages.error(request, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("agreements.signed_now"))
        return redirect("agreements:agreement", number)
    shown = {
        "title": say("agreements.sign_title", title=title_of(one)),
        "here": "agreements",
        "what": say("agreements.sign_what", number=one.number, digest=one.digest[:12]),
        "people": None,
        "undo": say("agreements.sign_undo"),
        "form": form,
        "hidden": {"seen": request.GET.get("seen", "") or request.POST.get("seen", "") or one.digest},
        "primary": say("agreements.sign"),
        "action": reverse("agreements:sign", args=[number]),
        "back": reverse("agreements:agreement", args=[number]),
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def countersign_many(request: HttpRequest) -> HttpResponse:
    """`?n=` names the agreements, without any all that wait for the viewer; asked again with their number."""
    viewer = viewer_of(request)
    if request.method == "POST":
        pairs = (each.partition(":") for each in request.POST.get("seen", "").split())
        seen = {int(number): digest for number, _, digest in pairs if number.isascii() and number.isdigit()}
        done = countersign(viewer, seen)
        messages.success(request, say("agreements.countersigned_now", count=len(done)))
        return redirect("agreements:agreement", done[0].pk) if len(done) == 1 else redirect("agreements:agreements")
    chosen = _chosen(request, viewer)
    names = [node_name(declared_company(), "person", one.participant.person) for one in chosen]
    shown = {
        "title": say("agreements.countersign_title", count=len(chosen)),
        "here": "agreements",
        "what": say("agreements.countersign_what", names=_list(names), count=len(chosen)),
        "people": len(chosen),
        "undo": say("agreements.sign_undo"),
        "hidden": {"seen": " ".join(f"{one.pk}:{one.digest}" for one in chosen)},
        "primary": say("agreements.countersign"),
        "action": reverse("agreements:countersign"),
        "back": reverse("agreements:agreements"),
    }
    return render(request, "shell/confirm_page.html", shown)


def _list(names: list[str]) -> str:
    named = say("list.comma").join(names[:_NAMED])
    return named if len(names) <= _NAMED else say("agreements.and_more", names=named, count=len(names) - _NAMED)


def _chosen(request: HttpRequest, viewer: Viewer) -> list[Agreement]:
    numbers = [int(each) for each in request.GET.getlist("n") if each.isascii() and each.isdigit()]
    if numbers:
        found = [agreement_of(viewer, number) for number in dict.fromkeys(numbers)]
    else:
        cycles = cycles_visible_to(viewer).filter(sealed_at=None)
        found = [one for cycle in cycles for one in waiting_as_manager(viewer, cycle, AgreementState.SIGNED)]
    if not found:
        raise ConflictRefusal("agreements.none_chosen")
    for one in found:
        permitted(one, AgreementMove.COUNTERSIGN, capacities(viewer, one))
    return found
