"""The law's guards: findings of a period with law and article, overrides with a reason, tax on a year-end bonus."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.compliance import AllOverridden, FindingGiven, OverrideAsked, PersonTaxGiven, TaxGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.compliance.actions.override import Which, found, override, override_all
from merit_desk.compliance.queries.findings import Finding, findings_seen, tables_now
from merit_desk.compliance.queries.shown import shown
from merit_desk.compliance.queries.tax import estimate
from merit_desk.compliance.queries.taxed_people import payday_of, taxed_people

router = Router(tags=["compliance"])
_Bonus = Annotated[Decimal, Query(ge=0, le=10**8, decimal_places=2)]
_Income = Annotated[Decimal, Query(ge=-(10**8), le=10**8, decimal_places=2)]


@router.get("/periods/{period}/guards", **operation("guard_findings", Scope.REWARDS, list[FindingGiven]))
def guard_findings(request: HttpRequest, period: str) -> Any:
    """What the law says of the period's pay."""
    viewer = viewer_asking(request)
    viewer.require(Can.SEE_PAY)
    return [_given(each) for each in findings_seen(viewer, period)]


@router.post("/periods/{period}/guards/overrides", **operation("override_guard", Scope.REWARDS_WRITE, FindingGiven))
def override_guard(request: HttpRequest, period: str, asked: OverrideAsked) -> Any:
    """Go on in spite of one finding, where the law permits it."""
    viewer, which = viewer_asking(request), Which(asked.guard, asked.person, asked.reference)
    override(viewer, period, which, asked.reason)
    return _given(found(viewer, period, which))


@router.post(
    "/periods/{period}/guards/{guard}/overrides",
    **operation("override_guards", Scope.REWARDS_WRITE, list[FindingGiven]),
)
def override_guards(request: HttpRequest, period: str, guard: str, asked: AllOverridden) -> Any:
    """Go on in spite of everything that one guard has found, where the law permits it."""
    viewer = viewer_asking(request)
    override_all(viewer, period, guard, asked.reason)
    return [_given(each) for each in findings_seen(viewer, period) if each.code == guard]


@router.get("/tax/year-end-bonus", **operation("year_end_tax", Scope.REWARDS, TaxGiven))
def year_end_tax(request: HttpRequest, bonus: _Bonus, income: _Income = Decimal(0), paid_on: date | None = None) -> Any:
    """Both methods for one bonus; `income` is the year's other comprehensive income less all deductions."""
    day = paid_on or viewer_asking(request).today
    made = estimate(bonus, income, day, tables_now())
    if made is None:
        raise NotFoundRefusal("compliance.no_tax_table", day=str(day))
    names = ("bonus", "income", "apart", "merged", "better", "saved")
    return {**{name: getattr(made, name) for name in names}, "paid_on": day}


@router.get("/periods/{period}/tax/year-end-bonus", **operation("year_end_taxes", Scope.PAY, list[PersonTaxGiven]))
def year_end_taxes(request: HttpRequest, period: str, paid_on: date | None = None) -> Any:
    """Everybody's year-end bonus of a computed period taxed apart, those just above an edge first."""
    viewer = viewer_asking(request)
    viewer.require(Can.SEE_PAY)
    usual = payday_of(period)
    found = taxed_people(viewer, period, paid_on or usual, tables_now())
    names = ("person", "name", "bonus", "tax", "left", "enough")
    return [
        {
            **{name: getattr(each, name) for name in names},
            "less": each.less if each.zone else None,
            "better": each.zone.edge if each.zone else None,
        }
        for each in found
    ]


def _given(finding: Finding) -> dict[str, Any]:
    in_words = shown(finding)
    return {
        "guard": finding.code,
        "severity": str(finding.problem.severity),
        "law": finding.law,
        "article": finding.article,
        "person": finding.person,
        "reference": finding.reference,
        "sentence": in_words.sentence,
        "open": finding.open,
        "overridable": finding.overridable,
        "reason": in_words.reason,
    }
