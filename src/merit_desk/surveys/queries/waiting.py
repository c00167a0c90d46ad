"""What waits for the viewer in the surveys."""

from collections.abc import Iterator

from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first."""
    del viewer
    yield from ()
