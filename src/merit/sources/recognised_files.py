"""Which profiles read a file that nobody has named one for: by its headers, and in a workbook sheet by sheet."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import python_calamine

from merit.kernel.problems import Problem
from merit.sources.files import EXPORTS, first_rows, kind_of_file
from merit.sources.profile import MappingProfile
from merit.sources.raw_rows import header_row
from merit.sources.workbooks import sheets_of
from merit.sources.zipped_files import unpacked

SHEET_MARK = "#"
"""Between a workbook's path and the sheet, where several of its sheets are read: `raw/orders.xlsx#销售明细`."""


def profiles_of(path: Path, name: str, profiles: Sequence[MappingProfile]) -> dict[str, MappingProfile] | Problem:
    """The profile of the file by its name; where several sheets of a workbook are known, one of each of them.

    The sheet whose profile asks for most headers goes by the name of the file alone. Empty for an unknown file;
    a Problem for an archive without one export in it.
    """
    with unpacked(path, name, EXPORTS) as inside:
        return inside if isinstance(inside, Problem) else _of_file(inside, name, profiles)


def _of_file(path: Path, name: str, profiles: Sequence[MappingProfile]) -> dict[str, MappingProfile]:
    if kind_of_file(path) == "workbook":
        return _of_sheets(path, name, profiles)
    ways = {profile.layout.rows for profile in profiles}
    records = {rows: first_rows(path, rows) for rows in (ways if kind_of_file(path) == "json" else {""})}
    best = _best({each.name: records.get(each.layout.rows, records[""]) for each in profiles}, profiles)
    return {} if best is None else {name: best}


def is_part_of(name: str, files: Collection[str]) -> bool:
    """True for one of the files, and for a sheet of one."""
    return name in files or name.rpartition(SHEET_MARK)[0] in files


def _of_sheets(path: Path, name: str, profiles: Sequence[MappingProfile]) -> dict[str, MappingProfile]:
    try:
        sheets = sheets_of(path)
    except python_calamine.CalamineError:
        return {}
    found: dict[str, MappingProfile] = {}
    for sheet, records in sheets.items():
        asked = [each for each in profiles if each.layout.sheet in ("", sheet.strip())]
        best = _best({each.name: records for each in asked}, asked)
        if best is not None and best.name not in {each.name for each in found.values()}:
            found[sheet] = best
    if not found:
        return {}
    first = max(found, key=lambda sheet: len(found[sheet].layout.header_with))
    named = {sheet: name if sheet == first else f"{name}{SHEET_MARK}{sheet}" for sheet in found}
    if len(found) == 1:
        return {name: found[first]}
    return {
        named[sheet]: replace(each, layout=replace(each.layout, sheet=sheet.strip())) for sheet, each in found.items()
    }


def _best(records: dict[str, list[list[str]]], profiles: Sequence[MappingProfile]) -> MappingProfile | None:
    """Of the profiles whose headers are there the one that asks for most."""
    fitting = [
        each for each in profiles if each.layout.header_with and header_row(records[each.name], each.layout) is not None
    ]
    return max(fitting, key=lambda each: len(each.layout.header_with), default=None)
