"""What waits for the viewer here."""

from collections.abc import Iterator

from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Nothing yet."""
    del viewer
    yield from ()
