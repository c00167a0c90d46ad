"""A KPI that is being written, worked out on the company's own data; slow queries are stopped, one runs at a time."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field, replace
from decimal import Decimal
from threading import Lock

import duckdb
from django.core.cache import cache

from merit.catalogue.kpi import Catalogue, Kpi
from merit.catalogue.made_of import made_of
from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.embedded import EngineSettings
from merit.engines.figures import CompanyFigures, figures_from, open_engine
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import Refusal
from merit.metrics.components import measures_of
from merit.metrics.figures import KpiValue
from merit.people.organisation import TeamKind
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.data_at_hand import facts_now
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats

SECONDS = 15.0
"""A preview that takes longer is stopped."""
MOST_ASKED, MOST_SHOWN = 60, 6
"""One query answers for all nodes of a kind; those with the most rows are shown."""
_SETTINGS = EngineSettings(memory="1GB", threads=1)
_one_at_a_time = Lock()
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kpi-preview")


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """The value of one node."""

    name: str
    kind: str
    value: str
    working: str
    n: int
    status: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Values of one month; or, in `failed`, the code that says why there are none."""

    period: str = ""
    lines: tuple[PreviewLine, ...] = ()
    failed: str = ""


@dataclass(slots=True)
class _Running:
    """What the other thread has open, so that it can be stopped."""

    engines: list[QueryEngine] = field(default_factory=list)
    stopped: bool = False


def previewed(viewer: Viewer, kpi: Kpi, catalogue: Catalogue, text: str) -> Preview:
    """Values of the last complete month for the company and a few of its parts."""
    facts = facts_now()
    key = f"kpi-preview:{facts.fingerprint}:{viewer.account}:{hash(text)}"
    kept = cache.get(key)
    if isinstance(kept, Preview):
        return kept
    if not _one_at_a_time.acquire(timeout=SECONDS):
        return Preview(failed="catalogue.preview_busy")
    running = _Running()
    company = _with_only(declared_company(), kpi, catalogue)
    future = _worker.submit(_worked_out, company, kpi, running)
    future.add_done_callback(lambda _: _one_at_a_time.release())
    found = _in_time(future, running)
    if not found.failed:
        cache.set(key, found, 600)
    return found


def _in_time(future: Future[Preview], running: _Running) -> Preview:
    try:
        return future.result(SECONDS)
    except TookTooLong:
        running.stopped = True
        for engine in running.engines:
            engine.interrupt()
        return Preview(failed="catalogue.preview_slow")
    except Refusal:
        return Preview(failed="catalogue.preview_refused")
    except (duckdb.Error, ArithmeticError):
        return Preview(failed="catalogue.preview_failed")


def _with_only(company: Company, kpi: Kpi, catalogue: Catalogue) -> Company:
    """Nothing but the KPI and what it is made of needs to be read."""
    parts = made_of(catalogue, kpi.id)
    return replace(company, catalogue=Catalogue({each: catalogue[each] for each in parts}), platform_figures=())


def _worked_out(company: Company, kpi: Kpi, running: _Running) -> Preview:
    engine = open_engine(company, facts_now(), _SETTINGS)
    running.engines.append(engine)
    try:
        credited = credit_tables(engine, company.organisation, company.credits)
        figures = figures_from(company, engine, QueriedNumbers(engine, credited, measures_of(company.catalogue)))
        month = _last_month(figures)
        if month is None:
            return Preview(failed="catalogue.preview_no_data")
        values = [figures.value(kpi.id, node, month) for node in _nodes(company, kpi, month) if not running.stopped]
        return Preview(str(month), tuple(_line(company, kpi, value) for value in _telling(values)))
    finally:
        engine.close()


def _last_month(figures: CompanyFigures) -> Period | None:
    """The last month of which the data hold every day; the first month when there is no whole one."""
    if figures.last_day is None:
        return None
    month = Period.containing(figures.last_day, Grain.MONTH)
    return month if month.last <= figures.last_day else month.previous()


def _nodes(company: Company, kpi: Kpi, month: Period) -> list[Node]:
    teams = [
        Node(NodeKind.DEPARTMENT if team.kind is TeamKind.DEPARTMENT else NodeKind.TEAM, team.team)
        for team in company.organisation.teams
        if team.kind is not TeamKind.COMPANY and month.overlap(team.start or month.start, team.end)
    ]
    shops = [Node(NodeKind.SHOP, shop.shop) for shop in company.shops]
    wanted = [COMPANY, *dict.fromkeys(teams), *shops]
    return [node for node in wanted if node.kind in kpi.nodes][:MOST_ASKED]


def _telling(values: list[KpiValue]) -> list[KpiValue]:
    """The first one, which is the company's where there is one, and those with the most rows behind them."""
    rest = sorted((value for value in values[1:] if value.n or value.value is not None), key=lambda value: -value.n)
    return [*values[:1], *rest[:MOST_SHOWN]]


def _line(company: Company, kpi: Kpi, value: KpiValue) -> PreviewLine:
    shown = formats.NO_VALUE if value.value is None else formats.figure(formats.to_decimal(value.value), kpi.unit)
    working = ""
    if value.numerator is not None and value.denominator is not None:
        sides = (value.numerator, value.denominator)
        working = " ÷ ".join(formats.short_amount(Decimal(formats.to_decimal(side))) for side in sides)
    name = node_name(company, str(value.node.kind), value.node.id)
    return PreviewLine(name, str(value.node.kind), shown, working, value.n, str(value.status))
