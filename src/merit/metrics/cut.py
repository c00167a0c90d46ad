"""What a query is cut by: dimensions of the business (columns) and of the organisation (through credits)."""

from collections.abc import Iterable
from dataclasses import dataclass

from merit.kernel.node import NodeKind

ANY_TEAM = "any_team"
"""Every node of the tree of teams, whatever its kind."""

PEOPLE = frozenset({"person", "team", "department", ANY_TEAM})
OF_ROWS = (
    *("category", "sku", "campaign", "region", "customer_type", "supplier", "warehouse", "carrier"),
    *("page", "site", "device", "keyword", "account", "agent", "reason"),
)
"""Columns of relations that rows can be divided by, beside shop and channel; each relation has some of them."""

BUSINESS = frozenset({"shop", "channel", *OF_ROWS})
DIMENSIONS = frozenset({"company", "person", "team", "department"}) | BUSINESS

_OF_NODE = {
    NodeKind.COMPANY: (),
    NodeKind.DEPARTMENT: (ANY_TEAM,),
    NodeKind.TEAM: (ANY_TEAM,),
    NodeKind.PERSON: ("person",),
    NodeKind.SHOP: ("shop",),
    NodeKind.CHANNEL: ("channel",),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One result per value of each dimension in `by`, over the rows where each dimension in `where` has its value."""

    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """The dimensions that go through credits, in a fixed order."""
        return tuple(sorted(PEOPLE & self._named()))

    @property
    def business(self) -> tuple[str, ...]:
        """The dimensions that are columns of the relation, in a fixed order."""
        return tuple(sorted(self._named() - PEOPLE))

    def only(self, dimensions: Iterable[str]) -> list[tuple[str, str]]:
        """The conditions on those dimensions."""
        chosen = frozenset(dimensions)
        return [(name, value) for name, value in self.where if name in chosen]

    def _named(self) -> frozenset[str]:
        return frozenset(self.by) | {name for name, _ in self.where}


def cut_of(kind: NodeKind) -> Cut:
    """The cut that gives every node of that kind."""
    return Cut(_OF_NODE[kind])
