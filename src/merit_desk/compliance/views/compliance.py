"""Findings of a period, the tables of the law, and notices."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.guard_tables import guard_tables
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.compliance.actions.override import Which, override, override_all
from merit_desk.compliance.actions.tables import FILE, Wage, add_minimum_wage
from merit_desk.compliance.forms.compliance import OverrideAllForm, OverrideForm, WageForm
from merit_desk.compliance.queries.findings import findings_seen, may_go_on
from merit_desk.compliance.queries.notices import notices_made
from merit_desk.compliance.queries.shown import groups
from merit_desk.compliance.queries.tables import shown_wages, without_row
from merit_desk.compliance.views.tabs import tabs_of
from merit_desk.documents.actions import StaleEdit
from merit_desk.documents.queries.current import current
from merit_desk.outcomes.views.posting import taken
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.sentences import say


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


@access(Can.OVERRIDE_GUARDS)
@require_POST
def go_on_all(request: HttpRequest, period: str) -> HttpResponse:
    """Override everything that one guard has found, with one reason."""
    viewer, form = viewer_of(request), OverrideAllForm(request.POST)
    if not form.is_valid():
        return _findings(request, period, form, 422)
    given = form.cleaned_data
    back = f"{reverse('compliance:findings')}?period={period}"
    told = "compliance.told.overridden"
    return taken(request, lambda: override_all(viewer, period, given["guard"], given["reason"]), told, back)


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
    (now, problems), company = guard_tables(Path(settings.MERIT_COMPANY)), declared_company()
    shown = {
        "title": say("compliance.tables"),
        "here": "compliance",
        "tabs": tabs_of(request, "tables"),
        "wages": shown_wages(company, now, viewer.today),
        "without": without_row(company, now, viewer.today),
        "problems": problems,
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
    made = notices_made(viewer_of(request))
    shown = {
        "title": say("compliance.notices"),
        "here": "compliance",
        "tabs": tabs_of(request, "notices"),
        "notices": made,
        "untold": sum(each.people is not None and each.given_on is None for each in made),
        "silent": sum(each.silent for each in made),
        "comma": say("plans.list_comma"),
    }
    return render(request, "compliance/notices.html", shown)


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
        "tabs": tabs_of(request, "findings"),
        "period": period,
        "periods": run[:24],
        "groups": [(group, sum(may_go_on(viewer, each.finding) for each in group.findings)) for group in groups(found)],
        "open": sum(each.open for each in found),
        "blocking": sum(each.blocks for each in found),
        "may_override": viewer.can(Can.OVERRIDE_GUARDS),
        "viewer_person": viewer.person,
        "wrong": wrong,
    }
    return render(request, "compliance/findings.html", shown, status=status)
