"""Somebody who watches a load: is told how far it is, and may stop it; a stopped load has changed nothing."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a load is. `rows_total` counts the lines of all files beforehand, headers included: nearly right.

    `loaded`, `unchanged`, `replaced` and `rejected` count rows of tables: one line of an export may become several.
    """

    file: str = ""
    files_done: int = 0
    files_total: int = 0
    rows_done: int = 0
    rows_total: int = 0
    loaded: int = 0
    unchanged: int = 0
    replaced: int = 0
    rejected: int = 0


class LoadWatcher(Protocol):
    """Called between the batches of a load, from the thread that loads."""

    def progressed(self, progress: LoadProgress) -> None:
        """The load is that far."""

    def cancelled(self) -> bool:
        """True when the load is to stop; it then raises ConflictRefusal `sources.load_cancelled`."""
