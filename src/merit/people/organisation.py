"""Who was where when: spells of people in posts and teams, and the tree of teams."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from merit.kernel.explain import LineRef


class SpellStatus(StrEnum):
    """The state of the employment during a spell."""

    PROBATION = "probation"
    REGULAR = "regular"
    LEAVE = "leave"


class TeamKind(StrEnum):
    """Where a team stands in the organisation."""

    COMPANY = "company"
    DEPARTMENT = "department"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Spell:
    """A person in one post and team from `start` up to but not including `end` (None: still)."""

    person: str
    name: str
    post: str
    team: str
    managers: tuple[str, ...]
    start: date
    end: date | None
    status: SpellStatus
    bonus_base: Fraction | None
    """Monthly base of the performance bonus, currency units."""
    wage: Fraction | None
    """Contract wage per month, currency units."""
    source: LineRef


@dataclass(frozen=True, slots=True)
class Team:
    """A node of the tree of teams, valid from `start` (None: always) up to but not including `end`."""

    team: str
    name: str
    parent: str
    leader: str
    kind: TeamKind
    start: date | None
    end: date | None
    source: LineRef


@dataclass(frozen=True, slots=True)
class Leave:
    """Days off duty, both ends included, that are protected or not by their kind."""

    person: str
    first: date
    last: date
    kind: str
    source: LineRef


@dataclass(frozen=True, slots=True)
class Organisation:
    """Spells, teams and leave of the whole company."""

    spells: tuple[Spell, ...]
    teams: tuple[Team, ...]
    leave: tuple[Leave, ...] = ()
