"""Files of the company folder as they are now: their text, and a digest that a form carries to notice stale edits."""

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from merit.kernel.refusals import NotFoundRefusal
from merit.sources.company_folder.columns import COLUMNS
from merit.sources.files import read_raw
from merit.sources.raw_rows import Layout, RawRows

TABLE_ENDINGS = (".csv", ".xlsx", ".parquet")
_PATH = re.compile(
    r"(company|sources|guards|alerts)\.yaml|(catalogue|plans|rewards|profiles)/[A-Za-z0-9_.\-]{1,80}\.yaml|[a-z_]{1,40}\.csv"
    r"|mended/[^/\\\x00-\x1f]{1,180}\.csv"
)


@dataclass(frozen=True, slots=True)
class Current:
    """The text of a file, or of no file yet: then `text` is None and `digest` is empty."""

    path: str
    text: str | None
    digest: str


def current(path: str) -> Current:
    """The file as it stands. Raises NotFoundRefusal for a path that no declaration may have."""
    place = place_of(path)
    if place.is_file():
        return _read(path, place.read_bytes())
    other = other_form(path)
    if other is not None:
        return Current(path, _as_csv(other), hashlib.sha256(other.read_bytes()).hexdigest())
    return Current(path, None, "")


def place_of(path: str) -> Path:
    """Where the declaration lies. Raises NotFoundRefusal for a path outside of what a company folder declares."""
    table = path.removesuffix(".csv") if path.endswith(".csv") and "/" not in path else None
    if not _PATH.fullmatch(path) or (table is not None and table not in COLUMNS):
        raise NotFoundRefusal("documents.no_such_file", path=path)
    return Path(settings.MERIT_COMPANY) / path


def other_form(path: str) -> Path | None:
    """The same table kept as a workbook or Parquet file, which a table saved here replaces."""
    if not path.endswith(".csv"):
        return None
    stem = place_of(path).with_suffix("")
    return next((file for ending in TABLE_ENDINGS[1:] if (file := stem.with_suffix(ending)).is_file()), None)


def digest_of(text: str | None) -> str:
    """SHA-256 of the text's bytes; empty for no file."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def table_lines(text: str | None) -> list[dict[str, str]]:
    """The rows of a table's text by column name."""
    return list(csv.DictReader(io.StringIO(text or ""), restval=""))


def table_text(columns: list[str], lines: list[dict[str, str]]) -> str:
    """Rows as CSV, in the order given; a column missing from a row stays empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def declared_files() -> list[str]:
    """Every declaration in the folder, by path; tables under their CSV name."""
    folder = Path(settings.MERIT_COMPANY)
    tables = [f"{name}.csv" for name in COLUMNS]
    found = [path for path in tables if (folder / path).is_file() or other_form(path) is not None]
    single = [name for name in ("company.yaml", "sources.yaml", "guards.yaml") if (folder / name).is_file()]
    inner = [
        f"{part}/{file.name}"
        for part in ("catalogue", "plans", "profiles", "rewards")
        for file in sorted((folder / part).glob("*.yaml"))
    ]
    return [*single, *found, *inner]


def _read(path: str, content: bytes) -> Current:
    digest = hashlib.sha256(content).hexdigest()
    try:
        return Current(path, content.decode("utf-8-sig"), digest)
    except UnicodeDecodeError:
        return Current(path, _as_csv(place_of(path)), digest)


def _as_csv(file: Path) -> str:
    """A workbook, a Parquet file or a text in a Chinese encoding as UTF-8 CSV, cell by cell as the core reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header: tuple[str, ...] = ()
    for part in read_raw(file, file.name, Layout()):
        if isinstance(part, RawRows):
            if not header:
                header = part.header
                writer.writerow(header)
            writer.writerows(part.cells(index) for index in range(len(part.lines)))
    return out.getvalue()
