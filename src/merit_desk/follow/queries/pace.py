"""Targets that are running and concern the viewer: their own, their people's, their teams', the company's."""

from collections.abc import Iterator
from datetime import timedelta

from merit.kernel.node import Node, NodeKind
from merit.targets.basis import full_target
from merit.targets.target import Target
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import direct_people
from merit_desk.forecasts.queries.outlook import Wanted
from merit_desk.forecasts.queries.pace_line import PaceLine, Running, pace_line
from merit_desk.results.queries.now import at_present, present_day
from merit_desk.results.queries.open_company import declared_company

MOST = 12


def pace_lines(viewer: Viewer) -> list[PaceLine]:
    """At most MOST, those that will hardly be reached first."""
    company = declared_company()
    lines = (pace_line(company, each) for each in _running(viewer))
    return sorted((each for each in lines if each is not None), key=lambda each: each.tenths)[:MOST]


def _running(viewer: Viewer) -> Iterator[Running]:
    for row in _rows(viewer):
        node = Node(NodeKind(row.node_kind), row.node)
        with at_present() as workspace:
            worth = full_target(row, node, workspace.figures, workspace.company.benchmarks)
        if worth is not None and worth.value:
            yield Running(Wanted(row.kpi, str(node.kind), node.id, row.period), worth.value, row.difficulty)


def _rows(viewer: Viewer) -> list[Target]:
    """The row in force tomorrow, of each KPI, node and period."""
    day = present_day()
    if day is None:
        return []
    tomorrow, mine = day + timedelta(days=1), direct_people(viewer) | {viewer.or_nobody}
    found: dict[tuple[str, str, str, str], Target] = {}
    for row in declared_company().targets:
        where = (row.kpi, str(row.node_kind), row.node, str(row.period))
        begun = row.start is None or row.start <= tomorrow
        near = row.node_kind != NodeKind.PERSON or row.node in mine
        if tomorrow in row.period and begun and near and may_see_node(viewer, *where):
            found[where] = row
    return list(found.values())
