"""Issuing the agreements of a cycle, giving notice of drafts, reminding, withdrawing: each after being asked again."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit.targets.agreement import AgreementMove, AgreementState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.agreements.actions.issue import issue_in_background, notify, waiting_people, withdraw
from merit_desk.agreements.actions.move import permitted
from merit_desk.agreements.actions.remind import remind
from merit_desk.agreements.forms.answers import ReasonForm
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.effect import title_of
from merit_desk.agreements.queries.lists import waiting_as_manager
from merit_desk.agreements.queries.visible import agreement_of, capacities
from merit_desk.cycles.queries.visible import cycle_of, cycles_visible_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import said, say


class IssueForm(forms.Form):
    """Whether notice is given at once, or each manager looks at the draft first."""

    notify = forms.BooleanField(
        required=False, initial=True, label=said("agreements.notify_now"), help_text=said("agreements.notify_now_help")
    )


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def issue_cycle(request: HttpRequest, code: str) -> HttpResponse:
    """Ask first, naming the number of people; then issue in the background."""
    viewer = viewer_of(request)
    cycle = cycle_of(viewer, code)
    if request.method == "POST":
        form = IssueForm(request.POST)
        form.is_valid()
        return redirect("jobs:job", issue_in_background(viewer, code, form.cleaned_data["notify"]).pk)
    shown = {
        "title": say("agreements.issue_title", cycle=cycle.title),
        "here": "agreements",
        "what": say("agreements.issue_what"),
        "people": len(waiting_people(cycle)),
        "undo": say("agreements.issue_undo"),
        "form": IssueForm(label_suffix=""),
        "primary": say("agreements.issue"),
        "action": reverse("agreements:issue", args=[code]),
        "back": f"{reverse('agreements:agreements')}?cycle={code}",
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def remind_cycle(request: HttpRequest, code: str) -> HttpResponse:
    """Ask first; then remind everybody for whom an agreement of the cycle waits."""
    viewer = viewer_of(request)
    cycle = cycle_of(viewer, code)
    back = f"{reverse('agreements:agreements')}?cycle={code}"
    if request.method == "POST":
        messages.success(request, say("agreements.reminded_now", count=remind(viewer, code)))
        return redirect(back)
    waiting = Agreement.objects.filter(participant__cycle=cycle, state__in=("notified", "proposed", "signed"))
    shown = {
        "title": say("agreements.remind_title", cycle=cycle.title),
        "here": "agreements",
        "what": say("agreements.remind_what", count=waiting.count()),
        "people": None,
        "undo": "",
        "primary": say("agreements.remind"),
        "action": reverse("agreements:remind", args=[code]),
        "back": back,
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def notify_many(request: HttpRequest) -> HttpResponse:
    """`?n=` names drafts, without any all that wait for the viewer as manager; asked again with their number."""
    viewer = viewer_of(request)
    given = (request.POST if request.method == "POST" else request.GET).getlist("n")
    numbers = [int(each) for text in given for each in text.split() if each.isascii() and each.isdigit()]
    if not numbers and request.method == "GET":
        cycles = cycles_visible_to(viewer).filter(sealed_at=None)
        numbers = [one.pk for each in cycles for one in waiting_as_manager(viewer, each, AgreementState.DRAFT)]
    if not numbers:
        raise ConflictRefusal("agreements.none_chosen")
    if request.method == "POST":
        messages.success(request, say("agreements.noticed_now", count=len(notify(viewer, numbers))))
        return redirect("agreements:agreements")
    for number in numbers:
        one = agreement_of(viewer, number)
        permitted(one, AgreementMove.NOTIFY, capacities(viewer, one))
    shown = {
        "title": say("agreements.notify_title", count=len(numbers)),
        "here": "agreements",
        "what": say("agreements.notify_what"),
        "people": len(numbers),
        "undo": "",
        "hidden": {"n": " ".join(map(str, numbers))},
        "primary": say("agreements.notify"),
        "action": reverse("agreements:notify"),
        "back": reverse("agreements:agreements"),
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def withdraw_one(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason; then take the agreement back."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    permitted(one, AgreementMove.WITHDRAW, capacities(viewer, one))
    form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
    back = reverse("agreements:agreement", args=[number])
    if request.method == "POST" and form.is_valid():
        withdraw(viewer, number, form.cleaned_data["reason"])
        messages.success(request, say("agreements.withdrawn_now"))
        return redirect("agreements:agreements")
    name = node_name(declared_company(), "person", one.participant.person)
    shown = {
        "title": say("agreements.withdraw_title", title=title_of(one), name=name),
        "here": "agreements",
        "what": say("agreements.withdraw_what"),
        "people": 1,
        "undo": say("agreements.withdraw_undo"),
        "form": form,
        "primary": say("agreements.withdraw"),
        "action": reverse("agreements:withdraw", args=[number]),
        "back": back,
        "grave": True,
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if form.errors else 200)
