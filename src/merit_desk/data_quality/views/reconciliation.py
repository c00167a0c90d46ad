"""Reconciliation: every reported KPI and shop of a period, the days of one, and the release of a gap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.data_quality.actions.release import Released, release_gap
from merit_desk.data_quality.forms.release import ReleaseForm
from merit_desk.data_quality.queries.compared import (
    Compared,
    asked_period,
    compared,
    compared_one,
    months_reported,
)
from merit_desk.data_quality.queries.sealed import sealed_sharing
from merit_desk.data_quality.queries.shown import shown_days, shown_line
from merit_desk.data_quality.views.tabs import HERE, tabs
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import percent, period_name
from merit_desk.shell.sentences import say


@access(Can.SEE_SOURCES)
@require_GET
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Own and the platforms' figures of a month side by side."""
    viewer, months = viewer_of(request), months_reported()
    period = _period(request, months)
    found = compared(viewer, period) if period is not None else []
    rules = declared_company().profile.reconciliation
    shown = {
        "title": say("data_quality.reconciliation"),
        "here": HERE,
        "tabs": tabs(viewer, "reconciliation"),
        "months": months[:24],
        "period": str(period) if period is not None else "",
        "lines": [shown_line(each, str(period)) for each in found],
        "held": sum(each.is_unreconciled for each in found),
        "tolerance": percent(rules.tolerance),
        "day_tolerance": percent(rules.day_tolerance) if rules.day_tolerance is not None else "",
    }
    return render(request, "data_quality/reconciliation.html", shown)


@access(Can.SEE_SOURCES)
@require_GET
def days(request: HttpRequest, kpi: str, shop: str) -> HttpResponse:
    """Every reported day of one KPI and shop, with who let it pass and why."""
    period = asked_period(request.GET.get("period", ""))
    found = compared_one(viewer_of(request), kpi, shop, period)
    first, last = _held_days(found, period)
    return _days(request, found, period, ReleaseForm(initial={"first": first, "last": last}))


@access(Can.LOAD_DATA)
@require_POST
def release(request: HttpRequest, kpi: str, shop: str) -> HttpResponse:
    """Let days of a gap pass with a reason."""
    viewer, form = viewer_of(request), ReleaseForm(request.POST)
    period = asked_period(request.GET.get("period", ""))
    found = compared_one(viewer, kpi, shop, period)
    if not form.is_valid():
        return _days(request, found, period, form, 422)
    try:
        release_gap(viewer, kpi, shop, period, Released(**form.cleaned_data))
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _days(request, found, period, form, 422)
    told = "data_quality.told.released_sealed" if (sealed := _sealed_names(period)) else "data_quality.told.released"
    messages.success(request, say(told, kpi=found.title, shop=found.shop_name, periods=sealed))
    back = reverse("data_quality:days", args=(kpi, shop))
    return redirect(f"{back}?{urlencode({'period': str(period)})}")


def _days(request: HttpRequest, found: Compared, period: Period, form: ReleaseForm, status: int = 200) -> HttpResponse:
    back = reverse("data_quality:reconciliation")
    shown = {
        "title": say("data_quality.days_title", kpi=found.title, shop=found.shop_name),
        "here": HERE,
        "period": str(period),
        "back": f"{back}?{urlencode({'period': str(period)})}",
        "line": shown_line(found, str(period)),
        "days": shown_days(found),
        "form": form if viewer_of(request).can(Can.LOAD_DATA) else None,
        "kpi": found.kpi,
        "shop": found.shop,
        "sealed": _sealed_names(period),
    }
    return render(request, "data_quality/days.html", shown, status=status)


def _sealed_names(period: Period) -> str:
    """The sealed periods that share days with this one, in words."""
    return say("list.comma").join(period_name(str(each)) for each in sealed_sharing(period))


def _held_days(found: Compared, period: Period) -> tuple[object, object]:
    """The first and last day that stand out and nobody let pass; the whole period when only the sum differs."""
    held = [day.reported.day for day in found.days if day.release is None and found.stands_out(day)]
    return (held[0], held[-1]) if held else (period.start, period.last)


def _period(request: HttpRequest, months: list[str]) -> Period | None:
    asked = request.GET.get("period", "")
    return asked_period(asked) if asked else Period.parse(months[0]) if months else None
