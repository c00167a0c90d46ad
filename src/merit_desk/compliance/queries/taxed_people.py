"""The year-end bonuses of a computed period taxed apart: who stands just above an edge, and what would leave more."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from merit.guards.guard_findings import YEAR_END_LINES
from merit.guards.law_tables import Brackets, LawTables, TaxKind
from merit.guards.year_end_bonus import after_tax
from merit.kernel.money import Money
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.compliance.queries.tax import Zone, zones
from merit_desk.results.queries.names import standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, period_files, periods_run

YEAR_END = frozenset({"year_end"})
ONE_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TaxedBonus:
    """One person's bonus in currency units. Inside a blind zone `less` is what the edge would leave more."""

    person: str
    name: str
    post: str
    bonus: Decimal
    tax: Decimal
    left: Decimal
    zone: Zone | None
    less: Decimal
    address: str
    """Where the bonus is explained."""

    @property
    def enough(self) -> Decimal | None:
        """The least bonus above the zone that leaves more than its edge."""
        return self.zone.last + ONE_FEN if self.zone else None


def periods_with_bonus() -> list[str]:
    """Computed periods that pay a year-end bonus, latest first: whole years, and others with a line of that kind."""
    return [period for period in periods_run() if _fen_by_person(period_files(period))]


def payday_of(period: str) -> date:
    """The day of payment that is assumed: the one after the period. Raises NotFoundRefusal when it was not run."""
    if period not in periods_run():
        raise NotFoundRefusal("cli.no_results", period=period)
    return Period.parse(period).end


def taxed_people(viewer: Viewer, period: str, paid_on: date, tables: LawTables) -> list[TaxedBonus]:
    """Whose pay the viewer may see; those in a blind zone first, by what they lose. Empty on a day without the method.

    Raises NotFoundRefusal when the period was not run.
    """
    law = tables.tax(TaxKind.YEAR_END, paid_on)
    if law is None:
        return []
    sight, blind = sight_of(viewer, period).pay, zones(paid_on, tables)
    company, of_period = declared_company(), Period.parse(period)
    found = []
    for person, fen in _fen_by_person(period_files(period)).items():
        if person not in sight or fen <= 0:
            continue
        bonus = Decimal(fen) / 100
        left = _left(bonus, law.brackets)
        zone = next((each for each in blind if each.edge < bonus <= each.last), None)
        who = standing(company, person, of_period)
        found.append(
            TaxedBonus(
                person=person,
                name=who.name,
                post=who.post,
                bonus=bonus,
                tax=bonus - left,
                left=left,
                zone=zone,
                less=zone.edge - zone.tax_at - left if zone else Decimal(0),
                address=reverse("explain:payable", args=(period, person)),
            )
        )
    return sorted(found, key=lambda each: (each.zone is None, -each.less, -each.bonus, each.person))


def _fen_by_person(files: PeriodFiles) -> dict[str, int]:
    """Of a year everything that is a bonus; of a shorter period only the lines of a year-end bonus."""
    counted = YEAR_END_LINES if Period.parse(files.period).grain is Grain.YEAR else YEAR_END
    sums: dict[str, int] = {}
    for person, rows in files.pay.items():
        lines = [row for row in rows if row.line in counted]
        if lines:
            sums[person] = sum(int(row.amount * 100) for row in lines)
    return sums


def _left(bonus: Decimal, brackets: Brackets) -> Decimal:
    return Decimal(after_tax(Money.of(Fraction(bonus)), brackets).fen) / 100
