"""Who stands before and after a person, in the order of the table of people: by team, then by id."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.period import Period
from merit.people.spells import spells_in
from merit_desk.results.queries.names import team_order
from merit_desk.results.queries.period_files import PeriodFiles


@dataclass(frozen=True, slots=True)
class Beside:
    """The neighbours' ids; empty at either end."""

    previous: str
    next: str


def beside(company: Company, files: PeriodFiles, person: str) -> Beside:
    """Neighbours among everybody with a result or pay in the period, `person` being one of them."""
    period = Period.parse(files.period)
    ranks = {team: rank for rank, team in enumerate(team_order(company, period))}

    def place(each: str) -> tuple[int, str]:
        parts = spells_in(company.organisation, each, period)
        team = parts[-1].spell.team if parts else ""
        return ranks.get(team, len(ranks)), each

    everybody = ["", *sorted(files.totals.keys() | files.pay.keys(), key=place), ""]
    here = everybody.index(person)
    return Beside(everybody[here - 1], everybody[here + 1])
