"""Queries of the cube put into words, kept from one process to the next: on few rows writing one is what takes time.

A text follows from Merit's own code and from what its key names, and from nothing else; other code has other texts.
"""

import json
import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import merit

_FILE = "queries.json"
_MOST = 4096
"""More texts than a few catalogues need; beyond them all are written anew."""
_KNOWN: dict[str, str] = {}


class WrittenQueries:
    """Texts by key: of this process and, where a folder is named, of those that kept theirs there before."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = folder / _FILE if folder else None
        self._used: dict[str, str] = {}
        self._kept = _read(self._file) if self._file else {}

    def text(self, key: tuple[object, ...], write: Callable[[], str]) -> str:
        """The text of that key. What `write` says may depend on nothing that the key does not name, by its repr."""
        name = sha256(repr(key).encode()).hexdigest()
        found = _KNOWN.get(name) or self._kept.get(name) or write()
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[name] = self._used[name] = found
        return found

    def keep(self) -> None:
        """Write the texts into the folder where there are new ones; a disk that refuses costs time only."""
        if self._file is None or self._used.keys() <= self._kept.keys():
            return
        together = {**self._kept, **self._used}
        texts = together if len(together) < _MOST else self._used
        fresh = self._file.with_name(f".{_FILE}-{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps({"code": code_fingerprint(), "texts": texts}), "utf-8")
            fresh.replace(self._file)
        except OSError:
            fresh.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, str]:
    """The texts in the file; none where they are of other code or cannot be read."""
    try:
        data = json.loads(file.read_text("utf-8"))
        return dict(data["texts"]) if data["code"] == code_fingerprint() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@cache
def code_fingerprint() -> str:
    """Of all code that can have a say in a text: every file of Merit, and the libraries that write queries."""
    found = sha256()
    for name in ("ibis-framework", "sqlglot", "duckdb"):
        found.update(f"{name} {version(name)}\n".encode())
    folder = Path(merit.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        found.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()
