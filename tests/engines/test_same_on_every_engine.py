"""The whole catalogue on PostgreSQL and on a Spark cluster gives the very numbers that the embedded engine gives.

Equal means equal: no figure of Merit is approximate on any engine. Facts are drawn at random (`random_facts`).
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from merit.engines.chosen import EMBEDDED, open_database
from merit.engines.credit_tables import credit_tables
from merit.engines.figures import CompanyFigures, figures_from
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.engines.source_rows import RowsAsked, source_rows
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.components import measures_of
from merit.metrics.figures import KpiValue
from merit.metrics.relations import RELATIONS
from tests import postgres, spark_cluster
from tests.engines.random_facts import facts, random_company
from tests.engines.tiny_company import TinySnapshot, snapshot_of
from tests.metrics.hand_made import shipped

COMPANY_ = random_company(shipped())
NODES = (
    COMPANY,
    Node(NodeKind.SHOP, "s1"),
    Node(NodeKind.CHANNEL, "live"),
    person_node("ann"),
    person_node(UNASSIGNED),
    Node(NodeKind.TEAM, "north"),
    Node(NodeKind.DEPARTMENT, "trade"),
)
MONTH, WEEK = Period.parse("2026-09"), Period.parse("2026-W38")
FEW = ("paid_sales", "buyers", "frt_p50", "csat", "refund_amt", "new_customers", "otif", "dead_stock")
"""Sums, distinct counts, ranks, ratios, sequences of a buyer, and stock: one of each kind."""
Values = dict[tuple[str, Node, Period], KpiValue]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> TinySnapshot:
    return snapshot_of(tmp_path_factory.mktemp("facts"), facts(COMPANY_.catalogue, 1))


def _on_postgresql() -> Iterator[str]:
    if postgres._programs() is None:
        pytest.skip("There is no PostgreSQL on this machine, so NOTHING WAS TRIED ON POSTGRESQL")
    server = postgres.PrivateServer()
    yield server.address("merit")
    server.stop()


def _on_spark() -> Iterator[str]:
    if lacking := spark_cluster.missing():
        pytest.skip(lacking)
    cluster = spark_cluster.Cluster()
    before = {name: os.environ.get(name) for name in cluster.settings}
    os.environ.update(cluster.settings)
    yield cluster.address
    spark_cluster.disconnect()
    cluster.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    yield from _on_postgresql()


@pytest.fixture(scope="module")
def spark() -> Iterator[str]:
    yield from _on_spark()


def opened(address: str, snapshot: TinySnapshot) -> QueryEngine:
    engine = QueryEngine(snapshot, RELATIONS, open_database(address=address))
    put_pseudo_facts(engine, COMPANY_)
    return engine


def figures(engine: QueryEngine) -> CompanyFigures:
    credited = credit_tables(engine, COMPANY_.organisation, COMPANY_.credits)
    numbers = QueriedNumbers(engine, credited, measures_of(COMPANY_.catalogue))
    return figures_from(COMPANY_, engine, numbers)


def values(
    address: str,
    snapshot: TinySnapshot,
    kpis: Iterable[str],
    periods: tuple[Period, ...],
    nodes: Iterable[Node] = NODES,
) -> Values:
    engine = opened(address, snapshot)
    try:
        found = figures(engine)
        return {
            (kpi, node, period): found.value(kpi, node, period) for kpi in kpis for node in nodes for period in periods
        }
    finally:
        engine.close()


def differing(ours: Values, theirs: Values) -> dict[object, tuple[KpiValue, KpiValue]]:
    return {key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]}


def test_one_kpi_of_each_kind_is_the_same_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    _one_of_each_kind_is_the_same(postgresql, snapshot)


@pytest.mark.long
def test_one_kpi_of_each_kind_is_the_same_on_a_spark_cluster(spark: str, snapshot: TinySnapshot) -> None:
    _one_of_each_kind_is_the_same(spark, snapshot)


def _one_of_each_kind_is_the_same(address: str, snapshot: TinySnapshot) -> None:
    nodes = (COMPANY, person_node("ann"))
    ours = values(EMBEDDED, snapshot, FEW, (MONTH,), nodes)
    assert {kpi for (kpi, _, _), each in ours.items() if each.value is not None} == set(FEW)
    assert differing(ours, values(address, snapshot, FEW, (MONTH,), nodes)) == {}


@pytest.mark.long
def test_every_kpi_is_the_same_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    _whole_catalogue_is_the_same(postgresql, snapshot)


@pytest.mark.long
def test_every_kpi_is_the_same_on_a_spark_cluster(spark: str, snapshot: TinySnapshot) -> None:
    _whole_catalogue_is_the_same(spark, snapshot)


def _whole_catalogue_is_the_same(address: str, snapshot: TinySnapshot) -> None:
    everything, periods = tuple(COMPANY_.catalogue.kpis), (MONTH, WEEK)
    ours = values(EMBEDDED, snapshot, everything, periods)
    filled = {kpi for (kpi, _, _), each in ours.items() if each.value is not None}
    assert len(filled) > 0.9 * len(everything), "too many KPIs have no value to compare"
    assert differing(ours, values(address, snapshot, everything, periods)) == {}


def test_a_figure_leads_to_the_same_rows_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    _leads_to_the_same_rows(postgresql, snapshot)


@pytest.mark.long
def test_a_figure_leads_to_the_same_rows_on_spark(spark: str, snapshot: TinySnapshot) -> None:
    _leads_to_the_same_rows(spark, snapshot)


def _leads_to_the_same_rows(address: str, snapshot: TinySnapshot) -> None:
    def rows(where: str) -> list[object]:
        engine = opened(where, snapshot)
        try:
            found = source_rows(COMPANY_, engine, RowsAsked("paid_sales", person_node("ann"), MONTH, left_out_too=True))
            return [(each.component, each.total, each.rows) for each in found]
        finally:
            engine.close()

    assert rows(EMBEDDED)[0][1] > 0  # type: ignore[index]
    assert rows(address) == rows(EMBEDDED)


def test_a_file_is_copied_once_and_its_table_goes_when_nobody_lists_or_reads_it(
    postgresql: str, tmp_path: Path
) -> None:
    def tables(engine: QueryEngine) -> list[str]:
        found = engine.run_text("SELECT tablename FROM pg_tables WHERE schemaname = 'merit_facts' ORDER BY 1")
        mine = found["tablename"].to_pylist()
        return [each for each in mine if each.startswith("uptime_") and each not in before]

    rows = [{"site": "w", "at": "2026-09-01T08:00:00", "ok": False}]
    before: list[str] = []
    reading = opened(postgresql, snapshot_of(tmp_path, {"uptime": rows}))
    before = tables(reading)
    reading.table("uptime")
    (copied,) = tables(reading)
    again = opened(postgresql, snapshot_of(tmp_path, {"uptime": rows[:0]}))
    again.table("uptime")
    assert copied in tables(again), "somebody still reads the old file"
    reading.close()
    later = opened(postgresql, snapshot_of(tmp_path, {"uptime": rows * 0}))
    later.table("uptime")
    assert copied not in tables(later)
    for each in (again, later):
        each.close()


def test_an_engine_that_is_not_known_or_does_not_answer_is_refused_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, snapshot: TinySnapshot
) -> None:
    monkeypatch.setenv("MERIT_ENGINE", "oracle://db")
    with pytest.raises(NotFoundRefusal, match=r"engines\.unknown"):
        open_database()
    with pytest.raises(ConflictRefusal, match=r"engines\.no_answer"):
        open_database(address="postgresql://nobody@127.0.0.1:9/none")


def test_a_spark_that_does_not_answer_is_refused_before_it_is_waited_for(snapshot: TinySnapshot) -> None:
    if lacking := spark_cluster.missing():
        pytest.skip(lacking)
    with pytest.raises(ConflictRefusal, match=r"engines\.no_answer"):
        open_database(address="spark://127.0.0.1:9").rows("SELECT 1")


def test_without_a_setting_queries_run_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MERIT_ENGINE", raising=False)
    database = open_database()
    assert type(database).__name__ == "EmbeddedDatabase"
    database.close()
