"""What the API takes and gives of tasks, requests and reports; moments are in UTC."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from merit.follow.checkin import Confidence
from merit.follow.recurrence import Every
from merit.follow.request import RequestKind, RequestMove
from merit.follow.task import TaskMove
from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(max_length=2000)]
Long = Annotated[str, Field(max_length=4000)]
Number = Annotated[int, Field(ge=1, lt=2**62)]
Link = Annotated[str, Field(max_length=500, pattern=r"^(https?://|/[^/])")]
TaskKind = Literal["routine", "project", "design", "copy", "development", "closing", "improvement", "other"]


class TaskAsked(Schema):
    """A task to give."""

    title: Line
    owner: Id
    due: date
    kind: TaskKind = "routine"
    expected: Text = ""
    criteria: Text = ""
    goal: Annotated[str, Field(max_length=120)] = ""
    days: Annotated[int, Field(ge=1, le=200)] | None = None
    after: Annotated[list[Number], Field(max_length=50)] = []


class TaskChangeAsked(TaskAsked):
    """The task as it is to be, and the version that was seen."""

    version: Annotated[int, Field(ge=1, lt=2**31)]


class TaskStepAsked(Schema):
    """A step. Accepting needs `quality`; returning, blocking and cancelling need `note`."""

    move: Literal[tuple(each.value for each in TaskMove if each is not TaskMove.CHANGE)]  # type: ignore[valid-type]
    note: Text = ""
    links: Annotated[list[Link], Field(max_length=10)] = []
    quality: Annotated[int, Field(ge=0, le=100)] | None = None


class SeriesAsked(TaskAsked):
    """A task that comes back; `due` is the first day."""

    every: Every


class RequestAsked(Schema):
    """A request; `of` is `person:<id>` or `team:<id>`, whose leader is then asked."""

    kind: RequestKind
    subject: Line
    of: Annotated[str, Field(max_length=80, pattern=r"^(person|team):")]
    needed_by: date
    text: Text = ""


class RequestStepAsked(Schema):
    """A step. Answering, declining and asking again need `note`; handing on needs `to`."""

    move: RequestMove
    note: Text = ""
    to: Id = ""
    as_task: bool = False


class ReportAsked(Schema):
    """A week in one's own words; `version` is that of the draft that was seen, 0 for none."""

    went_well: Long = ""
    stuck: Long = ""
    plans: Long = ""
    help_needed: Long = ""
    confidence: dict[Annotated[str, Field(max_length=120)], Confidence] | None = None
    version: Annotated[int, Field(ge=0, lt=2**31)] = 0
    send: bool = False


class AnswerAsked(Schema):
    """An answer to a report."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class StepGiven(Given):
    """A step that was made."""

    at: datetime
    person: str
    move: str
    note: str
    links: list[str]


class TaskGiven(Given):
    """A task; `done_at` is when what was accepted had been handed in."""

    id: int
    title: str
    owner: str
    author: str
    kind: str
    expected: str
    criteria: str
    goal: str
    due: date
    first_due: date
    state: str
    returned: int
    quality: int | None
    created_at: datetime
    handed_in_at: datetime | None
    done_at: datetime | None
    cancelled_at: datetime | None
    version: int


class TaskWithSteps(TaskGiven):
    """The same with its steps, oldest first."""

    steps: list[StepGiven]


class SeriesGiven(Given):
    """A task that comes back."""

    id: int
    title: str
    owner: str
    every: str
    first: date
    stopped_at: datetime | None


class RequestGiven(Given):
    """A request across departments."""

    id: int
    kind: str
    subject: str
    text: str
    author: str
    receiver: str
    team: str
    needed_by: date
    state: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    task_id: int | None


class RequestWithSteps(RequestGiven):
    """The same with its trace, oldest first."""

    steps: list[StepGiven]


class AnswerGiven(Given):
    """An answer to a report."""

    at: datetime
    person: str
    text: str


class ReportGiven(Given):
    """A progress report of a week."""

    id: int
    person: str
    week: str
    state: str
    went_well: str
    stuck: str
    plans: str
    help_needed: str
    confidence: dict[str, str]
    sent_at: datetime | None
    version: int
    answers: list[AnswerGiven]
