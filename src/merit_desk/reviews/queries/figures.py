"""Figures that an effect may be told with: KPIs of nodes in the viewer's sight, periods that were run."""

from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell import formats

_MOST = 400


def figures_known(viewer: Viewer) -> list[tuple[str, str]]:
    """ "kpi/kind/node" and words, of the last results."""
    latest = next(iter(periods_run()), "")
    if not latest:
        return []
    company, found = declared_company(), []
    for (kind, node), rows in visible_files(viewer, latest).kpis.items():
        name = node_name(company, kind, node)
        found += [(f"{row.kpi}/{kind}/{node}", f"{kpi_title(company, row.kpi)} · {name}") for row in rows]
        if len(found) > _MOST:
            break
    return sorted(found[:_MOST], key=lambda each: each[1])


def periods_known() -> list[tuple[str, str]]:
    """Periods with results, latest first."""
    return [(each, formats.period_name(each)) for each in periods_run()]
