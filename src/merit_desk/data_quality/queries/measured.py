"""What the score of a source is measured by, from what is kept: file counts, rejected rows, credits and results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Aggregate, CreditBy, Dialect, Kpi, Measured
from merit.catalogue.made_of import tables_needed
from merit.catalogue.relations import RELATIONS, default_credit
from merit.company import Company
from merit.kernel.node import COMPANY_ID, UNASSIGNED
from merit.kernel.period import Period
from merit.metrics.credit_ranges import WHOLE, credit_ranges, main_shares
from merit.metrics.figures import ValueStatus
from merit_desk.catalogue.queries.uses import uses_of
from merit_desk.intake.queries.rejected import ReturnedFile
from merit_desk.intake.queries.sources import Source
from merit_desk.results.queries.period_files import KpiRow, PeriodFiles


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that were rejected, rows that were taken over, and the list of rejected ones that is longest."""

    rows: int
    taken: int
    list_name: str


@dataclass(frozen=True, slots=True)
class Unassigned:
    """What nobody is credited for, as a part of the whole: of a shop on a day by its credits, else of a KPI."""

    share: Fraction
    shop: str
    day: date | None
    kpi: str
    part: Fraction
    whole: Fraction


@dataclass(frozen=True, slots=True)
class Agreed:
    """How many of the KPIs that platforms report of the source's shop and tables agree."""

    agreed: int
    reported: int


def rejected_rows(source: Source, taken: Mapping[tuple[str, str], int], returned: Iterable[ReturnedFile]) -> Rejected:
    """Rows taken over are counted in the table that has most of a file: one line of an export feeds several."""
    own = sorted((each for each in returned if each.file in source.names), key=lambda each: -each.rows)
    most = sum(max((taken.get((file, table), 0) for table in source.tables), default=0) for file in source.names)
    return Rejected(sum(each.rows for each in own), most, own[0].name if own else "")


def unassigned_part(company: Company, source: Source, results: PeriodFiles | None) -> Unassigned | None:
    """None where the rows belong to nobody by nature, and before any period was run."""
    if source.shop_id and source.newest and _credited_by_shop(company, source):
        return _of_shop(company, source.shop_id, source.newest)
    return _of_results(company, source, results) if results is not None else None


def agreed_part(company: Company, source: Source, results: PeriodFiles | None) -> Agreed:
    """By the latest results: released and agreeing KPIs score, the others are marked there."""
    if results is None:
        return Agreed(0, 0)
    period, tables = Period.parse(results.period), set(source.tables)
    pairs = {
        (each.kpi, each.shop)
        for each in company.platform_figures
        if each.day in period and source.shop_id in ("", each.shop)
    }
    rows = [
        results.kpi(kpi, "shop", shop)
        for kpi, shop in sorted(pairs)
        if kpi in company.catalogue and tables.intersection(tables_needed(company.catalogue, kpi))
    ]
    there = [row for row in rows if row is not None]
    return Agreed(sum(row.status != ValueStatus.UNRECONCILED for row in there), len(there))


def _credited_by_shop(company: Company, source: Source) -> bool:
    rules = (default_credit(table, company.catalogue.credit_of) for table in source.tables)
    return any((rule.by, rule.kind) == (CreditBy.SUBJECT, "shop") for rule in rules)


def _of_shop(company: Company, shop: str, day: date) -> Unassigned:
    shares = [each for each in main_shares(company.credits) if (each.kind, each.subject) == ("shop", shop)]
    ranges = credit_ranges(shares, company.organisation.spells_of)
    on_day = [each for each in ranges if each.first <= day < each.past]
    held = sum(each.share for each in on_day if each.person != UNASSIGNED)
    share = 1 - Fraction(held, WHOLE)
    return Unassigned(share, shop, day, "", share, Fraction(1))


def _of_results(company: Company, source: Source, results: PeriodFiles) -> Unassigned | None:
    """By a KPI that plans, rewards or targets use, before any other; of several by that with most rows behind it."""
    whole, nobody = (
        {row.kpi: row for row in results.kpis.get(node, ())}
        for node in (("company", COMPANY_ID), ("person", UNASSIGNED))
    )
    rows = [whole[kpi.id] for kpi in company.catalogue.kpis.values() if kpi.id in whole and _counts(kpi, source)]
    fitting = [row for row in rows if row.value is not None and row.value > 0]
    most = max(
        fitting, key=lambda row: (any(use.kind != "kpi" for use in uses_of(company, row.kpi)), row.n), default=None
    )
    if most is None or most.value is None:
        return None
    part, all_of_it = _value(nobody.get(most.kpi)), Fraction(most.value)
    return Unassigned(min(max(part / all_of_it, Fraction(0)), Fraction(1)), "", None, most.kpi, part, all_of_it)


def _counts(kpi: Kpi, source: Source) -> bool:
    """Whether the KPI, in its plain meaning, adds up rows of the source's tables that can be somebody's."""
    if not isinstance(kpi.body, Measured) or kpi.hidden or kpi.dialect is not Dialect.NONE:
        return False
    measure = kpi.body.measure
    return (
        measure.aggregate in (Aggregate.SUM, Aggregate.COUNT)
        and RELATIONS[measure.relation].fact in source.tables
        and measure.credit.by in (CreditBy.SUBJECT, CreditBy.PERSON)
    )


def _value(row: KpiRow | None) -> Fraction:
    return Fraction(row.value) if row is not None and row.value is not None else Fraction(0)
