"""What people give when they act: a task, the words of a step, a request, a reply, a week in their own words."""

from dataclasses import dataclass
from datetime import date

from merit.follow.request import RequestKind


@dataclass(frozen=True, slots=True)
class Given:
    """A task as somebody writes it; `after` are numbers of tasks that have to be done before."""

    title: str
    owner: str
    due: date
    kind: str = "routine"
    expected: str = ""
    criteria: str = ""
    goal: str = ""
    days: int | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a step: words, addresses that show it, and of an acceptance the quality, 0…100."""

    note: str = ""
    links: tuple[str, ...] = ()
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A request as somebody writes it; `of` is `person:<id>` or `team:<id>`, whose leader is then asked."""

    kind: RequestKind
    subject: str
    of: str
    needed_by: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes with a step; `to` is who is asked instead, `as_task` makes accepted work a task the asker checks."""

    note: str = ""
    to: str = ""
    as_task: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the person writes in a report; `confidence` by key of a goal or KPI, None leaves it as it is."""

    went_well: str = ""
    stuck: str = ""
    plans: str = ""
    help_needed: str = ""
    confidence: dict[str, str] | None = None
