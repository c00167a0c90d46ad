"""The tax on a year-end bonus: of an amount typed, for everybody; of a computed period, person by person."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.guards.law_tables import LawTables, TaxKind
from merit.kernel.money import Money
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.compliance.forms.compliance import PaydayForm, TaxForm
from merit_desk.compliance.queries.findings import tables_now
from merit_desk.compliance.queries.tax import estimate, zones
from merit_desk.compliance.queries.tax_chart import tax_charts
from merit_desk.compliance.queries.taxed_people import payday_of, periods_with_bonus, taxed_people
from merit_desk.compliance.views.tabs import tabs_of
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.sentences import say

_PAGE = 50
_ALL_AT_ONCE = 200


@access(Need.SIGNED_IN)
@require_GET
def tax(request: HttpRequest) -> HttpResponse:
    """For everybody: what is typed is worked out and kept nowhere."""
    asked = "bonus" in request.GET
    form = TaxForm(request.GET if asked else None)
    law, found = tables_now(), None
    day, bonus, income = viewer_of(request).today, None, Decimal(0)
    if asked and form.is_valid():
        given = form.cleaned_data
        day, bonus, income = given["paid_on"] or day, given["bonus"], given["income"] or income
        found = estimate(bonus, income, day, law)
    charts = tax_charts(_money(bonus) if bonus is not None else None, _money(income), day, law)
    shown = {
        "title": say("compliance.tax"),
        "here": "compliance",
        "tabs": tabs_of(request, "tax"),
        "form": form,
        "found": found,
        "day": day,
        "zones": zones(day, law),
        "ends": _ends(law, day),
        "charts": charts,
        "drawn": {chart.code: chart.data for chart in charts},
    }
    return render(request, "compliance/tax.html", shown, status=422 if asked and form.errors else 200)


@access(Can.SEE_PAY)
@require_GET
def tax_people(request: HttpRequest) -> HttpResponse:
    """Everybody's year-end bonus of a computed period, those in a blind zone first."""
    viewer, periods, asked = viewer_of(request), periods_with_bonus(), request.GET.get("period", "")
    if asked and asked not in periods_run():
        raise NotFoundRefusal("cli.no_results", period=asked)
    period = asked or next(iter(periods), "")
    shown: dict[str, object] = {
        "title": say("compliance.tax_people"),
        "here": "compliance",
        "tabs": tabs_of(request, "tax_people"),
        "period": period,
        "periods": periods,
        "try_address": reverse("compliance:tax"),
    }
    status = 200
    if period:
        form = PaydayForm(request.GET)
        status = 200 if form.is_valid() else 422
        paid_on = form.cleaned_data.get("paid_on") or payday_of(period)
        law = tables_now()
        people = taxed_people(viewer, period, paid_on, law)
        record(viewer.account, "compliance.read", Subject("period", period))
        blind = [each for each in people if each.zone]
        shown |= {
            "paid_on": paid_on,
            "wrong": form.errors["paid_on"][0] if "paid_on" in form.errors else "",
            "no_method": law.tax(TaxKind.YEAR_END, paid_on) is None,
            "people": len(people),
            "blind": len(blind),
            "lost": sum((each.less for each in blind), Decimal(0)),
            "totals": {
                name: sum((getattr(each, name) for each in people), Decimal(0)) for name in ("bonus", "tax", "left")
            },
            "page": Paginator(people, _PAGE if len(people) > _ALL_AT_ONCE else _ALL_AT_ONCE).get_page(
                request.GET.get("page")
            ),
        }
    return render(request, "compliance/tax_people.html", shown, status=status)


def _money(value: Decimal) -> Money:
    return Money.of(Fraction(value))


def _ends(law: LawTables, day: date) -> date | None:
    """The last day of separate taxation, when it ends at all."""
    ends = [each.valid_to for each in law.taxes if each.valid_to is not None and each.valid_to >= day]
    return max(ends, default=None)
