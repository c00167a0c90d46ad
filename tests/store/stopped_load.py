"""A load in a process of its own: `python -m tests.store.stopped_load FOLDER kill POINT` or `… FOLDER bytes LIMIT`."""

import os
import resource
import signal
import sys
from pathlib import Path

from merit.kernel.refusals import ConflictRefusal
from merit.store import load as loading_module
from merit.store.fact_store import FactStore
from tests.store.lines import LINES, ORDERS, lines, moment, orders

REFUSED = 7


def change(store: FactStore, day: int) -> None:
    """A changes, C and three orders are new."""
    with store.load(moment(day)) as loading:
        loading.put(LINES, lines(("A", 150)))
        loading.put(LINES, lines(("C", 1)))
        loading.put(ORDERS, orders("A", "B", "C"))


def kill_at(point: str) -> None:
    """Let the process die when the load reaches that point."""

    def die(reached: str) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    loading_module.reached = die


def take_at_most(size: int) -> None:
    """Let the disk refuse what is longer than `size` bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


if __name__ == "__main__":
    folder, how, much = sys.argv[1:]
    if how == "kill":
        kill_at(much)
    else:
        take_at_most(int(much))
    try:
        change(FactStore(Path(folder)), 2)
    except ConflictRefusal:
        sys.exit(REFUSED)
