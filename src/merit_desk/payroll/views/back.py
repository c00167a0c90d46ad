"""退款与扣回, and the ledger of everything ever paid."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import viewer_of
from merit_desk.jobs.models import Job
from merit_desk.jobs.queries.shown import shown_job
from merit_desk.jobs.states import JobState
from merit_desk.payroll.actions.bear import choose_bearer, clawback_row, may_choose
from merit_desk.payroll.actions.ledger import ask_for_ledger
from merit_desk.payroll.forms.steps import BearerForm
from merit_desk.payroll.models import LedgerCheck
from merit_desk.payroll.queries.clawbacks import clawbacks, counts_later, refunds_behind
from merit_desk.payroll.queries.ledger import ledger_rows, ledger_totals, seen_in_all
from merit_desk.payroll.queries.visible import payout_of
from merit_desk.payroll.views.runs import HERE
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

PAGE = 50


@access(Can.SEE_PAY, Can.PREPARE_PAY, Can.APPROVE_PAY)
@require_GET
def refunds(request: HttpRequest, number: int) -> HttpResponse:
    """Every clawback of the period."""
    viewer = viewer_of(request)
    payout = payout_of(viewer, number)
    found = clawbacks(visible_files(viewer, payout.period))
    shown = {
        "title": say("payroll.refunds_title", period=period_name(payout.period)),
        "here": HERE,
        "payout": payout,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "later": counts_later(payout),
        "total": sum((each.row.amount for each in found), 0),
    }
    return render(request, "payroll/refunds.html", shown)


@access(Can.SEE_PAY, Can.PREPARE_PAY, Can.APPROVE_PAY)
@require_http_methods(["GET", "POST"])
def refunds_of(request: HttpRequest, number: int, person: str, reward: str, line: int) -> HttpResponse:
    """The refunds behind one clawback, and who bears them."""
    viewer = viewer_of(request)
    payout = payout_of(viewer, number)
    files = visible_files(viewer, payout.period)
    row = clawback_row(files, (person, reward, line))
    may = may_choose(viewer) and person != viewer.person
    form = BearerForm(request.POST or None, initial={"borne_by": "company"})
    if request.method == "POST":
        if not may:
            raise NotFoundRefusal("refusal.no_such_page")
        if form.is_valid():
            told = (form.cleaned_data["borne_by"], form.cleaned_data["reason"])
            try:
                chosen = choose_bearer(viewer, number, (person, reward, line), request.POST.getlist("refunds"), told)
            except ConflictRefusal as refusal:
                form.add_error(None, say(refusal.code, **refusal.params))
            else:
                messages.success(request, say("payroll.told.bearer", count=len(chosen)))
                return redirect("payroll:refunds_of", number, person, reward, line)
    shown = {
        "title": say("payroll.refunds_of_title", name=node_name(declared_company(), "person", person)),
        "here": HERE,
        "payout": payout,
        "back": reverse("payroll:refunds", args=[number]),
        "page": Paginator(refunds_behind(files, row), PAGE).get_page(request.GET.get("page")),
        "form": form if may else None,
        "chosen": request.POST.getlist("refunds"),
        "later": counts_later(payout),
    }
    return render(request, "payroll/refunds_of.html", shown, status=422 if form.is_bound else 200)


@access(Can.SEE_PAY, Can.APPROVE_PAY)
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Everything ever paid by person, held against a computation from scratch."""
    viewer = viewer_of(request)
    if not viewer.everywhere(Can.SEE_PAY):
        raise NotFoundRefusal("refusal.no_such_page")
    check = LedgerCheck.objects.select_related("by").first()
    rows = ledger_rows(check, seen_in_all(viewer, check))
    job = Job.objects.filter(kind="payroll.ledger").last()
    running = job is not None and job.state in {JobState.WAITING, JobState.RUNNING}
    shown = {
        "title": say("payroll.ledger_title"),
        "here": HERE,
        "check": check,
        "into": period_name(check.into) if check and check.into else "",
        "periods": say("list.comma").join(period_name(each) for each in check.periods) if check else "",
        "page": Paginator(rows, PAGE if len(rows) > 4 * PAGE else 4 * PAGE).get_page(request.GET.get("page")),
        "totals": ledger_totals(rows),
        "running": running,
        "job": shown_job(job) if job and (running or job.state == JobState.FAILED) else None,
    }
    return render(request, "payroll/ledger.html", shown)


@access(Can.SEE_PAY, Can.APPROVE_PAY)
@require_POST
def check_now(request: HttpRequest) -> HttpResponse:
    """Recompute everything, in the background."""
    ask_for_ledger(viewer_of(request))
    return redirect("payroll:ledger")
