"""What one viewer may see of the explorer: figures by period, and the KPIs and nodes that have any."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from merit.catalogue.kpi import Kpi
from merit.company import Company
from merit.kernel.node import COMPANY_ID, UNASSIGNED, NodeKind
from merit.kernel.period import Period
from merit.people.organisation import TeamKind
from merit.people.spells import spells_in
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.seen import Sight
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.queries.subtree import members_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import node_name, team_order

Where = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Visible:
    """The sight of one viewer, settled once per period that a page asks about."""

    viewer: Viewer
    sights: dict[Period, Sight] = field(default_factory=dict)

    @property
    def everything(self) -> bool:
        """Whether every figure is seen."""
        return self.viewer.everywhere(Can.SEE_KPIS)

    def figure(self, kpi: str, whose: tuple[str, str], period: Period, where: Where = ()) -> bool:
        """A part of what may be seen may be seen: of a node within a shop, either suffices. What a person did there
        is the person's: a share in the shop opens nobody else's figures.
        """
        if self.everything:
            return True
        sight = self._sight(period)
        if whose[0] == NodeKind.PERSON:
            return sight.node(kpi, *whose)
        wholes = (whose, *((kind, name) for kind, name in where if kind in set(NodeKind)))
        return any(sight.node(kpi, *each) for each in wholes)

    def node(self, kpis: Iterable[str], whose: tuple[str, str], periods: Iterable[Period]) -> bool:
        """Whether any of the KPIs of the node is seen in any of the periods."""
        return self.everything or any(self.figure(kpi, whose, each) for kpi in kpis for each in periods)

    def _sight(self, period: Period) -> Sight:
        if period not in self.sights:
            self.sights[period] = sight_of(self.viewer, str(period))
        return self.sights[period]


def whose_of(kind: str, name: str) -> tuple[str, str]:
    """The node whose figure a row shows; a row of a business dimension shows a part of the company's."""
    return (kind, name) if kind in set(NodeKind) else (NodeKind.COMPANY.value, COMPANY_ID)


def visible_kpis(company: Company, visible: Visible, kind: str, period: Period) -> list[Kpi]:
    """KPIs defined for such rows of which the viewer sees at least one, in catalogue order."""
    listed = [kpi for kpi in company.catalogue.kpis.values() if not kpi.hidden and _defined(kpi, kind)]
    if visible.everything:
        return listed
    nodes = [whose_of(kind, name) for name in declared_nodes(company, kind, period)]
    if kind == NodeKind.PERSON and listed:  # of a person all KPIs are seen, or none
        return listed if any(visible.figure(listed[0].id, whose, period) for whose in nodes) else []
    return [kpi for kpi in listed if any(visible.figure(kpi.id, whose, period) for whose in nodes)]


def _defined(kpi: Kpi, kind: str) -> bool:
    """Business dimensions cut measured rows that also know shops or channels."""
    if kind in set(NodeKind):
        return NodeKind(kind) in kpi.nodes
    return NodeKind.SHOP in kpi.nodes


def declared_nodes(company: Company, kind: str, period: Period) -> list[str]:
    """Nodes that the folder declares, in the order in which a page lists them; channels are found in the data."""
    match kind:
        case NodeKind.DEPARTMENT | NodeKind.TEAM:
            wanted = TeamKind.DEPARTMENT if kind == NodeKind.DEPARTMENT else TeamKind.TEAM
            return [team for team in team_order(company, period) if _kind_of(company, team) is wanted]
        case NodeKind.PERSON:
            return [*_people(company, period), UNASSIGNED]
        case NodeKind.SHOP:
            return [shop.shop for shop in company.shops]
        case _:
            return [COMPANY_ID]


def _kind_of(company: Company, team: str) -> TeamKind:
    return company.organisation.rows_of[team][-1].kind


def _people(company: Company, period: Period) -> list[str]:
    """By team in the order of the tree, then by id."""
    order = {team: at for at, team in enumerate(team_order(company, period))}
    last = {}
    for person in company.organisation.spells_of:
        parts = spells_in(company.organisation, person, period)
        if parts:
            last[person] = parts[-1].spell.team
    return sorted(last, key=lambda person: (order.get(last[person], len(order)), person))


def within_team(company: Company, team: str, kind: str, period: Period) -> set[str]:
    """The people, or teams, that are in the team or below it on some day of the period."""
    if kind == NodeKind.PERSON:
        return set(members_in(company.organisation, team, period))
    found = {team}
    for each in team_order(company, period):
        if company.organisation.rows_of[each][-1].parent in found:
            found.add(each)
    return found


def named(company: Company, kind: str, name: str, otherwise: str) -> str:
    """What a row is called; `otherwise` where it has no name at all, such as sales without a channel."""
    return node_name(company, kind, name) or otherwise
