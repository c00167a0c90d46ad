"""A number for every node of the cube."""

from collections.abc import Iterable

import numpy as np

from merit.kernel.node import NodeKind
from merit.metrics.rollup import Whole

SPACE_OF = {
    NodeKind.COMPANY: "company",
    NodeKind.DEPARTMENT: "any_team",
    NodeKind.TEAM: "any_team",
    NodeKind.PERSON: "person",
    NodeKind.SHOP: "shop",
    NodeKind.CHANNEL: "channel",
}


class NodeCodes:
    """Numbers by the space a node is looked up in and its id; new nodes get the next number, old ones keep theirs."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self.listed = list(known)
        self._codes = {node: code for code, node in enumerate(self.listed)}

    def code(self, space: str, name: str) -> int:
        """The node's number; a new one where it has none."""
        if (space, name) not in self._codes:
            self._codes[space, name] = len(self.listed)
            self.listed.append((space, name))
        return self._codes[space, name]

    def of(self, space: str, names: Iterable[str]) -> Whole:
        """The numbers of several nodes of a space."""
        return np.array([self.code(space, name) for name in names], np.int64)

    def known(self, kind: NodeKind, name: str) -> int | None:
        """The number of a node, or None where nothing of it was ever measured."""
        return self._codes.get((SPACE_OF[kind], name))

    def of_kind(self, kind: NodeKind) -> dict[str, int]:
        """Every node that is looked up like this kind, by id (departments and teams share theirs)."""
        space = SPACE_OF[kind]
        return {name: code for code, (found, name) in enumerate(self.listed) if found == space}
