"""Tasks by state, each with the places it may be moved to: by dragging, or by its menu."""

from dataclasses import dataclass, replace

from django.urls import reverse

from merit.follow.task import TASK, TaskMove, TaskState
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import parties_of_task
from merit_desk.follow.queries.tasks import BOARD, TONES, Asked, ShownTask, tasks_asked
from merit_desk.shell.sentences import say

_MOST = 40
"""Cards in a column."""
_SILENT = {TaskMove.TAKE_BACK, TaskMove.UNBLOCK, TaskMove.REOPEN}
"""Steps with which nothing need be said."""


@dataclass(frozen=True, slots=True)
class Way:
    """A step that a card may take: the column it leads to, its address, whether something is asked first."""

    to: str
    title: str
    address: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One task on the board."""

    line: ShownTask
    ways: tuple[Way, ...]

    @property
    def targets(self) -> str:
        """The columns it may be dropped on, for the script: `state=address` with `?` where something is asked."""
        return " ".join(f"{way.to}={'?' if way.asks else ''}{way.address}" for way in self.ways)


@dataclass(frozen=True, slots=True)
class Column:
    """One state; `count` counts all tasks in it."""

    state: str
    title: str
    tone: str
    count: int
    cards: tuple[Card, ...]


def board_of(viewer: Viewer, asked: Asked) -> list[Column]:
    """The columns in the order of the work; of the accepted ones only the latest."""
    found = tasks_asked(viewer, replace(asked, state="any"))
    columns = []
    for state in BOARD:
        lines = [line for line in found if line.task.state == state]
        if state is TaskState.ACCEPTED:
            lines.sort(key=lambda line: line.task.done_at or line.task.created_at, reverse=True)
        cards = tuple(Card(line, _ways(viewer, line)) for line in lines[:_MOST])
        columns.append(Column(str(state), say(f"task.state.{state}"), TONES[state], len(lines), cards))
    return columns


def _ways(viewer: Viewer, line: ShownTask) -> tuple[Way, ...]:
    state, parties = TaskState(line.task.state), parties_of_task(viewer, line.task)
    moves = [move for move in TASK.open_to(state, parties) if move not in (TaskMove.CHANGE, TaskMove.CANCEL)]
    return tuple(
        Way(
            str(TASK.after(state, move, parties)),
            say(f"task.do.{move}"),
            reverse("follow:task_step", args=(line.task.pk, str(move))),
            move not in _SILENT,
        )
        for move in moves
    )
