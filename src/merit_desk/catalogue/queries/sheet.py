"""Everything about one KPI on one page."""

from dataclasses import dataclass

from merit.catalogue.check import depends_on
from merit.catalogue.kpi import Kpi
from merit.company import Company
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.named import group_title
from merit_desk.catalogue.queries.data_at_hand import TableAtHand, facts_now, is_computable, tables_at_hand
from merit_desk.catalogue.queries.sight import kpis_seen, plans_seen, require_kpi, sees_all
from merit_desk.catalogue.queries.uses import UseLine, use_lines, uses_of
from merit_desk.catalogue.queries.words import MeasureWords, definition_in_words, measures_in_words
from merit_desk.results.queries.names import kpi_title, titled


@dataclass(frozen=True, slots=True)
class Sheet:
    """One KPI: its definition in words, its measures, who uses it, and whether there are data for it."""

    kpi: Kpi
    title: str
    other_title: str
    group: str
    words: str
    note: str
    made_of: tuple[tuple[str, str], ...]
    """Id and title of the listed KPIs directly under it."""
    measures: tuple[MeasureWords, ...]
    uses: tuple[UseLine, ...]
    tables: tuple[TableAtHand, ...]
    computable: bool


def sheet(viewer: Viewer, company: Company, kpi: str) -> Sheet:
    """Raises NotFoundRefusal for a KPI of which the viewer may not know."""
    require_kpi(viewer, company, kpi)
    declared, seen = company.catalogue[kpi], kpis_seen(viewer, company)
    title = titled(declared.title, kpi)
    tables = tables_at_hand(company, kpi, facts_now())
    under = [each for each in sorted(depends_on(declared.body)) if each in seen and not company.catalogue[each].hidden]
    uses = [use for use in uses_of(company, kpi) if use.kind != "kpi" or use.id in seen]
    return Sheet(
        kpi=declared,
        title=title,
        other_title=next((each for each in declared.title.values() if each != title), ""),
        group=group_title(declared.group),
        words=definition_in_words(company, declared),
        note=titled(declared.note, ""),
        made_of=tuple((each, kpi_title(company, each)) for each in under),
        measures=tuple(measures_in_words(company, kpi)),
        uses=tuple(use_lines(company, tuple(uses), plans_seen(viewer, company), sees_all(viewer))),
        tables=tuple(tables),
        computable=is_computable(tables),
    )
