"""The small demo company's setting, and its files as rows."""

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from merit.demo.setting import Setting
from merit.kernel.period import Period

END = Period.parse("2026-10")
SMALL = Setting(seed=7, end=END, orders=12_000)


def rows_of(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def fact(folder: Path, table: str) -> Any:
    return pq.read_table(folder / "facts" / f"{table}.parquet")
