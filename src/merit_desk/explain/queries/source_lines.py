"""A line of a file in the company folder, as it stands there now."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_TEXT = {".csv", ".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a figure was read: for a table its fields by column, for a definition the text of the line."""

    file: str
    line: int
    fields: tuple[tuple[str, str], ...]
    text: str

    @property
    def place(self) -> str:
        """file：line."""
        return f"{self.file}:{self.line}"


def source_line(file: str, line: int) -> SourceLine:
    """Without fields and text when the file is no text, is gone, or lies outside the company folder."""
    folder: Path = settings.MERIT_COMPANY.resolve()
    path = (folder / file).resolve()
    if path.suffix.lower() not in _TEXT or not path.is_relative_to(folder) or not path.is_file():
        return SourceLine(file, line, (), "")
    lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    if not 1 <= line <= len(lines):
        return SourceLine(file, line, (), "")
    if path.suffix.lower() != ".csv":
        return SourceLine(file, line, (), lines[line - 1].strip())
    names, cells = (next(csv.reader([text]), []) for text in (lines[0], lines[line - 1]))
    return SourceLine(file, line, tuple((name, cell) for name, cell in zip(names, cells, strict=False) if cell), "")
