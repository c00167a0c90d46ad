"""Findings of a period, the tables of the law, notices, and the tax on a year-end bonus."""

from datetime import date
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.compliance.actions.override import Which, override
from merit_desk.compliance.actions.tables import FILE, Wage, add_minimum_wage
from merit_desk.compliance.forms.compliance import OverrideForm, TaxForm, WageForm
from merit_desk.compliance.queries.findings import findings_seen, tables_now
from merit_desk.compliance.queries.notices import notices_made
from merit_desk.compliance.queries.shown import groups
from merit_desk.compliance.queries.tax import estimate, zones
from merit_desk.documents.actions import StaleEdit
from merit_desk.documents.queries.current import current
from merit_desk.outcomes.views.posting import taken
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

_PAGES = ("findings", "tables", "notices", "tax")


@access(Can.SEE_PAY)
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """The findings of one period, those to settle first."""
    return _findings(request, request.GET.get("period", ""))


@access(Can.OVERRIDE_GUARDS)
@require_POST
def go_on(request: HttpRequest, period: str) -> HttpResponse:
    """Override one finding with a reason."""
    viewer, form = viewer_of(request), OverrideForm(request.POST)
    if not form.is_valid():
        return _findings(request, period, form, 422)
    given = form.cleaned_data
    which = Which(given["guard"], given["person"], given["reference"])
    back = f"{reverse('compliance:findings')}?period={period}"
    return taken(request, lambda: override(viewer, period, which, given["reason"]), "compliance.told.overridden", back)


@access(Can.SEE_DEFINITIONS)
@require_http_methods(["GET", "POST"])
def tables(request: HttpRequest) -> HttpResponse:
    """Minimum wages with what is only a sample, limits and tax brackets; whoever edits definitions confirms a wage."""
    viewer, status = viewer_of(request), 200
    edits = viewer.can(Can.EDIT_DEFINITIONS)
    form = WageForm(request.POST or None, initial={"seen": current(FILE).digest}) if edits else None
    if request.method == "POST":
        if form is None:
            raise NotFoundRefusal("refusal.no_such_page")
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            seen = given.pop("seen")
            try:
                add_minimum_wage(viewer, Wage(**given), seen)
            except (StaleEdit, ConflictRefusal) as refusal:
                form.add_error(None, say(refusal.code, **refusal.params))
                status = 409
            else:
                return taken(request, lambda: None, "compliance.told.wage", reverse("compliance:tables"))
    now, region = tables_now(), declared_company().profile.region
    own = [row for row in now.minimum_wages if region in (row.region, *row.names)]
    others = sorted(set(now.minimum_wages) - set(own), key=lambda row: (row.region, row.valid_from))
    wages = [*sorted(own, key=lambda row: row.valid_from, reverse=True), *others]
    shown = {
        "title": say("compliance.tables"),
        "here": "compliance",
        "tabs": _tabs(request, "tables"),
        "wages": wages,
        "region": region,
        "limits": now.limits,
        "taxes": now.taxes,
        "written": current(FILE).text is not None,
        "form": form,
    }
    return render(request, "compliance/tables.html", shown, status=status)


@access(Can.SEE_DEFINITIONS)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What was made known, and how many have confirmed."""
    shown = {
        "title": say("compliance.notices"),
        "here": "compliance",
        "tabs": _tabs(request, "notices"),
        "notices": notices_made(),
    }
    return render(request, "compliance/notices.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def tax(request: HttpRequest) -> HttpResponse:
    """For everybody: what is typed is worked out and kept nowhere."""
    asked = "bonus" in request.GET
    form = TaxForm(request.GET if asked else None)
    viewer, law, found = viewer_of(request), tables_now(), None
    day = viewer.today
    if asked and form.is_valid():
        given = form.cleaned_data
        day = given["paid_on"] or day
        found = estimate(given["bonus"], given["income"] or Decimal(0), day, law)
    shown = {
        "title": say("compliance.tax"),
        "here": "compliance",
        "tabs": _tabs(request, "tax"),
        "form": form,
        "found": found,
        "day": day,
        "zones": zones(day, law),
        "ends": _ends(day),
    }
    return render(request, "compliance/tax.html", shown, status=422 if asked and form.errors else 200)


def _ends(day: date) -> date | None:
    """The last day of separate taxation, when it ends at all."""
    ends = [each.valid_to for each in tables_now().taxes if each.valid_to is not None and each.valid_to >= day]
    return max(ends, default=None)


def _findings(request: HttpRequest, asked: str, wrong: forms.Form | None = None, status: int = 200) -> HttpResponse:
    viewer, run = viewer_of(request), periods_run()
    period = asked or next(iter(run), "")
    if asked and asked not in run:
        raise NotFoundRefusal("cli.no_results", period=asked)
    found = findings_seen(viewer, period) if period else []
    if period:
        record(viewer.account, "compliance.read", Subject("period", period))
    shown = {
        "title": say("compliance.title"),
        "here": "compliance",
        "tabs": _tabs(request, "findings"),
        "period": period,
        "periods": run[:24],
        "groups": groups(found),
        "open": sum(each.open for each in found),
        "blocking": sum(each.blocks for each in found),
        "may_override": viewer.can(Can.OVERRIDE_GUARDS),
        "viewer_person": viewer.person,
        "wrong": wrong,
    }
    return render(request, "compliance/findings.html", shown, status=status)


def _tabs(request: HttpRequest, here: str) -> list[Tab]:
    viewer = viewer_of(request)
    needs = {"findings": Can.SEE_PAY, "tables": Can.SEE_DEFINITIONS, "notices": Can.SEE_DEFINITIONS}
    seen = [page for page in _PAGES if page not in needs or viewer.can(needs[page])]
    return [Tab(say(f"compliance.{page}"), reverse(f"compliance:{page}"), page == here) for page in seen]
