"""A load in a process of its own that is killed: `python -m tests.sources.killed_load FOLDER BATCHES`."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from merit.sources.load_facts import load_facts
from merit.sources.load_watch import LoadProgress
from tests.sources.fact_files import company


class Dying:
    """Lets itself be told a few times, then ends the process as a power cut would."""

    def __init__(self, after: int) -> None:
        self.left = after

    def progressed(self, _: LoadProgress) -> None:
        """Count down."""
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def cancelled(self) -> bool:
        """Never."""
        return False


if __name__ == "__main__":
    load_facts(company(), Path(sys.argv[1]), datetime(2026, 11, 1, 13, tzinfo=UTC), Dying(int(sys.argv[2])))
