"""Published cubes: immutable folders of whole numbers, mapped into memory, put in place in one step.

One file holds the running sums of one quarter, one the rest; `cube.json` says where every array stands.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np

from merit.catalogue.kpi import Measure
from merit.company import Company
from merit.engines.cube.build import Gathering, MeasureColumns, Quarter
from merit.engines.cube.cube import Cube, cube_of
from merit.engines.cube.entities import Ranks
from merit.engines.cube.node_codes import NodeCodes
from merit.kernel.period import Grain
from merit.metrics.components import component_id
from merit.metrics.rollup import Whole

_FORMAT = "2"
_INDEX = "cube.json"
_CURRENT = "current"
Where = tuple[int, list[int]]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a cube was made from: definitions and content by fingerprint, and the moment the content was known."""

    definitions: str
    content: str
    as_of: datetime


def definitions_fingerprint(company: Company, measures: Iterable[Measure]) -> str:
    """Of all that makes numbers of facts. Leave and entered values are facts themselves, and left out."""
    organisation = company.organisation
    made_of = (organisation.spells, organisation.teams, company.credits)
    return _digest(_FORMAT, *(component_id(each) for each in measures), *(repr(each) for each in made_of))


def cube_fingerprint(company: Company, content: str, measures: Iterable[Measure]) -> str:
    """Names the cube of this content (a snapshot's fingerprint) under these definitions."""
    entered = (company.manual_values, company.targets)
    return _digest(definitions_fingerprint(company, measures), content, *(repr(each) for each in entered))


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def publish(
    folder: Path, fingerprint: str, nodes: NodeCodes, gathered: Iterable[Gathering], origin: Origin | None = None
) -> None:
    """Write the cube beside the others and make it the current one; readers of older ones go on undisturbed."""
    fresh = folder / f".new-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        with _ArrayFiles(fresh) as files:
            index = {"nodes": nodes.listed, "gathered": [_written(each, files) for each in gathered]}
        index |= {"origin": [origin.definitions, origin.content, origin.as_of.isoformat()] if origin else None}
        (fresh / _INDEX).write_text(json.dumps(index), "utf-8")
        shutil.rmtree(folder / fingerprint, ignore_errors=True)
        fresh.rename(folder / fingerprint)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    pointer = folder / f".{_CURRENT}-{os.getpid()}"
    pointer.write_text(fingerprint, "utf-8")
    pointer.replace(folder / _CURRENT)


def current_cube(folder: Path) -> str | None:
    """The fingerprint of the cube published last."""
    try:
        return (folder / _CURRENT).read_text("utf-8")
    except FileNotFoundError:
        return None


def remove_old_cubes(folder: Path) -> None:
    """Keep the current cube and the one before it, which a reader may still have open."""
    cubes = sorted(
        (path for path in folder.iterdir() if (path / _INDEX).is_file()), key=lambda path: path.stat().st_mtime
    )
    for old in cubes[:-2]:
        if old.name != current_cube(folder):
            shutil.rmtree(old, ignore_errors=True)


def open_cube(folder: Path, fingerprint: str, measures: Iterable[Measure]) -> Cube | None:
    """The published cube, mapped into memory; None where there is none of that fingerprint."""
    try:
        index = json.loads((folder / fingerprint / _INDEX).read_text("utf-8"))
        held = _Mapped(folder / fingerprint)
    except FileNotFoundError:
        return None
    by_id = {component_id(each): each for each in measures}
    gathered = [_read(each, by_id, held) for each in index["gathered"]]
    return cube_of(NodeCodes((space, name) for space, name in index["nodes"]), gathered)


def published_origins(folder: Path) -> dict[str, Origin]:
    """What each published cube was made from, by its fingerprint; cubes that do not say are left out."""
    found: dict[str, Origin] = {}
    for index in folder.glob(f"*/{_INDEX}"):
        with suppress(FileNotFoundError):
            origin = json.loads(index.read_text("utf-8")).get("origin")
            if origin and not index.parent.name.startswith("."):
                found[index.parent.name] = Origin(origin[0], origin[1], datetime.fromisoformat(origin[2]))
    return found


class _ArrayFiles:
    """Appends arrays to files by name and says where each stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, BinaryIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.flush()
            os.fsync(file.fileno())
            file.close()

    def put(self, name: str, values: Whole) -> Where:
        if name not in self._open:
            self._open[name] = (self._folder / name).open("wb")
        at = self._open[name].tell() // 8
        self._open[name].write(np.ascontiguousarray(values, np.int64).data)
        return at, list(values.shape)


class _Mapped:
    """Arrays of a published cube; all its files are mapped at once, so that they stay when the cube is removed."""

    def __init__(self, folder: Path) -> None:
        files = [path for path in folder.iterdir() if path.name != _INDEX and path.stat().st_size]
        self._files = {path.name: np.memmap(path, np.int64, "r").view(np.ndarray) for path in files}

    def array(self, name: str, where: Where) -> Whole:
        at, shape = where
        size = int(np.prod(shape))
        if not size:  # a company without facts has files of no bytes, which cannot be mapped
            return np.empty(shape, np.int64)
        return self._files[name][at : at + size].reshape(shape)


def _written(gathering: Gathering, files: _ArrayFiles) -> dict[str, Any]:
    def columns(held: MeasureColumns) -> list[object]:
        return [held.n, held.value, str(held.unit), {str(grain): column for grain, column in held.firsts.items()}]

    return {
        "measures": {component_id(measure): columns(held) for measure, held in gathering.measures.items()},
        "days": files.put("rest", gathering.days),
        "rows": files.put("rest", gathering.rows),
        "quarters": {
            number: [files.put(_quarter_file(number), held.nodes), files.put(_quarter_file(number), held.sums)]
            for number, held in gathering.quarters.items()
        },
        "ranks": [
            [component_id(measure), str(grain), *_written_ranks(held, files)]
            for (measure, grain), held in gathering.ranks.items()
        ],
    }


def _written_ranks(held: Ranks, files: _ArrayFiles) -> tuple[Where, Where, int]:
    return files.put("rest", held.cells), files.put("rest", held.values), held.width


def _read(index: Mapping[str, Any], by_id: Mapping[str, Measure], held: _Mapped) -> Gathering:
    measures = {by_id[name]: _columns(*columns) for name, columns in index["measures"].items() if name in by_id}
    quarters = {int(number): _quarter(int(number), where, held) for number, where in index["quarters"].items()}
    days, rows = (held.array("rest", index[name]) for name in ("days", "rows"))
    return Gathering(measures, quarters, days, dict(_ranks(index["ranks"], by_id, held)), rows)


def _columns(n: int, value: int | None, unit: str, firsts: Mapping[str, int]) -> MeasureColumns:
    return MeasureColumns(n, value, Fraction(unit), {Grain(name): column for name, column in firsts.items()})


def _quarter(number: int, where: tuple[Where, Where], held: _Mapped) -> Quarter:
    nodes, sums = (held.array(_quarter_file(number), each) for each in where)
    return Quarter(nodes, sums)


def _ranks(
    written: Iterable[tuple[str, str, Where, Where, int]], by_id: Mapping[str, Measure], held: _Mapped
) -> Iterator[tuple[tuple[Measure, Grain], Ranks]]:
    for name, grain, cells, values, width in written:
        if name in by_id:
            ranks = Ranks(held.array("rest", cells), held.array("rest", values), width)
            yield (by_id[name], Grain(grain)), ranks


def _quarter_file(number: int) -> str:
    return f"quarter-{number:04d}"
