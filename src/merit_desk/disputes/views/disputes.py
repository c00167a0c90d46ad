"""Disputes: listed, filed, read, answered, decided."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.money import Money
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import DisputeMove, Remedy, Ruling
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.disputes.actions import disputes as act
from merit_desk.disputes.actions.evidence import opened_evidence
from merit_desk.disputes.actions.terms import Days, set_terms
from merit_desk.disputes.forms.dispute import AnswerForm, DisputeForm, FilesForm, MendedForm, RulingForm, TermsForm
from merit_desk.disputes.forms.evidence import KINDS, MOST_BYTES
from merit_desk.disputes.models import Dispute
from merit_desk.disputes.queries.known import (
    dispute_of,
    disputes_known_to,
    last_day_to_file,
    moves_open,
    parties_on,
    terms,
)
from merit_desk.disputes.queries.lines import line_now, own_line, paid_out
from merit_desk.disputes.queries.pack import pack_zip
from merit_desk.disputes.queries.shown import shown
from merit_desk.documents.actions import Unsound
from merit_desk.explain.queries.sums import line_name, pay_address
from merit_desk.outcomes.views.posting import require_one_of, taken
from merit_desk.results.queries.names import reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_PERMITTED = {"kinds": " ".join(KINDS), "accept": ",".join(KINDS), "most": MOST_BYTES}


@access(Need.SIGNED_IN)
@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    """Open ones first, then what was decided."""
    viewer = viewer_of(request)
    rows = [shown(viewer, each) for each in disputes_known_to(viewer)]
    form = TermsForm(initial=_days(), prefix="terms") if viewer.everywhere(Can.DECIDE_DISPUTES) else None
    return _list(request, rows, form)


@access(Can.DECIDE_DISPUTES)
@require_POST
def change_terms(request: HttpRequest) -> HttpResponse:
    """The days."""
    viewer = viewer_of(request)
    form = TermsForm(request.POST, prefix="terms")
    if not form.is_valid():
        return _list(request, [shown(viewer, each) for each in disputes_known_to(viewer)], form, 422)
    days = Days(**form.cleaned_data)
    return taken(request, lambda: set_terms(viewer, days), "disputes.told.terms", reverse("disputes:disputes"))


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, period: str) -> HttpResponse:
    """Question a line of one's own statement."""
    viewer = viewer_of(request)
    given = request.GET
    row = own_line(viewer, period, given.get("reward", ""), given.get("line", ""), _number(given.get("number", "1")))
    form = DisputeForm(request.POST or None, request.FILES or None, initial={"seen": row.amount})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            seen = replace(row, amount=form.cleaned_data["seen"])
            question = act.Question(*(form.cleaned_data[name] for name in ("reason", "wanted", "evidence")))
            try:
                made = act.file_dispute(viewer, period, seen, question)
            except ConflictRefusal as refusal:
                form.add_error(None, say(refusal.code, **refusal.params))
                status = 409
            else:
                return taken(request, lambda: None, "disputes.told.filed", act.address_of(made))
    content = {
        "title": say("disputes.new_title", line=line_name(row)),
        "here": "disputes",
        "row": row,
        "reward": reward_title(declared_company(), row.reward),
        "period": period,
        "working": pay_address(period, row),
        "last": last_day_to_file(period, row.person),
        "days": terms(),
        "form": form,
        "back": reverse("rewards:statement", args=[period, row.person]),
        **_PERMITTED,
    }
    return render(request, "disputes/new.html", content, status=status)


@access(Need.SIGNED_IN)
@require_GET
def dispute(request: HttpRequest, number: int) -> HttpResponse:
    """The dispute with what the viewer may do with it."""
    return _page(request, dispute_of(viewer_of(request), number))


@access(Need.SIGNED_IN)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """How the line came about."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.RECEIVER, Party.MANAGER)
    form = AnswerForm(request.POST, prefix="answer")
    if not form.is_valid():
        return _page(request, found, form, 422)
    text = form.cleaned_data["text"]
    return taken(request, lambda: act.answer(viewer, number, text), "disputes.told.answered", act.address_of(found))


@access(Need.SIGNED_IN)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.SUBJECT)
    return taken(request, lambda: act.withdraw(viewer, number), "disputes.told.withdrawn", act.address_of(found))


@access(Need.SIGNED_IN)
@require_POST
def add_files(request: HttpRequest, number: int) -> HttpResponse:
    """More evidence."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.SUBJECT)
    form = FilesForm(request.POST, request.FILES, prefix="files")
    if not form.is_valid():
        return _page(request, found, form, 422)
    sent = form.cleaned_data["evidence"]
    return taken(request, lambda: act.add_evidence(viewer, number, sent), "disputes.told.added", act.address_of(found))


@access(Need.SIGNED_IN)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """The decision."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.JUDGE)
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    given = form.cleaned_data
    amount = _money(given["amount"], found.currency)
    ruling = Ruling(Verdict(given["verdict"]), Remedy(given["remedy"]), given["grounds"], amount)
    try:
        act.decide(viewer, number, ruling, given["mending"])
    except (Unsound, ConflictRefusal, NotAllowedRefusal) as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _page(request, found, form, 409)
    return taken(request, lambda: None, "disputes.told.decided", act.address_of(found))


@access(Need.SIGNED_IN)
@require_POST
def mended(request: HttpRequest, number: int) -> HttpResponse:
    """The data are mended."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.HR)
    form = MendedForm(request.POST, prefix="mended")
    if not form.is_valid():
        return _page(request, found, form, 422)
    text = form.cleaned_data["text"]
    return taken(request, lambda: act.mended(viewer, number, text), "disputes.told.mended", act.address_of(found))


@access(Need.SIGNED_IN)
@require_GET
def evidence(request: HttpRequest, number: int, file: int) -> FileResponse:
    """A file as a download; it is never shown inside the page."""
    found, content = opened_evidence(viewer_of(request), number, file)
    return FileResponse(content, as_attachment=True, filename=found.name)


@access(Need.SIGNED_IN)
@require_GET
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """The evidence pack."""
    viewer = viewer_of(request)
    found = dispute_of(viewer, number)
    record(viewer.account, "disputes.pack_taken", Subject("dispute", str(number)))
    name = f'attachment; filename="dispute-{number}.zip"'
    return HttpResponse(pack_zip(found), "application/zip", headers={"Content-Disposition": name})


def _mine(viewer: Viewer, number: int, *parties: Party) -> Dispute:
    found = dispute_of(viewer, number)
    require_one_of(parties_on(viewer, found), *parties)
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return Money(int(amount * 100), currency) if amount is not None else None


def _days() -> dict[str, int]:
    now = terms()
    return {"file_days": now.file_days, "answer_days": now.answer_days, "decide_days": now.decide_days}


def _list(request: HttpRequest, rows: Sequence[object], form: forms.Form | None, status: int = 200) -> HttpResponse:
    content = {"title": say("disputes.title"), "here": "disputes", "rows": rows, "form": form, "days": terms()}
    return render(request, "disputes/disputes.html", content, status=status)


def _forms(found: Dispute, moves: frozenset[DisputeMove]) -> dict[str, forms.Form]:
    every: dict[str, forms.Form] = {}
    if DisputeMove.ANSWER in moves:
        every["answer"] = AnswerForm(prefix="answer")
    if DisputeMove.DECIDE in moves:
        wanted = found.wanted - found.amount if found.wanted is not None else None
        every["ruling"] = RulingForm(initial={"amount": f"{wanted:.2f}" if wanted and wanted > 0 else ""})
    if DisputeMove.MEND in moves:
        every["mended"] = MendedForm(prefix="mended")
    if DisputeMove.WITHDRAW in moves:
        every["files"] = FilesForm(prefix="files")
    return every


def _page(request: HttpRequest, found: Dispute, wrong: forms.Form | None = None, status: int = 200) -> HttpResponse:
    viewer, row = viewer_of(request), line_now(found)
    moves, parties = moves_open(viewer, found), parties_on(viewer, found)
    record(viewer.account, "disputes.read", Subject("person", found.person), after={"dispute": found.pk})
    every = _forms(found, moves)
    if wrong is not None:
        every[str(wrong.prefix or "ruling")] = wrong
    content = {
        "title": say("disputes.page_title", number=found.pk),
        "here": "disputes",
        "dispute": found,
        "line": shown(viewer, found),
        "row": row,
        "working": pay_address(found.period, row) if row else "",
        "forms": every,
        "moves": moves,
        "own": Party.SUBJECT in parties,
        "barred": viewer.everywhere(Can.DECIDE_DISPUTES) and not parties & {Party.JUDGE, Party.SUBJECT},
        "files": found.evidence.all(),
        "paid": paid_out(found),
        **_PERMITTED,
    }
    return render(request, "disputes/dispute.html", content, status=status)
