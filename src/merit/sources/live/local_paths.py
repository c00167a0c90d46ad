"""Where a source on this machine's disk lies: inside the company folder, or where the operator allows it."""

import os
from pathlib import Path

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.source import LiveSource

ALLOWED = "MERIT_SOURCE_FOLDERS"
"""Folders outside the company's that sources may read, between colons; whoever writes sources.yaml cannot add to it."""


def local_path(source: LiveSource, folder: Path) -> Path:
    """The path, links followed. Raises ConflictRefusal for one that is elsewhere or does not exist."""
    path = (folder / source.address).resolve()
    allowed = [Path(each).resolve() for each in os.environ.get(ALLOWED, "").split(":") if each]
    if not any(path.is_relative_to(each) for each in (folder.resolve(), *allowed)):
        raise ConflictRefusal("sources.live_not_allowed", name=source.name, address=source.address, variable=ALLOWED)
    if not path.exists():
        raise ConflictRefusal("sources.live_no_such_path", name=source.name, address=source.address)
    return path
