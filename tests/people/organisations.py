"""Small organisations for tests of people: the company, two teams and a few invented people."""

from datetime import date
from fractions import Fraction

from merit.kernel.explain import LineRef
from merit.people.credits import CreditShare
from merit.people.organisation import Leave, Organisation, Spell, SpellStatus, Team, TeamKind


def day(text: str) -> date:
    return date.fromisoformat(text)


def spell(person, team, start="2026-01-01", end=None, line=2, **changed):
    given = {"managers": (), "status": SpellStatus.REGULAR, "post": "clerk"} | changed
    until = day(end) if end else None
    return Spell(
        person=person,
        name=person.title(),
        team=team,
        start=day(start),
        end=until,
        bonus_base=None,
        wage=None,
        source=LineRef("people.csv", line),
        **given,
    )


def team(team, *, parent="", leader="", kind="team", start=None, end=None, line=2):
    kinds = {"company": TeamKind.COMPANY, "department": TeamKind.DEPARTMENT, "team": TeamKind.TEAM}
    first, past = (day(text) if text else None for text in (start, end))
    return Team(team, team.title(), parent, leader, kinds[kind], first, past, LineRef("teams.csv", line))


def leave(person, first, last, kind):
    return Leave(person, day(first), day(last), kind, LineRef("facts/leave.csv", 2))


def share(person, amount, *, kind="shop", subject="s1", role="", start=None, end=None, line=2):
    first, past = (day(text) if text else None for text in (start, end))
    return CreditShare(kind, subject, person, Fraction(amount), role, first, past, LineRef("credits.csv", line))


TREE = (
    team("all", leader="owner", kind="company", line=2),
    team("sales", parent="all", leader="leader", kind="department", line=3),
    team("north", parent="sales", line=4),
    team("south", parent="sales", leader="chief", line=5),
)


def organisation(*spells, teams=TREE, leave=()):
    return Organisation(tuple(spells), tuple(teams), tuple(leave))
