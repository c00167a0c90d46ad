"""The same KPIs on every engine: `python benchmarks/engines.py [--lines 1000000] [--folder DIR] [--only postgresql]`.

PostgreSQL and a Spark cluster of one master and two workers start and end with it (`tests`). All numbers are compared.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests import postgres, spark_cluster

from merit.catalogue.kpi import Measure
from merit.catalogue.read import read_kpis
from merit.engines.chosen import EMBEDDED, open_database
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.build import build
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import Number, families_of, measures_of
from merit.metrics.cut import cut_of
from merit.metrics.relations import RELATIONS
from merit.sources.company_folder.definitions import shipped_kpi_documents
from star_schema import StarSnapshot, star_credits, star_organisation, write_star_schema

KPIS = ("paid_sales", "buyers", "refund_amt", "new_customers", "aov", "frt_p50", "csat", "orders_paid")
"""Sums, ratios, distinct counts, the sequence of a buyer's orders, a percentile."""
KINDS = (NodeKind.COMPANY, NodeKind.SHOP, NodeKind.TEAM, NodeKind.PERSON)
MONTHS = Period.parse("2026").split(Grain.MONTH)
READ = ("orders", "order_lines", "refunds", "conversations")
TUNED = """
spark.executor.memory 1g
spark.driver.memory 1g
spark.sql.shuffle.partitions 4
spark.sql.adaptive.enabled true
spark.sql.codegen.wholeStage true
spark.sql.codegen.factoryMode FALLBACK
spark.executor.extraJavaOptions -XX:+UseSerialGC
spark.driver.extraJavaOptions -XX:+UseSerialGC
"""
Numbers = dict[tuple[Measure, NodeKind, Period], dict[tuple[str, ...], Number]]


def main() -> None:
    """Write the files unless they are there, then measure engine after engine."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--lines", type=int, default=1_000_000)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--only", choices=(EMBEDDED, "postgresql", "spark"))
    given = asked.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    snapshot = write_star_schema(folder, given.lines)
    measures = measures_of(read_kpis(list(shipped_kpi_documents()))[0].kpis, KPIS)
    print(f"{given.lines:,} order lines, {len(measures)} measures, {len(KINDS)} kinds of nodes, {len(MONTHS)} months")
    ours: Numbers | None = None
    for name in (EMBEDDED, "postgresql", "spark"):
        if name in (EMBEDDED, given.only or name):
            with running(name) as address:
                theirs = measured(name, address, snapshot, measures)
            ours = ours or theirs
            assert theirs == ours, f"{name} differs"
    print(f"{sum(map(len, (ours or {}).values())):,} numbers, equal on all", flush=True)


@contextmanager
def running(name: str) -> Iterator[str]:
    """The engine's address while it runs."""
    match name:
        case "postgresql":
            server = postgres.PrivateServer("work_mem=128MB", "shared_buffers=512MB")
            yield server.address("merit")
            server.stop()
        case "spark":
            cluster = spark_cluster.Cluster(TUNED, memory="1200m")
            os.environ.update(cluster.settings)
            yield cluster.address
            spark_cluster.disconnect()
            cluster.stop()
        case _:
            yield name


def measured(name: str, address: str, snapshot: StarSnapshot, measures: tuple[Measure, ...]) -> Numbers:
    """Print what each step takes by the clock; what all measures come to."""
    engine = QueryEngine(snapshot, RELATIONS, open_database(address=address))
    with timed(name, "facts opened and counted"):
        for table in READ:
            engine.run(engine.table(table).count().as_table())
    _company_tables(engine)
    queried = QueriedNumbers(engine, credit_tables(engine, star_organisation(), star_credits()), measures)
    with timed(name, "all numbers by queries"):
        for together in families_of(measures).values():
            for kind in KINDS:
                queried.prepare(together, kind, MONTHS)
    cuts = {kind: cut_of(kind) for kind in KINDS}
    found = {
        (measure, kind, month): queried.by_key(measure, cuts[kind], month)
        for measure in measures
        for kind in KINDS
        for month in MONTHS
        if kind is not NodeKind.SHOP or measure.relation != "rounds"
    }
    engine.close()
    with timed(name, "their cube, three years by day"):
        cubed = CubeEngine(snapshot, RELATIONS, measures, open_database(address=address))
        _company_tables(cubed)
        credited = credit_tables(cubed, star_organisation(), star_credits())
        build(cubed, credited, measures, NodeCodes())
        cubed.close()
    return found


def _company_tables(engine: QueryEngine) -> None:
    names = {"kpi": pa.string(), "node_kind": pa.string(), "node": pa.string(), "day": pa.date32()}
    more = {"value": pa.int64(), "target": pa.int64(), "source_file": pa.string(), "source_line": pa.int64()}
    engine.put("manual_values", pa.table({name: pa.array([], kind) for name, kind in (names | more).items()}))


@contextmanager
def timed(name: str, what: str) -> Iterator[None]:
    """Print the seconds."""
    start = time.perf_counter()
    yield
    print(f"{name:12}{what:32}{time.perf_counter() - start:9.1f} s", flush=True)


if __name__ == "__main__":
    main()
