"""Whose figure it is: the company, a department, a team, a person, a shop or a channel."""

from dataclasses import dataclass
from enum import StrEnum

COMPANY_ID = "company"
UNASSIGNED = "unassigned"
"""The explicit person to whom everything belongs that is credited to nobody."""


class NodeKind(StrEnum):
    """The kinds of node for which every KPI is kept ready."""

    COMPANY = "company"
    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"
    SHOP = "shop"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One node of the organisation or of the business."""

    kind: NodeKind
    id: str

    def __str__(self) -> str:
        return self.id if self.kind is NodeKind.COMPANY else f"{self.kind}:{self.id}"


COMPANY = Node(NodeKind.COMPANY, COMPANY_ID)


def person_node(person: str) -> Node:
    """The node of one person."""
    return Node(NodeKind.PERSON, person)
