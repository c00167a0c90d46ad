"""A small company with one live source, as the tests fetch it."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from merit.sources.live.declared import live_sources
from merit.sources.live.fetch import fetch
from merit.sources.live.secret_store import keep_secret

NOW = datetime(2026, 11, 1, 3, 30, tzinfo=UTC)
MISSING = "NOT INSTALLED, so live sources were NOT TRIED: pip install {}"


def declare(folder: Path, fetch_line: str, rest: str = "table: orders") -> None:
    """Write sources.yaml with that one source."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(f"sources:\n  - {{fetch: {{{fetch_line}}}, {rest}}}\n", "utf-8")


def the_source(folder: Path):
    """The one source that is declared; nothing is wrong with it."""
    (source,), problems = live_sources(folder)
    assert problems == []
    return source


def enter(folder: Path, text: str) -> None:
    """Enter its secret."""
    keep_secret(folder, the_source(folder), text, NOW)


def fetched(folder: Path, after: int = 0):
    """Fetch it `after` minutes from NOW: what was done, and the new rows as the raw files have them."""
    done = fetch(the_source(folder), folder, NOW + timedelta(minutes=after))
    return done, [row for name in done.files for row in csv_rows(folder / name)]


def records(folder: Path, after: int = 0) -> list[dict[str, object]]:
    """Fetch an API `after` minutes from NOW; the records of the new raw files."""
    done = fetch(the_source(folder), folder, NOW + timedelta(minutes=after))
    return [json.loads(line) for name in done.files for line in (folder / name).read_text("utf-8").splitlines()]


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a raw file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
