"""For whom a plan or a reward is: posts, teams, people."""

from dataclasses import dataclass

from merit.kernel.problems import Problem
from merit.kernel.section import Section
from merit.people.organisation import Organisation
from merit.people.spells import SpellPart
from merit.people.tree import teams_above


@dataclass(frozen=True, slots=True)
class Audience:
    """Of the lists that are given, each must hold the person; a team also holds who is in a team below it."""

    posts: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def holds(self, part: SpellPart, organisation: Organisation) -> bool:
        """True when the plan is for the person on the days of that spell, by where the team stood on the first."""
        spell = part.spell
        if (self.posts and spell.post not in self.posts) or (self.people and spell.person not in self.people):
            return False
        if not self.teams or spell.team in self.teams:
            return True
        return any(team.team in self.teams for team in teams_above(organisation, spell.team, part.period.start))


def read_audience(whole: Section) -> Audience:
    """`for: {post: …}`, team or person, each a name or a list of names."""
    if not whole.needed("for"):
        return Audience()
    section = whole.inner("for")
    section.known_keys("post", "team", "person")
    found = Audience(section.names("post"), section.names("team"), section.names("person"))
    if found == Audience():
        section.add(Problem("documents.for_nobody", section.place()))
    return found
