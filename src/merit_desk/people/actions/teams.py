"""Teams are made, renamed, moved and ended from a day on; what stood before stays as it was."""

from dataclasses import dataclass
from datetime import date, timedelta

from merit.company import Company
from merit.kernel.refusals import ConflictRefusal
from merit.people.tree import team_on
from merit.sources.company_folder.row import day_in
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject
from merit_desk.people.actions.spells import next_id
from merit_desk.people.actions.table_edit import Line, Rows, Told, edit_rows
from merit_desk.people.queries.reach import nobody_here, require_team
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team as it stands from `start` on (None: always)."""

    name: str
    parent: str
    leader: str
    start: date | None


def rows_of_team(team: str, seen: str = "") -> Rows:
    """The rows of one team."""
    return Rows("teams", lambda line: line.get("team") == team, seen)


def found_team(viewer: Viewer, asked: NewTeam, reason: str) -> str:
    """A new team; its id."""
    viewer.require(Can.EDIT_PEOPLE)
    company = declared_company()
    _may_stand_under(viewer, company, asked.parent, asked.start or viewer.today)
    team = next_id("teams", "team", "t")
    line = {"team": team, "name": asked.name, "parent": asked.parent, "leader": asked.leader}
    line |= {"from": str(asked.start or "")}
    edit_rows(viewer, rows_of_team(team), lambda lines: [*lines, line], _told("team.founded", team, reason))
    return team


def change_team(viewer: Viewer, rows: Rows, team: str, asked: NewTeam, reason: str) -> None:
    """Another name, place or leader from a day on. Raises ConflictRefusal when the team is not there that day."""
    viewer.require(Can.EDIT_PEOPLE)
    company = declared_company()
    day = asked.start or viewer.today
    require_team(viewer, company, team, day)
    here = team_on(company.organisation, team, day)
    if here is None:
        raise ConflictRefusal("people.team_not_there_then", team=team, day=str(day))
    if asked.parent != here.parent:
        _may_stand_under(viewer, company, asked.parent, day)
    change = _Change(here.start, day, asked, moved=asked.parent != here.parent)
    edit_rows(viewer, rows, change.applied, _told("team.changed", team, reason))


def end_team(viewer: Viewer, rows: Rows, team: str, last: date, reason: str) -> None:
    """The team's last day. The core refuses while somebody is in it afterwards."""
    viewer.require(Can.EDIT_PEOPLE)
    company = declared_company()
    require_team(viewer, company, team, last)
    if team_on(company.organisation, team, last) is None:
        raise ConflictRefusal("people.team_not_there_then", team=team, day=str(last))

    def ended(lines: list[Line]) -> list[Line]:
        kept = [line for line in lines if (day_in(line.get("from", "")) or date.min) <= last]
        return [line | {"to": str(last)} if _in_force(line, last) else line for line in kept]

    edit_rows(viewer, rows, ended, _told("team.ended", team, reason))


@dataclass(frozen=True, slots=True)
class _Change:
    was_from: date | None
    day: date
    asked: NewTeam
    moved: bool

    def applied(self, lines: list[Line]) -> list[Line]:
        """The row in force ends the day before; a change on its first day, or of one of always, replaces it."""
        fresh = {"name": self.asked.name, "parent": self.asked.parent, "leader": self.asked.leader}
        if self.moved:
            fresh["kind"] = ""
        changed: list[Line] = []
        for line in lines:
            if not _in_force(line, self.day):
                changed.append(line)
            elif self.asked.start is None or self.was_from == self.day:
                changed.append(line | fresh)
            else:
                changed.append(line | {"to": str(self.day - timedelta(days=1))})
                changed.append(line | fresh | {"from": str(self.day)})
        return changed


def _in_force(line: Line, day: date) -> bool:
    first, last = day_in(line.get("from", "")), day_in(line.get("to", ""))
    return (first is None or first <= day) and (last is None or day <= last)


def _may_stand_under(viewer: Viewer, company: Company, parent: str, day: date) -> None:
    if parent:
        require_team(viewer, company, parent, day)
    elif not viewer.everywhere(Can.EDIT_PEOPLE):
        raise nobody_here()


def _told(action: str, team: str, reason: str) -> Told:
    return Told(action, Subject("team", team), reason)
