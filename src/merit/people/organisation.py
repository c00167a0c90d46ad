"""Who was where when: spells of people in posts and teams, and the tree of teams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from merit.kernel.explain import LineRef

T = TypeVar("T")


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
    """Spells, teams and leave of the whole company, in any order."""

    spells: tuple[Spell, ...]
    teams: tuple[Team, ...]
    leave: tuple[Leave, ...] = ()
    spells_of: Mapping[str, tuple[Spell, ...]] = field(init=False, repr=False, compare=False)
    """A person's spells, earliest first; follows from `spells`."""
    rows_of: Mapping[str, tuple[Team, ...]] = field(init=False, repr=False, compare=False)
    """A team's rows over time, earliest first; follows from `teams`."""
    leave_of: Mapping[str, tuple[Leave, ...]] = field(init=False, repr=False, compare=False)
    """A person's leave, earliest first; follows from `leave`."""

    def __post_init__(self) -> None:
        spells = sorted(self.spells, key=lambda spell: spell.start)
        teams = sorted(self.teams, key=lambda team: team.start or date.min)
        leave = sorted(self.leave, key=lambda each: each.first)
        object.__setattr__(self, "spells_of", _grouped((spell.person, spell) for spell in spells))
        object.__setattr__(self, "rows_of", _grouped((team.team, team) for team in teams))
        object.__setattr__(self, "leave_of", _grouped((each.person, each) for each in leave))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = {}
    for name, thing in pairs:
        groups.setdefault(name, []).append(thing)
    return {name: tuple(things) for name, things in groups.items()}
