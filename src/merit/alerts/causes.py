"""Alerts of one cause stand together: a source is missing, a node and what it is part of, a driver and its goal.

Groups are ranked by the money at stake of their largest alert: parts are contained in their whole and never added up.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from merit.alerts.alert import Watched
from merit.alerts.rule import RuleKind
from merit.catalogue.kpi import Catalogue
from merit.insight.decomposition_drivers import chains_of
from merit.kernel.node import Node
from merit.metrics.components import leaves, parts_of

Contains = Callable[[Node, Node], bool]


class Link(StrEnum):
    """Why alerts stand together."""

    ALONE = "alone"
    SOURCE = "source"
    SAME_NODE = "same_node"
    """Several rules about the same KPI and node."""
    PARTS = "parts"
    DRIVERS = "drivers"


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """`alerts` with the one that counts most first; `links` says what holds them together."""

    alerts: tuple[Watched, ...]
    links: tuple[Link, ...]

    @property
    def head(self) -> Watched:
        """The alert that stands for all."""
        return self.alerts[0]

    @property
    def stake(self) -> Fraction | None:
        """Of its largest alert; None where of none it is known."""
        return max((each.stake for each in self.alerts if each.stake is not None), default=None)


def cause_groups(catalogue: Catalogue, alerts: Sequence[Watched], contains: Contains) -> tuple[CauseGroup, ...]:
    """The groups by money at stake, unknown ones last; `contains(whole, part)` knows the tree of nodes."""
    related = _Related(catalogue, contains)
    links: dict[int, set[Link]] = {at: set() for at in range(len(alerts))}
    leader = list(range(len(alerts)))
    for one, other in combinations(range(len(alerts)), 2):
        link = related.link(alerts[one], alerts[other])
        if link is not None:
            links[one].add(link)
            keep, give = sorted((leader[one], leader[other]))
            leader = [keep if each == give else each for each in leader]
    groups = [
        _group(
            [alerts[at] for at in range(len(alerts)) if leader[at] == head],
            set().union(*(links[at] for at in range(len(alerts)) if leader[at] == head)),
        )
        for head in sorted(set(leader))
    ]
    return tuple(sorted(groups, key=_rank))


@dataclass(frozen=True, slots=True)
class _Related:
    catalogue: Catalogue
    contains: Contains

    def link(self, one: Watched, other: Watched) -> Link | None:
        near = one.node == other.node or self.contains(one.node, other.node) or self.contains(other.node, one.node)
        if self._same_source(one, other):
            return Link.SOURCE
        if not near:
            return None
        if one.kpi == other.kpi:
            return Link.SAME_NODE if one.node == other.node else Link.PARTS
        return Link.DRIVERS if self._drives(one.kpi, other.kpi) or self._drives(other.kpi, one.kpi) else None

    def _same_source(self, one: Watched, other: Watched) -> bool:
        if RuleKind.DATA_MISSING not in (one.rule.kind, other.rule.kind):
            return False
        return bool(relations_of(self.catalogue, one.kpi) & relations_of(self.catalogue, other.kpi))

    def _drives(self, driver: str, goal: str) -> bool:
        return driver in parts_of(self.catalogue[goal]) or any(
            driver in chain for chain in chains_of(self.catalogue, goal)
        )


def relations_of(catalogue: Catalogue, kpi: str) -> frozenset[str]:
    """The tables of facts that the KPI is made of."""
    return frozenset(leaf.relation for leaf in leaves(catalogue, kpi))


def _group(alerts: list[Watched], links: set[Link]) -> CauseGroup:
    ranked = sorted(
        alerts, key=lambda each: (each.rule.kind is not RuleKind.DATA_MISSING, *_weight(each.stake), each.key)
    )
    return CauseGroup(tuple(ranked), tuple(sorted(links)) or (Link.ALONE,))


def _rank(group: CauseGroup) -> tuple[bool, Fraction, str]:
    return (*_weight(group.stake), group.head.key)


def _weight(stake: Fraction | None) -> tuple[bool, Fraction]:
    return stake is None, -(stake or Fraction(0))


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told at once, and what waits for the day's digest; both ranked as they came."""

    now: tuple[CauseGroup, ...]
    later: tuple[CauseGroup, ...]


def within_budget(ranked: Iterable[CauseGroup], told_today: int, most: int) -> Told:
    """At most `most` groups a person and day, those with most at stake first; a group counts once."""
    listed = tuple(ranked)
    left = max(most - told_today, 0)
    return Told(listed[:left], listed[left:])
