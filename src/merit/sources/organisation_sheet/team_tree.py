"""The teams that a list of staff speaks of: one below the other by their paths, each led by who its members name."""

from collections import Counter
from collections.abc import Iterator

from merit.sources.organisation_sheet.staff_columns import LEADING_WORDS
from merit.sources.organisation_sheet.staff_rows import StaffRow
from merit.sources.organisation_sheet.superiors import Superiors

ROOT = "company"


class TeamTree:
    """Paths of names to teams with ids t01, t02… in the order of the list; the company itself is the root."""

    def __init__(self, company_name: str, rows: list[StaffRow], superiors: Superiors) -> None:
        self._superiors = superiors
        self._root_name = company_name
        self._ids: dict[tuple[str, ...], str] = {(): ROOT}
        self._members: dict[tuple[str, ...], list[StaffRow]] = {(): []}
        for row in rows:
            path = self._path(row)
            for length in range(1, len(path) + 1):
                self._ids.setdefault(path[:length], f"t{len(self._ids):02d}")
            self._members.setdefault(path, []).append(row)
        self._leaders = {path: self._leader(path) for path in self._ids}

    def team_of(self, row: StaffRow) -> str:
        """The id of the team that the row stands in."""
        return self._ids[self._path(row)]

    def leader_above(self, row: StaffRow) -> tuple[str, ...]:
        """Who is in charge when the row names nobody: the nearest leader who is somebody else."""
        path: tuple[str, ...] | None = self._path(row)
        while path is not None:
            leader = self._leaders[path]
            if leader and leader != self._superiors.id_of(row):
                return (leader,)
            path = path[:-1] if path else None
        return ()

    def rows(self) -> Iterator[dict[str, str]]:
        """The table teams, each team after the one above."""
        for path in sorted(self._ids, key=len):
            name = path[-1] if path else self._root_name
            parent = self._ids[path[:-1]] if path else ""
            yield {"team": self._ids[path], "name": name, "parent": parent, "leader": self._leaders[path]}

    def _path(self, row: StaffRow) -> tuple[str, ...]:
        return row.path[1:] if row.path[:1] == (self._root_name,) else row.path

    def _leader(self, path: tuple[str, ...]) -> str:
        """Marked as leader; else the member named by most; else the only leading post; else whoever is named."""
        members = self._members.get(path, [])
        marked = [self._superiors.id_of(row) for row in members if row.leads]
        own = {self._superiors.id_of(row) for row in members}
        below = [row for place, rows in self._members.items() if place[: len(path)] == path for row in rows]
        inside = _most_named(below, self._superiors, own)
        leading = [self._superiors.id_of(row) for row in members if leads_by_post(row.post)]
        if not path:
            return next(iter([*marked, *inside, *leading[:1], *self._at_the_top(below)]), "")
        outside = _most_named(members, self._superiors, None)
        return next(iter([*marked, *inside, *(leading if len(leading) == 1 else ()), *outside]), "")

    def _at_the_top(self, rows: list[StaffRow]) -> list[str]:
        """Who is named by others and names nobody, most named first."""
        free = {self._superiors.id_of(row) for row in rows if not row.managers}
        return _most_named(rows, self._superiors, free)


def leads_by_post(post: str) -> bool:
    """True when the name of the post is a leader's."""
    return any(word in post.lower() for word in LEADING_WORDS)


def _most_named(rows: list[StaffRow], superiors: Superiors, among: set[str] | None) -> list[str]:
    named = Counter(manager for row in rows for manager in superiors.managers_of(row))
    return [person for person, _ in named.most_common() if among is None or person in among]
