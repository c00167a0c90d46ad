"""The steps of a payout, each from its page: sent, agreed to, returned, approved, frozen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.payroll.actions import agree as agreeing
from merit_desk.payroll.actions.approve import approve as take_step
from merit_desk.payroll.actions.approve import return_payout
from merit_desk.payroll.actions.begin import send as send_out
from merit_desk.payroll.actions.freeze import ask_to_freeze
from merit_desk.payroll.forms.steps import ApproveForm, NoteForm
from merit_desk.payroll.queries.visible import payout_of, slip_of
from merit_desk.payroll.views.posting import run_address, taken
from merit_desk.payroll.views.runs import HERE, run_page
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say


@access(Can.PREPARE_PAY)
@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """To the managers."""
    viewer = viewer_of(request)
    return taken(request, lambda: send_out(viewer, number), "payroll.told.sent", run_address(number))


@access(Need.SIGNED_IN)
@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """The manager agrees to the named statements, or to all of their line that wait."""
    viewer = viewer_of(request)
    people, seen = request.POST.getlist("people"), request.POST.get("seen", "")
    step = lambda: agreeing.agree(viewer, number, people, seen)  # noqa: E731
    return taken(request, step, "payroll.told.agreed", run_address(number))


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def return_slip(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """The manager says what is wrong with one statement."""
    slip = slip_of(viewer_of(request), number, person)
    if viewer_of(request).person not in slip.managers:
        raise NotFoundRefusal("refusal.no_such_page")
    return _noted(request, number, person, "return")


@access(Can.PREPARE_PAY)
@require_http_methods(["GET", "POST"])
def mend_slip(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """HR answers and asks again."""
    slip_of(viewer_of(request), number, person)
    return _noted(request, number, person, "mend")


def _noted(request: HttpRequest, number: int, person: str, move: str) -> HttpResponse:
    viewer, form = viewer_of(request), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = agreeing.return_slip if move == "return" else agreeing.mend_slip
        text = form.cleaned_data["text"]
        return taken(request, lambda: act(viewer, number, person, text), f"payroll.told.{move}", run_address(number))
    slip = slip_of(viewer, number, person)
    shown = {
        "title": say(f"payroll.{move}_title", name=_name(person), period=period_name(slip.payout.period)),
        "lead": say(f"payroll.{move}_lead"),
        "here": HERE,
        "note": slip.note,
        "form": form,
        "primary": say(f"payroll.{move}"),
        "back": run_address(number),
    }
    return render(request, "payroll/note.html", shown, status=422 if form.is_bound else 200)


def _name(person: str) -> str:
    spells = declared_company().organisation.spells_of.get(person, ())
    return spells[-1].name if spells else person


@access(Can.PREPARE_PAY, Can.APPROVE_PAY)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """HR's, finance's or the owner's step."""
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return run_page(request, number, form, 422)
    try:
        take_step(viewer_of(request), number, form.cleaned_data["seen"], form.cleaned_data["reason"])
    except ConflictRefusal as refusal:
        if refusal.code != "payroll.over_needs_reason":
            messages.error(request, say(refusal.code, **refusal.params))
            return redirect(run_address(number))
        form.add_error("reason", say(refusal.code, **refusal.params))
        return run_page(request, number, form, 422)
    messages.success(request, say("payroll.told.approved"))
    return redirect(run_address(number))


@access(Can.PREPARE_PAY, Can.APPROVE_PAY)
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, number: int) -> HttpResponse:
    """Back to HR with a reason."""
    viewer, form = viewer_of(request), NoteForm(request.POST or None)
    payout = payout_of(viewer, number)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        return taken(request, lambda: return_payout(viewer, number, text), "payroll.told.returned", run_address(number))
    shown = {
        "title": say("payroll.give_back_title", period=period_name(payout.period)),
        "lead": say("payroll.give_back_lead"),
        "here": HERE,
        "form": form,
        "primary": say("payroll.give_back"),
        "back": run_address(number),
    }
    return render(request, "payroll/note.html", shown, status=422 if form.is_bound else 200)


@access(Can.APPROVE_PAY)
@require_GET
def ask_freeze(request: HttpRequest, number: int) -> HttpResponse:
    """Ask back, naming the number of people."""
    payout = payout_of(viewer_of(request), number)
    shown = {
        "title": say("payroll.freeze_title", period=period_name(payout.period)),
        "what": say("payroll.freeze_what"),
        "people": payout.slips.count(),
        "undo": say("payroll.freeze_undo"),
        "primary": say("payroll.freeze"),
        "action": reverse("payroll:freeze", args=[number]),
        "back": run_address(number),
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.APPROVE_PAY)
@require_POST
def freeze(request: HttpRequest, number: int) -> HttpResponse:
    """In the background, with progress on the page."""
    viewer = viewer_of(request)
    return taken(request, lambda: ask_to_freeze(viewer, number), "payroll.told.freezing", run_address(number))
