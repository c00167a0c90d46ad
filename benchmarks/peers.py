"""This engine beside its peers, in one run on the same files: `python benchmarks/peers.py --environments DIR`.

The peers (docs/benchmarks.md, "Peers") answer the same questions in processes of their own, one after another. Every
cell is compared with the cube's; a difference stops the run. `--lines 1000000 10000000` runs one size after the other;
100 million need `--hundred-million` and the room on the disk, which is looked at first.
"""

import argparse
import math
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from peers_given import write_given
from peers_processes import KINDS, PeerFailedError, PeerKind, Worker, python_of
from peers_questions import Question, questions
from peers_report import Run, report
from star_schema import write_star_schema

GIB = 1024**3
BYTES_PER_LINE = 220
"""Facts, prepared tables and what is spilled of them for a moment, on the disk."""
AT_ONCE = 10_000_000
"""Order lines that are sorted and written together."""
HUNDRED_MILLION = 100_000_000
Cells = dict[tuple[str, str], int | float]


class DifferenceError(Exception):
    """A peer's cell is not the cube's."""


def run_peer(
    kind: PeerKind, settings: dict[str, Any], asked: Iterable[Question], expected: dict[Question, Cells]
) -> Run:
    """Ask everything twice; `expected` is filled by the first peer and compared with by the others."""
    run = Run(kind.title)
    try:
        python = python_of(kind, Path(settings["environments"]))
        with Worker(kind, python, settings) as worker, Progress(console=Console(stderr=True)) as bar:
            every = list(asked)
            task = bar.add_task(kind.title, total=2 * len(every))
            run.ready, run.version = _times(worker.opened), worker.opened["version"]
            run.peak = worker.opened["peak"]
            for times in (run.first, run.again):
                for question in every:
                    _ask(worker, run, question, (times, expected))
                    bar.advance(task)
    except PeerFailedError as reason:
        run.failed = str(reason)
        print(f"*** LEFT OUT: {kind.title}: {reason} ***", file=sys.stderr, flush=True)
    return run


def _ask(
    worker: Worker,
    run: Run,
    question: Question,
    into: tuple[dict[Question, tuple[float, float]], dict[Question, Cells]],
) -> None:
    times, expected = into
    told = worker.ask(question.as_text)
    if "unsaid" in told:
        run.unsaid[question] = told["unsaid"]
        return
    times[question], run.peak = _times(told), max(run.peak, told["peak"])
    found = {(node, day): value for node, day, value in told["cells"]}
    if times is run.first:
        run.last_digit += compared(question, found, expected.setdefault(question, found), run.title)
        run.equal += len(found)


def _times(told: dict[str, Any]) -> tuple[float, float]:
    return told["wall"], told["processor"]


def compared(question: Question, found: Cells, expected: Cells, title: str) -> int:
    """How many quotients differ in their last digit. Raises DifferenceError for anything more."""
    inexact = 0
    for cell in found.keys() | expected.keys():
        value, wanted = found.get(cell), expected.get(cell)
        if value == wanted:
            continue
        near = value is not None and wanted is not None and math.isclose(value, wanted, rel_tol=2**-50)
        if not (question.asked.is_quotient and near):
            raise DifferenceError(f"{title}: {question.as_text} {cell}: {value} instead of {wanted}")
        inexact += 1
    return inexact


def side_by_side(lines: int, given: argparse.Namespace, kinds: list[PeerKind], asked: list[Question]) -> dict[str, Run]:
    """Every peer's run on so many order lines."""
    folder: Path = given.folder
    facts, work = folder / str(lines), folder / f"peers-{lines}"
    work.mkdir(parents=True, exist_ok=True)
    snapshot = write_star_schema(facts, lines, math.ceil(lines / AT_ONCE))
    prepared = work / "given"
    write_given(snapshot, prepared, any(each.name == "metricflow" for each in kinds))
    environments = given.environments or folder / "environments"
    settings = {"facts": facts, "folder": work, "given": prepared, "environments": environments}
    told: dict[str, Any] = {name: str(path.resolve()) for name, path in settings.items()}
    told |= {"memory": given.memory * GIB, "kpis": list(dict.fromkeys(each.asked.kpi for each in asked))}
    expected: dict[Question, Cells] = {}
    runs = {}
    for kind in kinds:
        runs[kind.name] = run_peer(kind, told, asked, expected)
    return runs


def room_for(lines: int, folder: Path) -> None:
    """Raises SystemExit when the disk has too little room for what will be written."""
    if (folder / str(lines) / "done").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    needed, free = lines * BYTES_PER_LINE, shutil.disk_usage(folder).free
    if needed > free:
        raise SystemExit(
            f"{lines:,} lines need {needed / 1024**3:.0f} GiB in {folder}; {free / 1024**3:.0f} GiB are free"
        )


def main() -> None:
    """Run every size and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, nargs="+", default=[1_000_000])
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "merit-benchmark")
    asked.add_argument("--environments", type=Path, help="where the peers' environments are, or are made")
    names = [each.name for each in KINDS]
    asked.add_argument("--peers", nargs="*", choices=names, default=[each for each in names if each != "whole"])
    asked.add_argument("--hundred-million", action="store_true", help="allow 100 million lines")
    asked.add_argument("--memory", type=int, default=4, help="GiB that each peer may use")
    asked.add_argument("--kpis", nargs="*", default=(), help="ask for these alone")
    given = asked.parse_args()
    if max(given.lines) >= HUNDRED_MILLION and not given.hundred_million:
        raise SystemExit("100 million lines take hours and tens of gigabytes: say --hundred-million")
    every = questions(given.kpis)
    kinds = [each for each in KINDS if each.name in given.peers]
    for lines in given.lines:
        room_for(lines, given.folder)
        print(f"\n## {lines:,} order lines, {len(every)} questions\n", flush=True)
        print(report(side_by_side(lines, given, kinds, every)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
