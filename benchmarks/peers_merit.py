"""The worker of this engine, through its one door: figures of a company, from the cube or by queries."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from merit.catalogue.check import depends_on
from merit.catalogue.kpi import Catalogue
from merit.catalogue.read import read_kpis
from merit.company import Company, Profile, Shop
from merit.engines.cube.figures import cube_figures_of
from merit.engines.figures import CompanyFigures, figures_of
from merit.kernel.calendar import WorkCalendar
from merit.kernel.node import UNASSIGNED, Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import leaves
from merit.metrics.figures import KpiValue
from merit.people.organisation import TeamKind
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.sources.documents import read_documents
from peers_questions import OF_SALES, OWN_KPIS, Question, period_starts
from peers_worker import Cell, Peer, serve
from star_schema import StarSnapshot, star_credits, star_organisation

CHANNELS = ("search", "live", "video", "direct", "ads")
SHOPS = tuple(f"shop{at}" for at in range(4))


@dataclass(frozen=True)
class PeerSnapshot(StarSnapshot):
    """The files as a load that nothing came before."""

    @property
    def fingerprint(self) -> str:
        """Of the files by name: they are written once."""
        return str(self.folder)

    def content_at(self, as_of: object) -> str:
        """Nothing was loaded earlier."""
        return f"before {as_of}"


def catalogue_of_questions(folder: Path, kpis: list[str]) -> Catalogue:
    """Those KPIs and what they are made of; without any, all that come with Merit beside those of the questions."""
    own = folder / "own_kpis.yaml"
    own.write_text(OWN_KPIS, "utf-8")
    documents, broken = read_documents(own, own.name)
    catalogue, problems = read_kpis([*shipped_kpi_documents(), *documents])
    assert not broken
    assert not [each for each in problems if each.severity == "error"], problems
    if not kpis:
        return catalogue
    wanted = {"line_sales" if each in OF_SALES and each not in catalogue else each for each in kpis}
    while more := {part for kpi in wanted for part in depends_on(catalogue[kpi].body)} - wanted:
        wanted |= more
    return Catalogue({kpi: catalogue[kpi] for kpi in catalogue.kpis if kpi in wanted})


def company_of_questions(folder: Path, kpis: list[str]) -> Company:
    """The seeded company with that catalogue."""
    shops = tuple(Shop(name, name, "taobao", "Asia/Shanghai") for name in SHOPS)
    declared = (star_organisation(), shops, star_credits(), catalogue_of_questions(folder, kpis))
    return Company(Profile("Acme", "CNY", "Asia/Shanghai"), WorkCalendar(), *declared, (), (), ())


class MeritPeer(Peer):
    """`figures` answer a node and a period at a time; what a question needs is prepared together."""

    def __init__(self, figures: CompanyFigures) -> None:
        self.figures = figures

    def answer(self, question: Question) -> list[KpiValue]:
        """Every value with all that Merit says of it."""
        kpi = "line_sales" if question.asked.how == "to_date" else question.asked.kpi
        nodes, periods = nodes_of_level(self.figures.company, question.level), periods_of(question)
        self.figures.numbers.prepare(leaves(self.figures.company.catalogue, kpi), nodes[0].kind, periods)
        return [self.figures.value(kpi, node, period) for node in nodes for period in periods]

    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """Exact values: quotients as the nearest floating-point number, anything else whole."""
        for each in answer:
            if each.value is not None:
                day = cell_day(each.period, question)
                yield str(each.node.id), day.isoformat(), _told(each.value * question.scale, question)


def nodes_of_level(company: Company, level: str) -> list[Node]:
    """Every node of the level, and the person to whom belongs what is nobody's."""
    kind, organisation = NodeKind(level), company.organisation
    names = {
        NodeKind.COMPANY: ["company"],
        NodeKind.DEPARTMENT: [each.team for each in organisation.teams if each.kind is TeamKind.DEPARTMENT],
        NodeKind.TEAM: [each.team for each in organisation.teams if each.kind is TeamKind.TEAM],
        NodeKind.PERSON: [*sorted(organisation.spells_of), UNASSIGNED],
        NodeKind.SHOP: [each.shop for each in company.shops],
        NodeKind.CHANNEL: list(CHANNELS),
    }
    return [Node(kind, name) for name in names[kind]]


def periods_of(question: Question) -> list[Period]:
    """The periods asked for; to date: from the first of the month to each day."""
    periods = [Period.containing(day, Grain(question.grain)) for day in period_starts(question.grain)]
    if question.asked.how != "to_date":
        return periods
    return [Period(each.start.replace(day=1), each.end) for each in periods]


def cell_day(period: Period, question: Question) -> date:
    """The day that names a cell: the first of its period, or the day up to which is summed."""
    return period.last if question.asked.how == "to_date" else period.start


def _told(value: Fraction, question: Question) -> int | float:
    if question.asked.is_quotient:
        return float(value)
    assert value.denominator == 1, f"{question.as_text}: {value}"
    return value.numerator


def opened(settings: dict[str, Any]) -> MeritPeer:
    """The cube is built anew from the files; queries have nothing to make ready."""
    folder = Path(settings["folder"])
    company = company_of_questions(folder, [] if settings["peer"] == "whole" else settings["kpis"])
    snapshot = PeerSnapshot(Path(settings["facts"]))
    if settings["peer"] == "queries":
        figures = figures_of(company, snapshot)
    else:
        cubes = folder / "cubes"
        shutil.rmtree(cubes, ignore_errors=True)
        figures = cube_figures_of(company, snapshot, cubes)  # type: ignore[arg-type]
    assert isinstance(figures, CompanyFigures)
    return MeritPeer(figures)


if __name__ == "__main__":
    serve(opened)
