"""Into which parts a change is divided: drivers, nodes of the business and the tree, or what rows are about."""

from collections.abc import Iterable
from enum import StrEnum

from merit.company import Company
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.people.organisation import TeamKind
from merit.people.spells import people_in, spells_in
from merit.people.tree import company_team, teams_above, teams_on

Within = dict[Node, tuple[Period, ...]]
"""The parts, each with the days of the period on which it belonged to the divided node."""


class DividedBy(StrEnum):
    """What a change is broken down into."""

    SHOP = "shop"
    CHANNEL = "channel"
    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"
    DRIVERS = "drivers"
    SKU = "sku"
    CATEGORY = "category"
    CAMPAIGN = "campaign"
    REGION = "region"
    CUSTOMER_TYPE = "customer_type"
    SUPPLIER = "supplier"
    WAREHOUSE = "warehouse"
    CARRIER = "carrier"
    PAGE = "page"
    SITE = "site"
    DEVICE = "device"
    KEYWORD = "keyword"
    ACCOUNT = "account"
    AGENT = "agent"
    REASON = "reason"


_ORGANISED = frozenset({NodeKind.COMPANY, NodeKind.DEPARTMENT, NodeKind.TEAM})


def parts_of_node(
    company: Company, node: Node, by: DividedBy, periods: tuple[Period, Period], channels: Iterable[str] = ()
) -> tuple[Within, Within]:
    """The parts in each of the two periods; a part may stand in one of them only.

    Raises ConflictRefusal where figures of such a node are not kept by such parts.
    """
    before, now = periods
    match by:
        case DividedBy.SHOP | DividedBy.CHANNEL if node == COMPANY:
            kind = NodeKind(by)
            ids = [shop.shop for shop in company.shops] if by is DividedBy.SHOP else sorted(set(channels))
            nodes = [Node(kind, each) for each in ids]
            return dict.fromkeys(nodes, (before,)), dict.fromkeys(nodes, (now,))
        case DividedBy.TEAM | DividedBy.DEPARTMENT if node.kind in _ORGANISED:
            return _teams(company, node, by, before), _teams(company, node, by, now)
        case DividedBy.PERSON if node.kind in _ORGANISED:
            return _people(company, node, before), _people(company, node, now)
        case _:
            raise ConflictRefusal("insight.not_divided_so", node=str(node), by=str(by))


def _teams(company: Company, node: Node, by: DividedBy, period: Period) -> Within:
    """The topmost teams of that kind below the node, as the tree stood on the last day."""
    organisation, day = company.organisation, period.last
    kind = TeamKind(by)
    root = _root(company, node, period)
    chosen = []
    for team in teams_on(organisation, day):
        above = [each.team for each in teams_above(organisation, team.team, day)]
        between = above[: above.index(root)] if root in above else []
        nested = any(each.kind is kind for each in teams_on(organisation, day) if each.team in between)
        if team.kind is kind and root in above and not nested:
            chosen.append(Node(NodeKind(by), team.team))
    return dict.fromkeys(chosen, (period,))


def _people(company: Company, node: Node, period: Period) -> Within:
    organisation = company.organisation
    if node == COMPANY:
        everybody = [*people_in(organisation, period), UNASSIGNED]
        return {person_node(person): (period,) for person in everybody}
    found: Within = {}
    for person in people_in(organisation, period):
        here = tuple(
            part.period
            for part in spells_in(organisation, person, period)
            if _is_under(company, part.spell.team, node.id, part.period)
        )
        if here:
            found[person_node(person)] = here
    return found


def _is_under(company: Company, team: str, root: str, period: Period) -> bool:
    above = (each.team for each in teams_above(company.organisation, team, period.start))
    return team == root or root in above


def _root(company: Company, node: Node, period: Period) -> str:
    if node.kind is not NodeKind.COMPANY:
        return node.id
    top = company_team(company.organisation, period.last)
    return top.team if top else ""
