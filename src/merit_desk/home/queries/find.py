"""Finding by words: pages, people, shops, teams and KPIs, only what the viewer may open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from merit.company import Company
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.people.organisation import TeamKind
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.home.queries.places import ShownStage
from merit_desk.results.queries.names import kpi_title, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell.sentences import say

MOST = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    icon: str
    title: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Things of one kind; `more` were left out."""

    title: str
    hits: tuple[Hit, ...]
    more: int


def found(viewer: Viewer, words: str, period: str, stages: Iterable[ShownStage]) -> list[Hits]:
    """By kind, at most eight of each; nothing for no words. Every word must stand in what is shown."""
    asked = words.lower().split()
    if not asked:
        return []
    kinds = [("find.pages", _pages(stages))]
    if period:
        company, files = declared_company(), visible_files(viewer, period)
        kinds += [
            ("find.people", _people(company, files)),
            ("find.nodes", _nodes(company, files)),
            ("find.kpis", _kpis(company, files)),
        ]
    sorted_out = [(title, [hit for hit in hits if _is_about(hit, asked)]) for title, hits in kinds]
    return [Hits(say(title), tuple(hits[:MOST]), max(len(hits) - MOST, 0)) for title, hits in sorted_out if hits]


def _is_about(hit: Hit, words: list[str]) -> bool:
    said = f"{hit.title} {hit.note}".lower()
    return all(word in said for word in words)


def _pages(stages: Iterable[ShownStage]) -> Iterator[Hit]:
    for stage in stages:
        for place in stage.places:
            yield Hit(place.icon, say(f"place.{place.code}"), "", place.address)


def _people(company: Company, files: PeriodFiles) -> Iterator[Hit]:
    for person in sorted(files.totals.keys() | files.pay.keys()):
        who = standing(company, person, Period.parse(files.period))
        note = " · ".join(filter(None, (who.post, who.team, person)))
        yield Hit("user", who.name, note, reverse("rewards:statement", args=(files.period, person)))


def _nodes(company: Company, files: PeriodFiles) -> Iterator[Hit]:
    for shop in company.shops:
        if files.kpis.get((NodeKind.SHOP, shop.shop)):
            address = reverse("metrics:node", args=(files.period, "shop", shop.shop))
            yield Hit("building-store", shop.name, shop.platform, address)
    for team in {team.team: team for team in company.organisation.teams}.values():
        kind = "department" if team.kind is TeamKind.DEPARTMENT else "team"
        if files.kpis.get((kind, team.team)):
            address = reverse("metrics:node", args=(files.period, kind, team.team))
            yield Hit("sitemap", team.name, "", address)


def _kpis(company: Company, files: PeriodFiles) -> Iterator[Hit]:
    for row in files.kpis.get(("company", "company"), ()):
        address = reverse("metrics:days", args=(files.period, "company", "company", row.kpi))
        yield Hit("chart-line", kpi_title(company, row.kpi), row.kpi, address)
