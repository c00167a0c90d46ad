"""Views of results that leave out what may not be seen; nothing is copied, and what is left out is not there at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from merit_desk.results.queries.period_files import KpiRow

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Circle:
    """Some people: everybody, or those of `people`; never those of `without`."""

    everybody: bool
    people: frozenset[str]
    without: frozenset[str] = frozenset()

    def __contains__(self, person: object) -> bool:
        return person not in self.without and (self.everybody or person in self.people)


@dataclass(frozen=True, slots=True)
class Sight:
    """The sight of one viewer in one period."""

    scores: Circle
    pay: Circle
    figures: Circle
    """People whose own KPI values are seen: they are data, and seen before results are released."""
    every_kpi: bool
    teams: frozenset[str]
    """Teams of which every KPI is seen."""
    own_teams: frozenset[str]
    own_kpis: frozenset[str]
    """KPIs of the viewer's own plans: these alone are seen of the company and of the viewer's own teams."""
    credited: frozenset[tuple[str, str]]
    """Kind and id of shops, channels and the like that are credited to the viewer or to somebody below."""

    def node(self, kpi: str, kind: str, node: str) -> bool:
        """Whether this KPI of this node is seen."""
        if self.every_kpi:
            return True
        match kind:
            case "person":
                return node in self.figures
            case "team" | "department":
                return node in self.teams or (node in self.own_teams and kpi in self.own_kpis)
            case "company":
                return kpi in self.own_kpis
            case _:
                return (kind, node) in self.credited


class Seen(Mapping[K, V]):
    """A mapping without the entries that may not be seen; nothing is copied."""

    def __init__(self, whole: Mapping[K, V], seen: Callable[[K], bool]) -> None:
        self._whole = whole
        self._seen = seen

    def __getitem__(self, key: K) -> V:
        if not self._seen(key):
            raise KeyError(key)
        return self._whole[key]

    def __iter__(self) -> Iterator[K]:
        return filter(self._seen, self._whole)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class SeenKpis(Mapping[tuple[str, str], tuple[KpiRow, ...]]):
    """KPI values by node, each node with the rows that may be seen; a node without any is not there."""

    def __init__(self, whole: Mapping[tuple[str, str], tuple[KpiRow, ...]], sight: Sight) -> None:
        self._whole = whole
        self._sight = sight

    def __getitem__(self, key: tuple[str, str]) -> tuple[KpiRow, ...]:
        rows = tuple(row for row in self._whole[key] if self._sight.node(row.kpi, *key))
        if not rows:
            raise KeyError(key)
        return rows

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (key for key in self._whole if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
