"""State machines as tables of moves: what may be done in which state, by whom, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


class Party(StrEnum):
    """In which capacity somebody acts. One person may act in several; on their own review only as SUBJECT."""

    SUBJECT = "subject"
    """The person it is about."""
    MANAGER = "manager"
    SKIP_MANAGER = "skip_manager"
    """The manager's manager."""
    RATER = "rater"
    AUTHOR = "author"
    """Who asked, assigned or wrote it."""
    RECEIVER = "receiver"
    """Who was asked, or has to do it."""
    JUDGE = "judge"
    """Somebody outside the line who was named to decide."""
    HR = "hr"
    FINANCE = "finance"
    OWNER = "owner"
    CLOCK = "clock"
    """A deadline that has passed."""


@dataclass(frozen=True, slots=True)
class MoveRule(Generic[State]):
    """Where a move leads, and who may make it."""

    to: State
    by: frozenset[Party]


@dataclass(frozen=True, slots=True)
class Machine(Generic[State, Move]):
    """`name` is the stem of its sentences: `<name>.stands.<state>` says what it is waiting for."""

    name: str
    first: State
    moves: Mapping[tuple[State, Move], MoveRule[State]]

    def after(self, state: State, move: Move, parties: frozenset[Party]) -> State:
        """The state after the move.

        Raises NotAllowedRefusal when none of the parties ever makes this move, ConflictRefusal when the state does
        not permit it, or does not permit it to them.
        """
        if not any(parties & step.by for (_, each), step in self.moves.items() if each is move):
            raise NotAllowedRefusal("moves.not_yours")
        step = self.moves.get((state, move))
        if step is None or not parties & step.by:
            raise ConflictRefusal(f"{self.name}.stands.{state}")
        return step.to

    def open_to(self, state: State, parties: frozenset[Party]) -> tuple[Move, ...]:
        """The moves that these parties may make now, in the order of the table."""
        return tuple(move for (each, move), step in self.moves.items() if each is state and parties & step.by)


def by(to: State, *parties: Party) -> MoveRule[State]:
    """A row of the table."""
    return MoveRule(to, frozenset(parties))
