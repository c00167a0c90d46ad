"""The part of `peers_export.py` that runs in MetricFlow's environment: ask every exported metric and compare."""

import json
import math
import sys
from collections import Counter
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

from peers_metricflow import engine_of, write_project
from peers_metrics import written_models

SPANS = {"month": ("2024-01-01", "2026-12-31"), "day": ("2026-10-01", "2026-11-30")}


def answers(engine: Any, metric: str, grain: str, by: list[str]) -> dict[str, Any]:
    """By node and first day; values that are missing are left out."""
    first, last = (datetime.fromisoformat(day) for day in SPANS[grain])
    grouped = [f"metric_time__{grain}", *by]
    request = MetricFlowQueryRequest.create(
        metric_names=[metric], group_by_names=grouped, time_constraint_start=first, time_constraint_end=last
    )
    table = engine.query(request).result_df
    names = [each.column_name for each in table.column_descriptions]
    at = {name: names.index(name) for name in (*grouped, metric)}
    rows = [(row[at[by[0]]] if by else "company", row[at[grouped[0]]], row[at[metric]]) for row in table.rows]
    return {f"{node} {str(day)[:10]}": value for node, day, value in rows if None not in (node, day, value)}


def verdict(found: dict[str, Any], expected: dict[str, Fraction]) -> str:
    """equal; `0 where no row counted`; or the first difference."""
    differing = {
        cell: (found.get(cell), expected.get(cell))
        for cell in found.keys() | expected.keys()
        if cell not in found
        or cell not in expected
        or not math.isclose(float(found[cell]), float(expected[cell]), rel_tol=1e-13)
    }
    if not differing:
        return "equal"
    if all(now == 0 and then is None for now, then in differing.values()):
        return "equal, and 0 where no row counted"
    cell, (now, then) = next(iter(differing.items()))
    return f"DIFFERENT: {cell}: {now} instead of {then}"


def main() -> int:
    """How many metrics are equal, by type; 1 where any differs or cannot be asked."""
    folder = Path(sys.argv[1])
    document = yaml.safe_load((folder / "merit.yml").read_text("utf-8")) | {"models": written_models()["models"]}
    tables = [each["name"] for each in document["semantic_models"]]
    files = {name: f"SELECT * FROM read_parquet('{folder}/{name}.parquet')" for name in tables}
    write_project(folder / "dbt", files, document)
    engine, counted = engine_of(folder / "dbt"), Counter[tuple[str, str, str]]()
    told = json.loads((folder / "expected.json").read_text("utf-8"))
    kinds = {each["name"]: each["type"] for each in document["metrics"]}
    for metric, written in told.items():
        grain = "day" if kinds[metric] == "cumulative" else "month"
        for by in ([], ["shop"]):
            cells = {
                each: Fraction(value) for each, value in written.items() if each.startswith("company ") != bool(by)
            }
            if not cells:
                counted[kinds[metric], by[0] if by else "company", "no data"] += 1
                continue
            try:
                found = verdict(answers(engine, metric, grain, by), cells)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                found = f"DIFFERENT: {str(error)[:300]}"
            if found.startswith("DIFFERENT"):
                print(f"{metric} by {by[0] if by else 'company'}: {found}", flush=True)
            counted[kinds[metric], by[0] if by else "company", found.split(":")[0]] += 1
    for (kind, by_what, found), count in sorted(counted.items()):
        print(f"{kind:12}{by_what:10}{found:40}{count:6}")
    return int(any(found == "DIFFERENT" for _, _, found in counted))


if __name__ == "__main__":
    sys.exit(main())
