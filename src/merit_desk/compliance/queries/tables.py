"""What the law sets as numbers, as a page shows it: what counts today, what is a sample, and where it was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from merit.company import Company
from merit.guards.law_tables import LawTables, MinimumWage
from merit.sources.guard_tables import FILE


@dataclass(frozen=True, slots=True)
class ShownWage:
    """One minimum wage; `people` are those who work in the region today by their contract, or by the company's."""

    row: MinimumWage
    name: str
    monthly: Decimal
    in_force: bool
    own: bool
    """From the company's file, not one that comes with the product."""
    here: bool
    """Of the company's region, or one that a contract names."""

    @property
    def basis(self) -> str:
        """Where the value was read, else the line of the file."""
        return self.row.basis or f"{self.row.source.file}:{self.row.source.line}"


def shown_wages(company: Company, tables: LawTables, today: date) -> list[ShownWage]:
    """The regions where people of the company work first, each from its latest row back."""
    regions = {company.profile.region, *_regions(company, today)} - {""}
    rows = sorted(tables.minimum_wages, key=lambda row: (row.region, -row.valid_from.toordinal()))
    shown = [_shown(row, tables, today, regions) for row in rows]
    return sorted(shown, key=lambda each: not each.here)


def without_row(company: Company, tables: LawTables, today: date) -> list[str]:
    """Regions where people work and of which no minimum wage is known today."""
    regions = {company.profile.region, *_regions(company, today)} - {""}
    return sorted(region for region in regions if tables.minimum_wage(region, today) is None)


def _shown(row: MinimumWage, tables: LawTables, today: date, regions: set[str]) -> ShownWage:
    return ShownWage(
        row=row,
        name=row.names[0] if row.names else row.region,
        monthly=Decimal(row.monthly.fen) / 100,
        in_force=tables.minimum_wage(row.region, today) is row,
        own=row.source.file == FILE,
        here=bool(regions & {row.region, *row.names}),
    )


def _regions(company: Company, today: date) -> Iterator[str]:
    for each in company.guard_records.contracts:
        ended = each.contract.end is not None and each.contract.end <= today
        if each.region and each.contract.start <= today and not ended:
            yield each.region
