"""Is the draft in proportion: unequal results paid alike, rewards too small to matter, best and worst too close."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from merit.insight.proportion import Rewarded, disproportions
from merit.kernel.money import FEN_PER_UNIT
from merit.kernel.problems import Problem
from merit.people.organisation import Organisation
from merit.people.spells import spells_in
from merit_desk.shell import formats
from merit_desk.simulation.queries.board import Board, Person
from merit_desk.simulation.queries.scenes import Scene

MOST = 6
"""Flags shown."""
_PEOPLE, _AMOUNTS = ("better", "worse"), ("best", "worst", "better_reward", "worse_reward")


def flags(scene: Scene, board: Board) -> tuple[list[Problem], int]:
    """The first flags on the draft with people by name, and how many there are in all."""
    found = disproportions(list(_rewarded(scene, board)))
    names = {each.person: each.name for each in board.people}
    return [_named(each, names) for each in found[:MOST]], len(found)


def _named(problem: Problem, names: dict[str, str]) -> Problem:
    """People by name, amounts as amounts are written."""
    params = problem.params
    known: dict[str, str | int] = {key: names.get(str(params[key]), "") for key in _PEOPLE if key in params}
    known |= {key: formats.grouped(Decimal(str(params[key])), 2) for key in _AMOUNTS if key in params}
    known |= {key: str(params[key]).replace("-", "\N{MINUS SIGN}") for key in ("share",) if key in params}
    return replace(problem, params={**params, **known})


def _rewarded(scene: Scene, board: Board) -> Iterator[Rewarded]:
    """Everybody with a score, people of one post together; the wage is that of the months in which they were there."""
    assert scene.ready is not None  # noqa: S101 - asked of a scene that ended well
    organisation = scene.ready.workspace.company.organisation
    for each in board.people:
        if each.score_draft is not None:
            brought = scene.ready.contribution.get(each.person)
            reward, wage = Fraction(each.draft, FEN_PER_UNIT), _wage(organisation, scene, each)
            yield Rewarded(each.person, each.post, each.score_draft, reward, wage, brought)


def _wage(organisation: Organisation, scene: Scene, person: Person) -> Fraction | None:
    total = Fraction(0)
    for period in scene.periods:
        parts = spells_in(organisation, person.person, period)
        if parts:
            wage = parts[-1].spell.wage
            if wage is None:
                return None
            total += wage
    return total or None
