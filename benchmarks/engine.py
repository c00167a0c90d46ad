"""Measures the engine on a seeded star schema: `python benchmarks/engine.py [--lines 10000000] [--folder DIR]`.

Everything is measured in one run on the same files and printed as wall time, processor time and multiples of R, the
time to read every needed column once. Values of the cube are checked against handwritten queries, cell by cell.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from handwritten import GRAINS, LEVELS, QUERIES, SCALE, Handwritten, prepared, written
from merit.catalogue.kpi import Aggregate, Catalogue, Measure, Measured
from merit.catalogue.read import read_kpis
from merit.catalogue.relations import RELATIONS as DECLARED
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.build import Gathering, build
from merit.engines.cube.cube import Cube, cube_of
from merit.engines.cube.engine import CubeEngine, needed_columns
from merit.engines.cube.files import open_cube, publish
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.reads import daily_sums, sums_by_node, sums_of_nodes
from merit.facts.tables import TABLES
from merit.kernel.node import COMPANY, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import Family, measures_of
from merit.metrics.relations import RELATIONS
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.store.schema import arrow_schema
from refreshing import refresh
from star_schema import DAYS, FIRST, StarSnapshot, star_credits, star_organisation, write_star_schema
from timing import Report, Took, took

ADDITIVE = (Aggregate.SUM, Aggregate.COUNT)
ENTITIES = ("buyers", "visitors", "orders_with_item")
KINDS = {
    "company": NodeKind.COMPANY,
    "any_team": NodeKind.TEAM,
    "person": NodeKind.PERSON,
    "shop": NodeKind.SHOP,
    "channel": NodeKind.CHANNEL,
}


_FIRST = "(its queries put into words for the first time)"


def raw_scan(snapshot: StarSnapshot, measures: Iterable[Measure]) -> None:
    """Read every column once that the measures need of their fact tables, and of orders what relations join."""
    needed: dict[str, set[str]] = {"orders": {"shop", "order_id", "paid_at_day", "channel", "invalid_reason"}}
    for relation, columns in needed_columns(measures).items():
        fact = DECLARED[relation].fact
        needed.setdefault(fact, {"superseded_at"}).update(columns, ("order_id",))
    with duckdb.connect(config={"threads": "2"}) as connection:
        connection.execute("SET enable_progress_bar = false")
        for fact, columns in needed.items():
            files = [str(path) for path in snapshot.files(fact)]
            chosen = [name for name in arrow_schema(TABLES[fact]).names if name in columns] if fact in TABLES else []
            if files and chosen:
                read = ", ".join(f'max("{name}")' for name in chosen)
                connection.execute(
                    f"SELECT {read} FROM read_parquet($files, hive_partitioning = false)", {"files": files}
                )


def opened(snapshot: StarSnapshot, measures: Iterable[Measure]) -> CubeEngine:
    """The snapshot open for building, without any company's own tables."""
    engine = CubeEngine(snapshot, RELATIONS, measures)
    names = {"kpi": pa.string(), "node_kind": pa.string(), "node": pa.string(), "day": pa.date32()}
    more = {"value": pa.int64(), "target": pa.int64(), "source_file": pa.string(), "source_line": pa.int64()}
    engine.put("manual_values", pa.table({name: pa.array([], kind) for name, kind in (names | more).items()}))
    return engine


Held: TypeAlias = tuple[NodeCodes, dict[Family, Gathering]]


def built(snapshot: StarSnapshot, measures: tuple[Measure, ...]) -> Held:
    """The cube of those measures, from the files."""
    engine = opened(snapshot, measures)
    try:
        credited = credit_tables(engine, star_organisation(), star_credits())
        nodes = NodeCodes()
        return nodes, build(engine, credited, measures, nodes)
    finally:
        engine.close()


def relations_alone(snapshot: StarSnapshot, measures: tuple[Measure, ...]) -> None:
    """What those rebuilds spend on joining rows to their orders, before anything is summed."""
    engine = opened(snapshot, measures)
    for relation in dict.fromkeys(measure.relation for measure in measures):
        engine.relation(relation)
    engine.close()


def cube_built(snapshot: StarSnapshot, measures: tuple[Measure, ...]) -> Cube:
    """The same, ready to be read."""
    nodes, gathered = built(snapshot, measures)
    return cube_of(nodes, gathered.values())


def every_cell(cube: Cube, measures: Iterable[Measure]) -> int:
    """Read each measure for every node and every day, week, month and quarter; how many numbers that is."""
    whole = Period(FIRST, date.fromordinal(FIRST.toordinal() + DAYS))
    periods = [each for grain in GRAINS for each in whole.split(Grain(grain))]
    count = 0
    for measure in measures:
        for period in periods:
            count += len(sums_of_nodes(cube, measure, period))
    return count


def compared(
    cube: Cube, catalogue: Catalogue, connection: duckdb.DuckDBPyConnection, grains: Iterable[str]
) -> tuple[Took, int, int]:
    """Every handwritten query, its time, and whether each of its cells is the cube's."""
    spent, results, cells = Took(0, 0), 0, 0
    for query in QUERIES:
        for level in LEVELS:
            for grain in grains:
                text = written(query, level, grain)
                if text:
                    took_now, rows = took(connection.sql(text).to_arrow_table)
                    spent = Took(spent.wall + took_now.wall, spent.processor + took_now.processor)
                    results += 1
                    cells += _check(cube, _measure(catalogue, query.kpi), (query, level, grain), rows)
    return spent, results, cells


def _check(cube: Cube, measure: Measure, asked: tuple[Handwritten, str, str], rows: pa.Table) -> int:
    query, level, grain = asked
    unit = cube.gathered[measure].measures[measure].unit
    names, starts, values = (column.to_pylist() for column in rows.columns)
    by_period: dict[date, dict[str, int]] = {}
    for name, start, value in zip(names, starts, values, strict=True):
        by_period.setdefault(start, {})[name or ""] = int(value)
    for start, expected in by_period.items():
        period = Period.containing(start, Grain(grain))
        found = sums_by_node(cube, measure, KINDS[level], period)
        stored = _stored_unit(query)
        for name, value in expected.items():
            exact = value if query.distinct else stored * value / SCALE
            assert found.get(name, 0) * unit == exact, f"{query.kpi} {level} {name} {period}: {found.get(name)} {value}"
    return len(names)


def _stored_unit(query: Handwritten) -> Fraction:
    if "*" in query.value:
        return Fraction(1, 10**8)
    amounts = ("f.paid_amount", "f.quantity", "f.amount", "f.spend", "f.reply_seconds")
    return Fraction(1, 10**4) if query.value in amounts else Fraction(1)


def _measure(catalogue: Catalogue, kpi: str) -> Measure:
    body = catalogue[kpi].body
    assert isinstance(body, Measured)
    return body.measure


def dashboard(cube: Cube, measures: list[Measure], count: int) -> list[float]:
    """Seconds per page: twelve tiles for a month, a line of 90 days, and the fifty people with most."""
    chance = random.Random(7)
    months = Period(FIRST, date.fromordinal(FIRST.toordinal() + DAYS)).split(Grain.MONTH)
    spent = []
    for _ in range(count):
        month = chance.choice(months[3:])
        line = Period(date.fromordinal(month.start.toordinal() - 59), month.end)
        start = time.perf_counter()
        tiles = [cube.number(measure, COMPANY, month) for measure in measures[:12]]
        trend = daily_sums(cube, measures[0], COMPANY, line)
        people = sorted(sums_by_node(cube, measures[0], NodeKind.PERSON, month).items(), key=lambda each: -each[1])[:50]
        spent.append(time.perf_counter() - start)
        assert len(tiles) == 12
        assert len(trend) >= 60
        assert people
    return sorted(spent)


def main() -> None:
    """Run everything and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=10_000_000)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "merit-benchmark")
    asked.add_argument("--grains", nargs="*", default=GRAINS, help="grains of the handwritten queries")
    given = asked.parse_args()
    print(
        time.strftime("%H:%M:%S"),
        f"facts of {given.lines:,} order lines, written where they are not there yet",
        flush=True,
    )
    snapshot = write_star_schema(given.folder / str(given.lines), given.lines)
    catalogue, problems = read_kpis(list(shipped_kpi_documents()))
    assert not problems
    everything = measures_of(catalogue)
    facts = {path.name for path in snapshot.folder.iterdir() if path.is_dir()}
    additive = tuple(each for each in everything if each.aggregate in ADDITIVE and each.relation in facts)
    distinct = tuple(_measure(catalogue, kpi) for kpi in ENTITIES)
    same = tuple(dict.fromkeys(_measure(catalogue, each.kpi) for each in QUERIES))

    raw_scan(snapshot, everything)
    raw = min((took(lambda: raw_scan(snapshot, everything))[0] for _ in range(3)), key=lambda each: each.wall)
    report = Report(raw)
    report.add("R: every needed column read once", raw)
    report.add(_FIRST, took(lambda: built(snapshot, additive))[0])
    spent, cube = took(lambda: cube_built(snapshot, additive))
    report.add(f"rebuild of {len(additive)} sums and counts, every node, any span of days", spent)
    alone = "  of which joining rows to their orders"
    report.add(alone, took(lambda: relations_alone(snapshot, additive))[0])
    spent, cells = took(lambda: every_cell(cube, additive))
    report.add(f"  reading all of it: {cells:,} numbers", spent)
    del cube
    report.add("exact distinct counts of three entities", took(lambda: cube_built(snapshot, distinct))[0])
    report.add(alone, took(lambda: relations_alone(snapshot, distinct))[0])
    report.add(_FIRST, took(lambda: built(snapshot, everything))[0])
    spent, (nodes, gathered) = took(lambda: built(snapshot, everything))
    report.add(f"rebuild of the whole catalogue ({len(everything)} measures)", spent)
    report.add(
        "  publishing it", took(partial(publish, given.folder / "cubes", "whole", nodes, list(gathered.values())))[0]
    )
    report.memory()
    spent, cube = took(lambda: cube_built(snapshot, same))
    report.add(f"rebuild of {len(same)} measures", spent)
    with prepared(snapshot) as connection:
        by_hand, results, checked = compared(cube, catalogue, connection, given.grains)
    report.add(f"  the same as {results} handwritten queries ({checked:,} equal cells)", by_hand)
    print(f"  handwritten ÷ cube: {by_hand.wall / spent.wall:.1f} (wall), {by_hand.processor / spent.processor:.1f}")
    published = open_cube(given.folder / "cubes", "whole", everything)
    assert published is not None
    pages = dashboard(published, list(same), 2000)
    print(
        f"dashboard page, 2,000 times: median {pages[1000] * 1000:.2f} ms, p99 {pages[1980] * 1000:.2f} ms", flush=True
    )
    stand = partial(built, measures=everything)
    refresh(report, (snapshot, given.folder / "cubes"), stand, (nodes, gathered))
    report.memory()


if __name__ == "__main__":
    sys.exit(main())
