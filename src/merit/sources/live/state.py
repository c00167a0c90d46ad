"""What is known of a live source between fetches: `.merit/live/NAME.json`, written whole or not at all."""

import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.cursors import Cursor
from merit.sources.live.source import LiveSource

STATES = Path(".merit", "live")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a fetch failed: the code of a refusal with its gaps, and how often in a row."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True, slots=True)
class LiveState:
    """`unloaded` are raw files that no load has taken yet; `seen` the digests of rows that the overlap reads again."""

    cursor: Cursor | None = None
    version: str = ""
    seen: tuple[str, ...] = ()
    tried_at: datetime | None = None
    fetched_at: datetime | None = None
    rows: int = 0
    rows_in_all: int = 0
    unloaded: tuple[str, ...] = ()
    failure: Failure | None = None


def state_of(folder: Path, source: LiveSource) -> LiveState:
    """The kept state; a new one where there is none, it cannot be read, or the source means other rows by now."""
    try:
        kept = json.loads(_path(folder, source.name).read_text("utf-8"))
        found = _read(kept)
    except (OSError, ValueError, TypeError, KeyError):
        return LiveState()
    if kept.get("reads") == _reads(source):
        return found
    return LiveState(unloaded=found.unloaded, rows_in_all=found.rows_in_all)


def keep_state(folder: Path, source: LiveSource, state: LiveState) -> None:
    """Write it so that a reader sees the old or the new one."""
    path = _path(folder, source.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = asdict(state) | {"reads": _reads(source)}
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as stream:
        json.dump(written, stream, ensure_ascii=False, default=_moment_text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(path)


@contextmanager
def fetching_alone(folder: Path, name: str) -> Iterator[None]:
    """Hold the source while it is fetched. Raises ConflictRefusal while another process fetches it."""
    path = folder / STATES / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictRefusal("sources.live_under_way", name=name) from None
        yield


def note_loaded(folder: Path, sources: Iterable[LiveSource], only: Collection[str] | None) -> None:
    """These raw files (None: all that there were) are in the store now."""
    for source in sources:
        state = state_of(folder, source)
        left = tuple(each for each in state.unloaded if only is not None and each not in only)
        if left != state.unloaded:
            keep_state(folder, source, replace(state, unloaded=left))


def _path(folder: Path, name: str) -> Path:
    return folder / STATES / f"{name}.json"


def _reads(source: LiveSource) -> str:
    """A fingerprint of what decides which rows there are: with another table, an old cursor means nothing."""
    parts = (source.kind, source.address, source.read, source.query, source.cursor, asdict(source.answer))
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _read(kept: dict[str, Any]) -> LiveState:
    names = LiveState.__dataclass_fields__.keys()
    values = {name: value for name, value in kept.items() if name in names}
    for name in ("tried_at", "fetched_at"):
        values[name] = datetime.fromisoformat(values[name]) if values.get(name) else None
    values["cursor"] = Cursor(**values["cursor"]) if values.get("cursor") else None
    values["failure"] = Failure(**values["failure"]) if values.get("failure") else None
    values["seen"], values["unloaded"] = tuple(values["seen"]), tuple(values["unloaded"])
    return LiveState(**values)


def _moment_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
