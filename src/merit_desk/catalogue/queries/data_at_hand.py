"""Whether the company's own data can give a KPI a value: the tables it needs and how many rows each has."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from merit.catalogue.kpi import Entered
from merit.catalogue.made_of import made_of, tables_needed
from merit.company import Company
from merit.facts.tables import TABLES
from merit.store.fact_store import FactStore, Snapshot
from merit.workspace import STORE
from merit_desk.catalogue.named import table_words


@dataclass(frozen=True, slots=True)
class TableAtHand:
    """A table that a KPI needs; 0 rows: nothing of it was loaded."""

    table: str
    words: str
    rows: int


def facts_now() -> Snapshot:
    """The facts as they are now."""
    return FactStore(Path(settings.MERIT_COMPANY) / STORE).snapshot()


def tables_at_hand(company: Company, kpi: str, facts: Snapshot) -> list[TableAtHand]:
    """The tables behind the KPI in the order in which it reads them; entered values count as one of them."""
    needed = [table for table in tables_needed(company.catalogue, kpi) if table in TABLES]
    found = [TableAtHand(table, table_words(table), facts.rows(table)) for table in needed]
    entered = [each for each in made_of(company.catalogue, kpi) if isinstance(company.catalogue[each].body, Entered)]
    if entered:
        rows = sum(value.kpi in entered for value in company.manual_values)
        found.append(TableAtHand("manual_values", table_words("manual_values"), rows))
    return found


def is_computable(tables: list[TableAtHand]) -> bool:
    """Whether there is a row in each."""
    return all(each.rows for each in tables)
