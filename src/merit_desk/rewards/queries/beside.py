"""Who stands before and after a person, in the order of the table of people: by team, then by id."""

from collections.abc import Iterable
from dataclasses import dataclass

from merit.company import Company
from merit.kernel.period import Period
from merit_desk.results.queries.names import people_in_order
from merit_desk.results.queries.period_files import PeriodFiles


@dataclass(frozen=True, slots=True)
class Beside:
    """The neighbours' ids; empty at either end."""

    previous: str
    next: str


def beside(company: Company, files: PeriodFiles, person: str) -> Beside:
    """Neighbours among everybody with a result or pay in the period, `person` being one of them."""
    places = people_in_order(company, Period.parse(files.period))
    people, here = list(places), places.get(person, len(places))

    def first(others: Iterable[str]) -> str:
        return next((each for each in others if each in files.totals or each in files.pay), "")

    return Beside(first(reversed(people[:here])), first(people[here + 1 :]))
