"""A worker beside the web processes: started with them, started again when it falls, ended with them."""

import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from merit.cli.show import err
from merit_desk.operations.commands import line

_LONGEST_WAIT = 60.0
_GRACE = 30.0
"""Seconds that a running job has to come to an end; what is left is resumed by the next worker."""


class AttachedWorker:
    """`merit_desk.work` as a child; it holds our pipe, so that it ends also when we are killed."""

    def __init__(self, folder: Path, wanted: bool = True) -> None:
        self._command = [sys.executable, "-m", "merit_desk.work", str(folder.resolve())]
        self._wanted = wanted
        self._ending = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_alive, name="worker", daemon=True)

    def __enter__(self) -> Self:
        if self._wanted:
            self._start()
            self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        if self._child is not None:
            self._stop(self._child)

    def _start(self) -> None:
        self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603

    def _keep_alive(self) -> None:
        wait = 1.0
        while self._child is not None:
            self._child.wait()
            if self._ending.is_set():
                return
            err.print(line("worker_again", seconds=int(wait)), style="yellow")
            if self._ending.wait(wait):
                return
            wait = min(2 * wait, _LONGEST_WAIT)
            self._start()

    @staticmethod
    def _stop(child: subprocess.Popen[bytes]) -> None:
        child.terminate()
        try:
            child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
