"""What components show, as small frozen values that any app makes: tabs, steps, facts, jobs, timeline entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from merit.kernel.problems import Problem, Severity, in_order
from merit.wording.sentences import problem_sentence
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a page of its own with an address; `count` only for what waits or is found there."""

    title: str
    address: str
    current: bool = False
    count: int = 0


class StepState(StrEnum):
    """Where a step of a wizard stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stepper; a step that may be gone back to has an address."""

    title: str
    state: StepState
    address: str = ""


def steps(titles: Sequence[tuple[str, str]], now: int) -> list[Step]:
    """(title, address) pairs as steps; those before `now` are done, those after it have no address."""
    states = (StepState.DONE, StepState.NOW, StepState.NEXT)
    return [
        Step(title, states[(at >= now) + (at > now)], address if at < now else "")
        for at, (title, address) in enumerate(titles)
    ]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a definition list."""

    term: str
    text: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline; `now` marks the one that stands, `icon` is a Tabler name without `ti-`."""

    title: str
    moment: str
    who: str = ""
    note: str = ""
    address: str = ""
    icon: str = ""
    pill: str = ""
    tone: str = ""
    now: bool = False


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_JOB_ICONS = {
    JobState.WAITING: "clock",
    JobState.RUNNING: "loader-2",
    JobState.DONE: "circle-check",
    JobState.FAILED: "alert-triangle",
    JobState.CANCELLED: "circle-minus",
}


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job as its progress bar shows it. `address` answers a page or fragment with this bar, asked every second."""

    id: str
    title: str
    state: JobState
    address: str
    done: int = 0
    total: int = 0
    outcomes: tuple[tuple[str, int, str], ...] = ()
    """Word, count and tone (good, watch, bad or empty) of each outcome."""
    time_left: str = ""
    cancel_address: str = ""
    undone: str = ""
    """The sentence that says what cancelling will undo."""
    sentence: str = ""
    may_leave: bool = True

    @property
    def share(self) -> int | None:
        """Percent done, rounded down; None while the total is unknown."""
        return min(self.done * 100 // self.total, 100) if self.total else None

    @property
    def icon(self) -> str:
        """The Tabler name of the state's icon."""
        return _JOB_ICONS[self.state]


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A finding in the reader's language; `address` leads to where it can be mended."""

    sentence: str
    place: str
    tone: str
    icon: str
    severity: str
    address: str = ""


_PROBLEM_LOOKS = {
    Severity.ERROR: ("bad", "alert-triangle"),
    Severity.WARNING: ("watch", "alert-circle"),
    Severity.NOTE: ("calm", "info-circle"),
}


def shown_problems(problems: Sequence[Problem]) -> list[ShownProblem]:
    """In order of file and line, each once."""
    return [
        ShownProblem(
            problem_sentence(each, current_language()),
            str(each.place),
            *_PROBLEM_LOOKS[each.severity],
            severity=say(f"severity.{each.severity}"),
        )
        for each in in_order(problems)
    ]
