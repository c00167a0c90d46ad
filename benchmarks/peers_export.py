"""Whether the real MetricFlow answers exported metrics alike: `python benchmarks/peers_export.py --environments DIR`.

The whole catalogue is written with `merit metrics export`; dbt parses it, MetricFlow answers every metric over Merit's
relations as tables, by month (by day where cumulative) for the company and by shop, and each value is compared.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from merit.catalogue.relations import RELATIONS
from merit.engines.figures import CompanyFigures, figures_of, open_engine
from merit.facts.columns import ColumnKind
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import leaves
from merit.sources.metricflow.give_out import give_out, metric_name
from peers_merit import SHOPS, PeerSnapshot, company_of_questions
from peers_processes import HERE, KINDS, python_of
from star_schema import FIRST, write_star_schema

IN_UNITS = (ColumnKind.AMOUNT, ColumnKind.NUMBER)
NODES = (COMPANY, *(Node(NodeKind.SHOP, shop) for shop in SHOPS))


def write_tables(names: list[str], engine: Any, folder: Path) -> None:
    """Merit's relations as a company's dbt models would be: amounts in units, moments without a zone."""
    for name in names:
        rows, kinds = engine.run(engine.relation(name)), RELATIONS[name].columns
        columns = {each: _as_told(rows[each], kinds.get(each)) for each in rows.column_names}
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")


def _as_told(column: Any, kind: ColumnKind | None) -> Any:
    if kind in IN_UNITS:
        values = (None if each is None else Decimal(int(each)).scaleb(-4) for each in column.to_pylist())
        return pa.array(values, pa.decimal128(18, 4))
    return column.cast(pa.timestamp("us")) if pa.types.is_timestamp(column.type) else column


def expected_values(figures: CompanyFigures, kpi: str, periods: list[Period]) -> dict[str, str]:
    """By node and first day, as fractions."""
    found = {}
    for node in NODES:
        figures.numbers.prepare(leaves(figures.company.catalogue, kpi), node.kind, periods)
        for period in periods:
            value = figures.value(kpi, node, period).value
            if value is not None:
                found[f"{node.id} {period.start}"] = str(value)
    return found


def main() -> None:
    """Write everything, let MetricFlow's own Python compare, and end as it ends."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=2_000)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "merit-benchmark")
    asked.add_argument("--environments", type=Path, required=True)
    asked.add_argument("--metrics", nargs="*", default=(), help="ask for these alone")
    given = asked.parse_args()
    folder = (given.folder / "export").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = PeerSnapshot(write_star_schema(given.folder / str(given.lines), given.lines).folder)
    company = company_of_questions(folder, [])
    written = give_out(company.catalogue)
    (folder / "merit.yml").write_text(written.text(), "utf-8")
    write_tables(list(written.models), open_engine(company, snapshot), folder)
    figures = figures_of(company, snapshot)
    assert isinstance(figures, CompanyFigures)
    months = Period(FIRST, date(2027, 1, 1)).split(Grain.MONTH)
    days = Period(date(2026, 10, 1), date(2026, 12, 1)).split(Grain.DAY)
    expected = {}
    for kpi in company.catalogue.kpis:
        name = metric_name(kpi)
        if name in written.metrics and (not given.metrics or name in given.metrics):
            is_cumulative = written.metrics[name]["type"] == "cumulative"
            expected[name] = expected_values(figures, kpi, days if is_cumulative else months)
    (folder / "expected.json").write_text(json.dumps(expected), "utf-8")
    kind = next(each for each in KINDS if each.name == "metricflow")
    python = python_of(kind, given.environments)
    sys.exit(subprocess.run([str(python), str(HERE / "peers_export_answers.py"), str(folder)], check=False).returncode)


if __name__ == "__main__":
    main()
