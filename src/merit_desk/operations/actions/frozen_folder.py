"""A company folder held still: every file linked beside the original, so that it can be packed at leisure.

Whoever replaces a file afterwards leaves the linked one as it was. Files that cannot be linked are copied.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from merit.kernel.refusals import ConflictRefusal
from merit.sources.load_facts import STORE
from merit_desk.operations.queries.fact_files import FactFiles, fact_files

_DERIVED = {".merit/facts", ".merit/cube", ".merit/rejecting"}
_HELD = ".merit/held-"
_ATTEMPTS = 20


@contextmanager
def holding_place(folder: Path) -> Iterator[Path]:
    """An empty folder on the same disk where the frozen files stand; gone at the end."""
    (folder / ".merit").mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="held-", dir=folder / ".merit"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def freeze_folder(folder: Path, place: Path) -> None:
    """Everything a company writes or was given, but no facts, no cube and no database."""
    _freeze(folder, folder, place, set())


def freeze_facts(folder: Path, place: Path) -> FactFiles:
    """The fact store as of its manifest, which is read first: a load that ends meanwhile is not in the copy."""
    facts = fact_files(folder)
    for path in facts.files:
        _hold(folder / path, place / path)
    if facts.manifest:
        manifest = place / STORE / "manifest.json"
        manifest.parent.mkdir(parents=True, exist_ok=True)
        manifest.write_bytes(facts.manifest)
    return facts


def _freeze(folder: Path, root: Path, place: Path, above: set[tuple[int, int]]) -> None:
    """One folder, again from the start when it was replaced by a new one of its name meanwhile."""
    inside = folder.relative_to(root)
    for _ in range(_ATTEMPTS):
        state = folder.stat()
        here = (state.st_dev, state.st_ino)
        if here in above:
            return
        try:
            for entry in sorted(folder.iterdir()):
                if not _left_out(entry.relative_to(root).as_posix()):
                    _take(entry, root, place, above | {here})
        except (FileNotFoundError, NotADirectoryError):
            shutil.rmtree(place / inside, ignore_errors=True)
            continue
        if folder.stat().st_ino == state.st_ino:
            return
        shutil.rmtree(place / inside, ignore_errors=True)
    raise ConflictRefusal("operations.folder_in_motion", folder=inside.as_posix())


def _take(entry: Path, root: Path, place: Path, above: set[tuple[int, int]]) -> None:
    if entry.is_dir():
        _freeze(entry, root, place, above)
    elif entry.is_file():
        _hold(entry, place / entry.relative_to(root))


def _left_out(inside: str) -> bool:
    first, _, second = inside.partition("/")
    unfinished = first in {"results", "sealed"} and second.startswith(".")
    database = inside.startswith((".merit/desk.sqlite3", _HELD)) or inside.endswith((".lock", ".beat"))
    return inside in _DERIVED or unfinished or database


def _hold(file: Path, held: Path) -> None:
    held.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file.resolve(strict=True), held)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(file, held)
