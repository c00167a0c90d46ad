"""Writes the platforms' own files, one a quarter, and spoils a few rows so that there is something to reject."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import yaml

from merit.demo.arrow_columns import Column, constant
from merit.demo.setting import Ints, Setting, moment, text
from merit.kernel.period import Grain, Period


@cache
def layout(name: str) -> tuple[str, ...]:
    """The header of that file, as in texts/layouts.yaml."""
    return tuple(yaml.safe_load(text("layouts.yaml"))[name])


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One extra row that cannot be believed: the cells to change, and whether to break off half-way."""

    why: str
    cells: Mapping[str, str] = field(default_factory=dict)
    breaks_off: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file: where it goes, its layout, encoding, and what is spoiled in the last but one file."""

    path: str
    """With {quarter} in it, e.g. 2026Q3."""
    layout: str
    encoding: str
    spoiled: tuple[Spoiled, ...] = ()
    second_header: str = ""


def write_export(folder: Path, setting: Setting, export: Export, data: tuple[Ints, Mapping[str, Column]]) -> list[str]:
    """One file per quarter of the moments; tells where the spoiled rows stand."""
    at, columns = data
    names = layout(export.layout)
    empty = constant("", len(at))
    whole = pa.table([columns.get(name, empty) for name in names], names=list(names))
    quarters = _quarters(setting)
    told: list[str] = []
    for number, quarter in enumerate(quarters):
        kept = np.flatnonzero((at >= moment(quarter.start)) & (at < moment(quarter.end)))
        if not len(kept):
            continue
        written = _csv(whole.take(pa.array(kept)), export.second_header)
        name = export.path.format(quarter=str(quarter).replace("-", ""))
        if number == max(0, len(quarters) - 2):
            first = 2 + len(kept) + bool(export.second_header)
            written += "".join(_spoiled_row(written, names, each) for each in export.spoiled)
            told += [f"| {name} | {first + place} | {each.why} |" for place, each in enumerate(export.spoiled)]
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written.encode(export.encoding))
    return told


def _quarters(setting: Setting) -> list[Period]:
    """Every quarter the demo touches; the last one takes what came in the days after the end."""
    first: date = setting.first_day
    quarters = Period(first, setting.end.end).split(Grain.QUARTER)
    past = Period.containing(setting.end.end, Grain.QUARTER)
    return quarters if past == quarters[-1] else [*quarters, past]


def _csv(table: pa.Table, second_header: str) -> str:
    buffer = BytesIO()
    pa_csv.write_csv(table, buffer)
    written = buffer.getvalue().decode()
    if not second_header:
        return written
    header, _, rest = written.partition("\n")
    return f"{header}\n{second_header}\n{rest}"


def _spoiled_row(written: str, names: Sequence[str], spoiled: Spoiled) -> str:
    """A copy of the last row with those cells changed."""
    last = next(csv.reader([written.rstrip("\n").rpartition("\n")[2]]))
    cells = [spoiled.cells.get(name, cell) for name, cell in zip(names, last, strict=True)]
    line = StringIO()
    kept = cells[: len(cells) // 2] if spoiled.breaks_off else cells
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(kept)
    return line.getvalue()


def local_text(seconds: Ints, missing: str = "") -> Column:
    """2026-10-01 09:30:00, as the platforms write local times."""
    written = pa.array(np.where(seconds < 0, 0, seconds).astype("datetime64[s]")).cast(pa.string())
    return pc.if_else(pa.array(seconds < 0), missing, written)
