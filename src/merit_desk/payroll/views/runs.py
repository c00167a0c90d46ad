"""The list of payouts and one payout with its steps."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import PayoutState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.jobs.models import Job
from merit_desk.jobs.queries.shown import shown_job
from merit_desk.jobs.states import JobState
from merit_desk.payroll.actions.begin import begin_payout
from merit_desk.payroll.forms.steps import ApproveForm, BeginForm
from merit_desk.payroll.models import Approval, Payout
from merit_desk.payroll.queries.acted import has_acted
from merit_desk.payroll.queries.blockers import freeze_blockers
from merit_desk.payroll.queries.budgets import budget_bars
from merit_desk.payroll.queries.lines import payout_digest, units
from merit_desk.payroll.queries.run_page import PARTS, offered, shown_changes, slip_rows, stepper, told_totals
from merit_desk.payroll.queries.visible import own_slips, payout_of, payouts_of, sees_whole, slips_of
from merit_desk.payroll.views.posting import run_address
from merit_desk.results.queries.names import team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

HERE = "payroll"
PAGE = 50
_ALL_AT_ONCE = 200


@access(Need.SIGNED_IN)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Payouts that the viewer has a part in, and the viewer's own statements."""
    return _runs(request, None)


@access(Can.PREPARE_PAY)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft of the period."""
    form = BeginForm(_periods(), request.POST)
    if not form.is_valid():
        return _runs(request, form, 422)
    try:
        made = begin_payout(viewer_of(request), form.cleaned_data["period"], form.cleaned_data["unreleased"])
    except ConflictRefusal as refusal:
        field = "unreleased" if refusal.code == "payroll.not_released" else "period"
        form.add_error(field, say(refusal.code, **refusal.params))
        return _runs(request, form, 422)
    return redirect(run_address(made.pk))


def _runs(request: HttpRequest, form: BeginForm | None, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    payouts = payouts_of(viewer)
    periods = _periods()
    shown = {
        "title": say("payroll.title"),
        "here": HERE,
        "payouts": [_line(viewer, each) for each in payouts],
        "own": own_slips(viewer),
        "acts": bool(payouts) or viewer.can(Can.PREPARE_PAY) or viewer.can(Can.APPROVE_PAY) or sees_whole(viewer),
        "form": (form or BeginForm(periods)) if viewer.can(Can.PREPARE_PAY) and periods else None,
        "whole": sees_whole(viewer),
    }
    return render(request, "payroll/runs.html", shown, status=status)


def _periods() -> list[tuple[str, str]]:
    begun = set(Payout.objects.values_list("period", flat=True))
    return [(period, period_name(period)) for period in periods_run() if period not in begun]


def _line(viewer: Viewer, payout: Payout) -> dict[str, object]:
    slips = slips_of(viewer, payout)
    failed = sum(slip.transfer == "failed" for slip in slips)
    return {"payout": payout, "people": len(slips), "total": units(sum(slip.fen for slip in slips)), "failed": failed}


@access(Need.SIGNED_IN)
@require_GET
def run(request: HttpRequest, number: int) -> HttpResponse:
    """One payout."""
    return run_page(request, number)


def run_page(request: HttpRequest, number: int, form: ApproveForm | None = None, status: int = 200) -> HttpResponse:
    """Its steps, statements, budgets and what the viewer may do now."""
    viewer = viewer_of(request)
    payout = payout_of(viewer, number)
    slips = slips_of(viewer, payout)
    rows = slip_rows(viewer, payout, slips)
    state, team = request.GET.get("state", ""), request.GET.get("team", "")
    found = [row for row in rows if state in ("", row.slip.state, row.slip.transfer) and team in ("", row.slip.team)]
    whole, every = sees_whole(viewer), list(payout.slips.all())
    bars = budget_bars(payout, every) if whole else []
    company = declared_company()
    shown = {
        "title": say("payroll.run_title", period=period_name(payout.period)),
        "here": HERE,
        "payout": payout,
        "steps": stepper(payout),
        "page": Paginator(found, PAGE if len(found) > _ALL_AT_ONCE else _ALL_AT_ONCE).get_page(request.GET.get("page")),
        "totals": told_totals(viewer, rows),
        "parts": [say(f"payroll.part.{part}") for part in PARTS],
        "people": len(rows),
        "bars": [(bar, units(bar.committed), units(bar.budget), units(bar.over), units(bar.left)) for bar in bars],
        "may": offered(viewer, payout, rows, has_acted(viewer, payout)),
        "form": form or ApproveForm(initial={"seen": payout_digest(every)}),
        "seen": payout_digest(every),
        "approvals": _approvals(payout) if whole else [],
        "changes": shown_changes(payout, {slip.person for slip in slips}),
        "blockers": _blockers(payout) if whole and payout.state == PayoutState.APPROVED else [],
        "filtered": bool(state or team),
        "state": state,
        "team": team,
        "teams": [
            (each, team_name(company, each)) for each in sorted({row.slip.team for row in rows if row.slip.team})
        ],
        "states": ("waiting", "agreed", "returned", "above", "failed"),
        **_job(payout),
    }
    return render(request, "payroll/run.html", shown, status=status)


def _approvals(payout: Payout) -> list[Approval]:
    return list(Approval.objects.filter(payout=payout).select_related("account"))


def _blockers(payout: Payout) -> list[tuple[str, str]]:
    return [(say(each.code, **each.gaps), each.address) for each in freeze_blockers(payout)]


def _job(payout: Payout) -> dict[str, object]:
    job = Job.objects.filter(kind="payroll.freeze", parameters__payout=payout.pk).last()
    running = job is not None and job.state in {JobState.WAITING, JobState.RUNNING}
    failed = job is not None and job.state == JobState.FAILED and payout.state == PayoutState.APPROVED
    return {"running": running, "job": shown_job(job) if job and (running or failed) else None}
