"""The first lines of the period: how many people, how much pay, and the KPIs that a merchant looks at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.company import Company
from merit_desk.metrics.queries import KpiLine
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell import formats

FIRST = ("paid_sales", "net_sales", "gross_margin", "refund_rate_amt_event", "orders_paid", "aov", "csat", "reply_3min")
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Summary:
    """The period in numbers; `waiting` people have no total because something is missing."""

    people: int
    payable: str
    payable_address: str
    paid_people: int
    waiting: int
    to_look_at: int


def summary(company: Company, files: PeriodFiles) -> Summary:
    """Over everybody with a result or pay."""
    payable = sum((files.payable(person) for person in files.pay), Decimal(0))
    return Summary(
        people=sum(total.total is not None for total in files.totals.values()),
        payable=formats.pay(payable, company.profile.currency),
        payable_address=reverse("explain:company_payable", args=(files.period,)),
        paid_people=len(files.pay),
        waiting=sum(total.status == "blocked" for total in files.totals.values()),
        to_look_at=len(files.findings),
    )


def headline(lines: Sequence[KpiLine]) -> list[KpiLine]:
    """The first KPIs in that order; where the company measures others, those fill the rest."""
    known = {line.kpi: line for line in lines}
    first = [known[kpi] for kpi in FIRST if kpi in known]
    rest = (line for line in lines if line.kpi not in FIRST and line.value != formats.NO_VALUE)
    return [*first, *rest][:SHOWN]
