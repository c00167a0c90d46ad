"""For whom a cycle is: posts, teams, single people, less those who are named as not taking part."""

from dataclasses import dataclass
from datetime import date

from merit.kernel.period import Period
from merit.people.organisation import Organisation
from merit.people.spells import spells_in
from merit.people.tree import teams_above


@dataclass(frozen=True, slots=True)
class Population:
    """Of posts and teams that are given each must hold somebody; `people` are added, `without` taken away.

    A team also holds who is in a team below it. Nothing given stands for everybody.
    """

    posts: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def among(self, organisation: Organisation, period: Period) -> list[str]:
        """Everybody who belongs to it on any day of the period, by id in code-point order."""
        lines: dict[tuple[str, date], frozenset[str]] = {}
        return sorted(
            person
            for person in organisation.spells_of
            if person not in self.without and self._holds(organisation, person, period, lines)
        )

    def _holds(
        self,
        organisation: Organisation,
        person: str,
        period: Period,
        lines: dict[tuple[str, date], frozenset[str]],
    ) -> bool:
        parts = spells_in(organisation, person, period)
        if not parts or person in self.people:
            return bool(parts)
        if not self.posts and not self.teams:
            return not self.people
        return any(
            (not self.posts or part.spell.post in self.posts)
            and (not self.teams or bool(self.teams & _line(organisation, part.spell.team, part.period.start, lines)))
            for part in parts
        )


def _line(
    organisation: Organisation, team: str, day: date, lines: dict[tuple[str, date], frozenset[str]]
) -> frozenset[str]:
    """The team with every team above it on that day, looked up once for all its people."""
    if (team, day) not in lines:
        lines[team, day] = frozenset({team, *(each.team for each in teams_above(organisation, team, day))})
    return lines[team, day]
