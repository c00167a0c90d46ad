"""`merit work`: carries out the jobs of a company's desk, and says every few seconds that it lives."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument
from merit_desk.desk_command import opened_desk, prepared_database, servable_folder

BEAT_SECONDS = 5.0
TEND_EVERY = 6
"""Beats between two looks for jobs that a dead worker left."""


def work(
    folder: FolderArgument,
    once: Annotated[bool, typer.Option("--once", help="做完排队的就结束 / end when nothing waits")] = False,
) -> None:
    """在后台干活：载入、计算、推送。 The background worker: loads, periods, deliveries."""
    prepared_database(servable_folder(folder))
    with opened_desk(folder), _heart(folder.resolve()):
        from django.core.management import call_command

        options = {"batch": True, "interval": 0} if once else {"interval": 1}
        call_command("db_worker", startup_delay=False, reload=False, verbosity=1, **options)


@contextmanager
def _heart(folder: Path) -> Iterator[None]:
    from merit_desk.operations.actions.tend import tend

    tend()
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(folder, stop), name="heart", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(folder: Path, stop: threading.Event) -> None:
    from django.db import connection

    from merit_desk.operations.actions.tend import tend
    from merit_desk.operations.queries.readiness import BEAT

    beats = 0
    while True:
        (folder / BEAT).touch()
        if stop.wait(BEAT_SECONDS):
            break
        beats += 1
        if beats % TEND_EVERY == 0:
            tend()
    connection.close()


def _end_with_parent() -> None:
    """`merit serve` holds the other end of standard input: when it is gone, so are we."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


if __name__ == "__main__":
    _end_with_parent()
    typer.run(work)
