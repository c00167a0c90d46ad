"""Files for payroll and the bank, noting what was paid, single transfers, the payslip."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.payout_steps import TransferMove, TransferState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.payroll.actions.export import Asked, export, layout_problems, layouts
from merit_desk.payroll.actions.pay import Noted, mark_paid, note_transfer
from merit_desk.payroll.forms.steps import ExportForm, PaidForm, TransferForm
from merit_desk.payroll.models import Payout
from merit_desk.payroll.queries.accounts import BankAccount, bank_accounts
from merit_desk.payroll.queries.lines import units
from merit_desk.payroll.queries.payslip import payslip_pdf
from merit_desk.payroll.queries.visible import payout_of, slip_of
from merit_desk.payroll.views.posting import run_address
from merit_desk.payroll.views.runs import HERE
from merit_desk.results.queries.names import node_name, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

_KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_NAMED = 50


@access(Can.EXPORT_PAY)
@require_GET
def files(request: HttpRequest, number: int) -> HttpResponse:
    """The layouts, and every file that was taken."""
    viewer = viewer_of(request)
    form = ExportForm(_layouts(), initial={"day": viewer.today})
    return _files(request, payout_of(viewer, number), form)


@access(Can.EXPORT_PAY)
@require_POST
def take_file(request: HttpRequest, number: int) -> HttpResponse:
    """Make the file; it leaves Merit, and the trail says so."""
    viewer, form = viewer_of(request), ExportForm(_layouts(), request.POST)
    payout = payout_of(viewer, number)
    if not form.is_valid():
        return _files(request, payout, form, 422)
    told = form.cleaned_data
    try:
        made = export(viewer, number, Asked(told["layout"], told["day"], told["reference"]))
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _files(request, payout, form, 422)
    return _download(made.file.content, made.name)


def _layouts() -> list[tuple[str, str]]:
    return [(name, titled(dict(layout.title), name)) for name, layout in layouts().items()]


def _files(request: HttpRequest, payout: Payout, form: ExportForm, status: int = 200) -> HttpResponse:
    shown = {
        "title": say("payroll.files_title", period=period_name(payout.period)),
        "here": HERE,
        "payout": payout,
        "form": form,
        "problems": layout_problems(),
        "open": payout.state in ("frozen", "exported", "paid"),
        "taken": [(each, units(each.fen)) for each in payout.exports.select_related("by")],
        **_accounts(payout),
    }
    return render(request, "payroll/files.html", shown, status=status)


def _accounts(payout: Payout) -> dict[str, object]:
    """Whom the bank can pay: account numbers masked, and who has none."""
    company = declared_company()
    try:
        known = bank_accounts()
    except ConflictRefusal as refusal:
        return {"accounts_missing": say(refusal.code, **refusal.params), "accounts": []}
    slips = [slip for slip in payout.slips.all() if slip.fen > 0]
    accounts: list[tuple[str, str, BankAccount | None]] = [
        (slip.person, node_name(company, "person", slip.person), known.get(slip.person)) for slip in slips
    ]
    return {
        "accounts": sorted(accounts, key=lambda each: each[2] is not None)[:_NAMED],
        "accounts_without": sum(each[2] is None for each in accounts),
    }


def _download(content: bytes, name: str) -> HttpResponse:
    kind = _KINDS.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@access(Can.APPROVE_PAY)
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody is paid, but for whom the bank sent it back."""
    viewer = viewer_of(request)
    payout = payout_of(viewer, number)
    people = {slip.person for slip in payout.slips.all()}
    form = PaidForm(people, request.POST or None, initial={"day": viewer.today})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            mark_paid(viewer, number, Noted(told["day"], told["reference"]), told["failed"])
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("payroll.told.paid"))
            return redirect(run_address(number))
    shown = {
        "title": say("payroll.pay_title", period=period_name(payout.period)),
        "lead": say("payroll.pay_lead", count=len(people)),
        "here": HERE,
        "form": form,
        "primary": say("payroll.pay"),
        "back": run_address(number),
    }
    return render(request, "payroll/note.html", shown, status=422 if form.is_bound else 200)


@access(Can.APPROVE_PAY)
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """A transfer that came back, or that went out again; which of them follows from how it stands."""
    viewer = viewer_of(request)
    slip = slip_of(viewer, number, person)
    failing = slip.transfer == TransferState.PAID
    form = TransferForm(failing, request.POST or None, initial={"day": viewer.today})
    move = TransferMove.FAIL if failing else TransferMove.PAY
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        noted = Noted(told["day"], told.get("reference", ""), told.get("reason", ""))
        try:
            note_transfer(viewer, number, person, move, noted)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say(f"payroll.told.transfer_{move}"))
            return redirect(run_address(number))
    name = node_name(declared_company(), "person", person)
    shown = {
        "title": say(f"payroll.transfer_{move}_title", name=name),
        "lead": say(f"payroll.transfer_{move}_lead", amount=f"{units(slip.fen):,.2f}"),
        "here": HERE,
        "form": form,
        "primary": say(f"payroll.transfer_{move}"),
        "back": run_address(number),
        "entries": [(each, units(each.fen)) for each in slip.transfers.select_related("by")],
    }
    return render(request, "payroll/note.html", shown, status=422 if form.is_bound else 200)


@access(Need.SIGNED_IN)
@require_GET
def payslip(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """The PDF; every download of it is on the trail."""
    viewer = viewer_of(request)
    slip = slip_of(viewer, number, person)
    content = payslip_pdf(slip)
    after = {"period": slip.payout.period, "digest": slip.digest}
    record(viewer.account, "payslip.taken", Subject("payslip", f"{slip.payout.period}/{person}"), after=after)
    name = f"merit-payslip-{slip.payout.period}-{person}.pdf"
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
