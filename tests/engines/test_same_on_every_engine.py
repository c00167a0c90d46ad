"""The whole catalogue on PostgreSQL and on a Spark cluster gives the very numbers that the embedded engine gives.

Equal means equal: no figure of Merit is approximate on any engine. Facts are drawn at random (`random_facts`).
"""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from merit.catalogue.kpi import Measure
from merit.engines.chosen import EMBEDDED, open_database
from merit.engines.credit_tables import credit_tables
from merit.engines.figures import figures_from
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.components import Family, Number, family_of, leaves, measures_of
from merit.metrics.figures import KpiValue
from tests import spark_cluster
from tests.engines.elsewhere import COMPANY_, NODES, opened
from tests.engines.tiny_company import TinySnapshot, snapshot_of

MONTH, WEEK = Period.parse("2026-09"), Period.parse("2026-W38")
EARLIER = Period.parse("2025-09")
"""When KPIs were in force that are not any more."""
FEW = ("paid_sales", "buyers", "frt_p50", "csat", "refund_amt", "new_customers", "otif", "dead_stock")
"""Sums, distinct counts, ranks, ratios, sequences of a buyer, and stock: one of each kind."""
Asked = dict[Family, dict[tuple[Measure, NodeKind, Period], None]]
Cells = tuple[tuple[str, ...], tuple[Node, ...], tuple[Period, ...]]
Values = dict[tuple[str, Node, Period], KpiValue]


class Listening:
    """Numbers by queries, and what was asked of them: of each measure the kinds of nodes and the periods."""

    def __init__(self, engine: QueryEngine) -> None:
        credited = credit_tables(engine, COMPANY_.organisation, COMPANY_.credits)
        self.queried = QueriedNumbers(engine, credited, measures_of(COMPANY_.catalogue))
        self.asked: Asked = {}

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        self.asked.setdefault(family_of(measure), {}).setdefault((measure, node.kind, period))
        return self.queried.number(measure, node, period)

    def prepare(self, measures: Iterable[Measure], kind: NodeKind, periods: Iterable[Period]) -> None:
        self.queried.prepare(measures, kind, periods)


def values(
    address: str,
    snapshot: TinySnapshot,
    kpis: Iterable[str],
    periods: tuple[Period, ...],
    nodes: Iterable[Node] = NODES,
) -> Values:
    return values_and_asked(address, snapshot, (tuple(kpis), tuple(nodes), periods), {})[0]


def values_and_asked(
    address: str,
    snapshot: TinySnapshot,
    cells: Cells,
    asked: Asked,
) -> tuple[Values, Asked]:
    """What is known to be asked is asked together: family by family, one kind of nodes at a time, for all periods."""
    engine = opened(address, snapshot)
    numbers = Listening(engine)
    try:
        for of_family in asked.values():
            for kind in dict.fromkeys(kind for _, kind, _ in of_family):
                alike = [(measure, period) for measure, each, period in of_family if each is kind]
                measures, periods = (dict.fromkeys(each) for each in zip(*alike, strict=True))
                numbers.prepare(measures, kind, periods)
        found = figures_from(COMPANY_, engine, numbers)
        return {cell: found.value(*cell) for cell in product(*cells)}, numbers.asked
    finally:
        engine.close()


def differing(ours: Values, theirs: Values) -> dict[object, tuple[KpiValue, KpiValue]]:
    return {key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]}


def test_a_kpi_of_each_relation_is_the_same_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    by_relation = {each.relation: kpi for kpi in COMPANY_.catalogue.kpis for each in leaves(COMPANY_.catalogue, kpi)}
    some = tuple(dict.fromkeys(by_relation.values()))
    ours = values(EMBEDDED, snapshot, some, (MONTH,), (COMPANY,))
    assert differing(ours, values(postgresql, snapshot, some, (MONTH,), (COMPANY,))) == {}


def test_one_kpi_of_each_kind_is_the_same_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    _one_of_each_kind_is_the_same(postgresql, snapshot)


@pytest.mark.long
def test_one_kpi_of_each_kind_is_the_same_on_a_spark_cluster(spark: str, snapshot: TinySnapshot) -> None:
    _one_of_each_kind_is_the_same(spark, snapshot)


def _one_of_each_kind_is_the_same(address: str, snapshot: TinySnapshot) -> None:
    nodes = (COMPANY, person_node("ann"))
    ours = values(EMBEDDED, snapshot, FEW, (MONTH,), nodes)
    assert filled(ours) == set(FEW)
    assert differing(ours, values(address, snapshot, FEW, (MONTH,), nodes)) == {}


@pytest.mark.long
def test_every_kpi_is_the_same_on_postgresql(postgresql: str, snapshot: TinySnapshot) -> None:
    _whole_catalogue_is_the_same(postgresql, snapshot)


@pytest.mark.long
def test_every_kpi_is_the_same_on_a_spark_cluster(spark: str, snapshot: TinySnapshot) -> None:
    _whole_catalogue_is_the_same(spark, snapshot)


def _whole_catalogue_is_the_same(address: str, snapshot: TinySnapshot) -> None:
    everything, periods = tuple(COMPANY_.catalogue.kpis), (MONTH, WEEK, EARLIER)
    cells = (everything, NODES, periods)
    ours, asked = values_and_asked(EMBEDDED, snapshot, cells, {})
    assert filled(ours) == set(everything), "a KPI without a value compares nothing"
    assert differing(ours, values_and_asked(address, snapshot, cells, asked)[0]) == {}


def filled(found: Values) -> set[str]:
    return {kpi for (kpi, _, _), each in found.items() if each.value is not None}


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
