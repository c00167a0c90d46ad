"""A list of staff to the tables people and teams: ids made where missing, teams from paths, leaders from superiors."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from merit.kernel.problems import Place, Problem, Severity, has_errors, in_order
from merit.sources.company_folder.rows import TableText, table_text
from merit.sources.organisation_sheet.staff_columns import COLUMN_WORDS, recognised
from merit.sources.organisation_sheet.staff_rows import CellReading, StaffRow
from merit.sources.organisation_sheet.superiors import Superiors
from merit.sources.organisation_sheet.team_tree import ROOT, TeamTree

PEOPLE = ("person", "name", "post", "team", "manager", "from", "to", "status", "bonus_base", "wage")
TEAMS = ("team", "name", "parent", "leader", "kind", "from", "to")


@dataclass(frozen=True, slots=True)
class SheetOrganisation:
    """What a list of staff says: rows of people and teams as the tables write them, and every finding."""

    people: tuple[dict[str, str], ...]
    teams: tuple[dict[str, str], ...]
    problems: tuple[Problem, ...]

    @property
    def good(self) -> bool:
        """True when the tables can be written."""
        return bool(self.people) and not has_errors(self.problems)

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts, in the order in which the list names them."""
        return tuple(dict.fromkeys(row["post"] for row in self.people))


def read_staff_list(path: Path, file: str, company_name: str, default_start: date) -> SheetOrganisation:
    """Read a CSV, TSV or workbook (what Excel puts on the clipboard is a TSV).

    A row without a first day begins on `default_start`, and a note says for how many that holds. `file` is the name
    that Problems show; their lines are those of the file.
    """
    return organisation_in(table_text(path, file), file, company_name, default_start)


def organisation_in(text: TableText, file: str, company_name: str, default_start: date) -> SheetOrganisation:
    """The same for rows that are read already."""
    columns = recognised(text.header)
    missing = [column for column in ("name", "post") if column not in columns]
    if missing:
        known = {column: "、".join(COLUMN_WORDS[column].split()[:3]) for column in missing}
        lost = [_no_column(file, column, words) for column, words in known.items()]
        return SheetOrganisation((), (), tuple(in_order([*text.problems, *lost])))
    rows, problems = _rows(text, columns, file)
    superiors = Superiors(rows, file, text.header[columns["manager"]] if "manager" in columns else "manager")
    tree = TeamTree(company_name, rows, superiors)
    problems = [*text.problems, *_unused(text.header, columns, file), *problems, *superiors.problems]
    problems += _without_start(rows, file, default_start)
    people = tuple(_person(row, superiors, tree, default_start) for row in rows)
    if not rows and not has_errors(problems):
        problems.append(Problem("sources.nobody_in_list", Place(file)))
    return SheetOrganisation(people, tuple(tree.rows()), tuple(in_order(problems)))


def table_csv(header: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    """The table as the company folder keeps it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return written.getvalue()


def _rows(text: TableText, columns: dict[str, int], file: str) -> tuple[list[StaffRow], list[Problem]]:
    headings = {column: text.header[place] for column, place in columns.items()}
    rows: list[StaffRow] = []
    problems: list[Problem] = []
    for line, cells in text.rows:
        if not any(cell.strip() for cell in cells):
            continue
        named = {column: cells[place].strip() for column, place in columns.items() if place < len(cells)}
        reading = CellReading(file, line, named, headings)
        rows.append(reading.staff_row())
        problems += reading.problems
    return rows, problems


def _person(row: StaffRow, superiors: Superiors, tree: TeamTree, default_start: date) -> dict[str, str]:
    team = tree.team_of(row)
    named = superiors.managers_of(row)
    return {
        "person": superiors.id_of(row),
        "name": row.name,
        "post": row.post,
        "team": team,
        "manager": "" if named == tree.leader_above(row) else ";".join(named),
        "from": str(row.start or default_start),
        "to": str(row.last or ""),
        "status": row.status,
        "bonus_base": row.bonus_base,
        "wage": row.wage,
    }


def _no_column(file: str, column: str, words: str) -> Problem:
    return Problem("sources.no_staff_column", Place(file, 1), {"column": column, "words": words})


def _unused(header: tuple[str, ...], columns: dict[str, int], file: str) -> list[Problem]:
    used = set(columns.values())
    names = [name for place, name in enumerate(header) if name.strip() and place not in used]
    return [
        Problem("sources.staff_column_not_used", Place(file, 1, name), {"column": name}, Severity.NOTE)
        for name in names
    ]


def _without_start(rows: list[StaffRow], file: str, default_start: date) -> list[Problem]:
    without = sum(1 for row in rows if row.start is None)
    params: dict[str, str | int] = {"count": without, "day": str(default_start)}
    return [Problem("sources.start_taken_as", Place(file), params, Severity.NOTE)] if without else []


__all__ = ["PEOPLE", "ROOT", "TEAMS", "SheetOrganisation", "organisation_in", "read_staff_list", "table_csv"]
