"""Ids of the people in a list of staff, and whom each names as superior: by id, or by a name that stands once."""

from difflib import get_close_matches

from merit.kernel.problems import Place, Problem
from merit.sources.organisation_sheet.staff_rows import StaffRow


class Superiors:
    """Ids by row, superiors by row, and the Problems of names that lead to nobody or to several."""

    def __init__(self, rows: list[StaffRow], file: str, heading: str) -> None:
        self.file = file
        self.heading = heading
        self.problems: list[Problem] = []
        self._ids = self._made_ids(rows)
        self._by_name: dict[str, list[str]] = {}
        for row in rows:
            known = self._by_name.setdefault(row.name, [])
            if self._ids[row.line] not in known:
                known.append(self._ids[row.line])
        self._managers = {row.line: self._found(row) for row in rows}

    def id_of(self, row: StaffRow) -> str:
        """The id that the list gives, or the one made."""
        return self._ids[row.line]

    def managers_of(self, row: StaffRow) -> tuple[str, ...]:
        """Ids of the superiors that the row names and that are in the list."""
        return self._managers[row.line]

    def _made_ids(self, rows: list[StaffRow]) -> dict[int, str]:
        written: dict[str, StaffRow] = {}
        for row in rows:
            first = written.setdefault(row.person, row) if row.person else row
            if first.name != row.name:
                params: dict[str, str | int] = {"person": row.person, "first": first.name, "line": first.line}
                self.problems.append(Problem("sources.id_of_two_people", Place(self.file, row.line), params))
        ids = {row.line: row.person for row in rows}
        number = 0
        for row in rows:
            while not ids[row.line]:
                number += 1
                made = f"p{number:03d}"
                ids[row.line] = made if made not in written else ""
        return ids

    def _found(self, row: StaffRow) -> tuple[str, ...]:
        found: list[str] = []
        for name in row.managers:
            if name in self._ids.values():
                found.append(name)
                continue
            people = self._by_name.get(name, [])
            if len(people) == 1:
                found.append(people[0])
            else:
                self.problems.append(self._problem(row, name, len(people)))
        return tuple(person for person in found if person != self._ids[row.line])

    def _problem(self, row: StaffRow, name: str, count: int) -> Problem:
        place = Place(self.file, row.line, self.heading)
        if count:
            return Problem("sources.superior_of_several", place, {"name": name, "count": count})
        near = get_close_matches(name, list(self._by_name), 1, 0.5)
        if near:
            return Problem("sources.superior_unknown_but_near", place, {"name": name, "near": near[0]})
        return Problem("sources.superior_unknown", place, {"name": name})
