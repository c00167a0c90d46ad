"""How a peer is asked: a process of its own that reads JSON lines and answers with JSON lines. Standard library only.

Only making an answer, in whatever form the peer gives it, is timed; turning it into cells to compare is not.
"""

import json
import resource
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from peers_questions import Question, question_of

Cell = tuple[str, str, int | float]
"""Node, first day of the period, value; a cell without a value is left out."""


class NotSayableError(Exception):
    """The peer has no way to say the question; the text says why."""


def serve(opened: Callable[[dict[str, Any]], "Peer"]) -> None:
    """Open with the settings of the first line, then answer until the input ends."""
    out, sys.stdout = sys.stdout, sys.stderr
    settings = json.loads(sys.stdin.readline())
    resource.setrlimit(resource.RLIMIT_DATA, (settings["memory"], settings["memory"]))
    spent, peer = _timed(lambda: opened(settings))
    _tell(out, spent | {"version": peer.version})
    for line in sys.stdin:
        _tell(out, _answered(peer, question_of(line.strip())))


class Peer(ABC):
    """What a worker has to give."""

    version = ""

    @abstractmethod
    def answer(self, question: Question) -> Any:
        """The answer in the peer's own form. Raises NotSayableError."""

    @abstractmethod
    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """The answer as cells."""


def _answered(peer: Peer, question: Question) -> dict[str, Any]:
    try:
        spent, answer = _timed(lambda: peer.answer(question))
    except NotSayableError as reason:
        return {"unsaid": str(reason)}
    return spent | {"cells": list(peer.cells(answer, question))}


def _timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    spent = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
    return spent | {"peak": _peak()}, result


def _peak() -> float:
    """The most memory the process has had so far, in GiB; what its parent had before it is no part of it."""
    with Path("/proc/self/status").open(encoding="ascii") as told:
        kilobytes = next(line for line in told if line.startswith("VmHWM"))
    return int(kilobytes.split()[1]) / 1024**2


def _tell(out: Any, told: dict[str, Any]) -> None:
    out.write(json.dumps(told) + "\n")
    out.flush()


def plain_cells(rows: Iterable[tuple[Any, Any, Any]]) -> list[Cell]:
    """Rows of node, day and value as cells; no value where the value is missing or not a number."""
    found = []
    for node, start, value in rows:
        if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
            continue
        day = start if isinstance(start, date) else date.fromisoformat(str(start)[:10])
        number = value if isinstance(value, float) else int(value)
        found.append((str(node), day.isoformat()[:10], number))
    return found
