"""The period in one sentence: how many people, how much pay, what waits."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.company import Company
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell import formats


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
