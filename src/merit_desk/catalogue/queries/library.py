"""The library: every KPI that may be seen, searched and filtered, under its subject."""

from dataclasses import dataclass

from merit.catalogue.kpi import Direction, Kpi, Unit
from merit.company import Company
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.named import group_title, groups_in_order
from merit_desk.catalogue.queries.data_at_hand import facts_now, is_computable, tables_at_hand
from merit_desk.catalogue.queries.own import own_kpis
from merit_desk.catalogue.queries.sight import kpis_seen, plans_seen, sees_all
from merit_desk.catalogue.queries.uses import uses_of
from merit_desk.catalogue.queries.words import definition_in_words
from merit_desk.results.queries.names import titled

PARTS_OF_SEARCH = ("title", "id", "note")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filters say; empty: no filter. `only` is used, unused, own or missing."""

    words: str = ""
    group: str = ""
    unit: str = ""
    direction: str = ""
    only: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is a filter at all."""
        return any((self.words, self.group, self.unit, self.direction, self.only))


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One KPI of the library."""

    id: str
    title: str
    version: int
    unit: Unit
    direction: Direction
    words: str
    used: int
    own: bool
    computable: bool


@dataclass(frozen=True, slots=True)
class LibraryGroup:
    """The KPIs of one subject."""

    group: str
    title: str
    lines: tuple[LibraryLine, ...]


def library(viewer: Viewer, company: Company, asked: Asked) -> list[LibraryGroup]:
    """By subject, in the order of the catalogue."""
    seen, facts, own = kpis_seen(viewer, company), facts_now(), own_kpis()
    listed = [kpi for kpi in company.catalogue.kpis.values() if kpi.id in seen and not kpi.hidden]
    plans, everything = plans_seen(viewer, company), sees_all(viewer)
    lines: dict[str, list[LibraryLine]] = {}
    for kpi in listed:
        uses = [use for use in uses_of(company, kpi.id) if (use.id in plans if use.kind == "plan" else everything)]
        line = LibraryLine(
            id=kpi.id,
            title=titled(kpi.title, kpi.id),
            version=kpi.version,
            unit=kpi.unit,
            direction=kpi.direction,
            words=definition_in_words(company, kpi),
            used=sum(use.kind in ("plan", "reward") for use in uses),
            own=kpi.id in own,
            computable=is_computable(tables_at_hand(company, kpi.id, facts)),
        )
        if _fits(kpi, line, asked):
            lines.setdefault(kpi.group, []).append(line)
    return [LibraryGroup(group, group_title(group), tuple(lines[group])) for group in groups_in_order(lines)]


def _fits(kpi: Kpi, line: LibraryLine, asked: Asked) -> bool:
    text = " ".join((kpi.id, *kpi.title.values(), *kpi.note.values())).lower()
    only = {"used": line.used > 0, "unused": line.used == 0, "own": line.own, "missing": not line.computable}
    return (
        all(word in text for word in asked.words.lower().split())
        and asked.group in ("", kpi.group)
        and asked.unit in ("", kpi.unit)
        and asked.direction in ("", kpi.direction)
        and only.get(asked.only, True)
    )
