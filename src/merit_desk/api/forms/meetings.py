"""Review meetings as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=64)]


class SeriesGiven(Given):
    """A series of meetings of a node; `version` is what a change of its members is based on."""

    id: int
    kind: str
    rhythm: str
    node_kind: str
    node: str
    title: str
    chair: str
    members: list[str]
    version: int
    ended_at: datetime | None


class SeriesAsked(Schema):
    """A new series; a strategy review is always quarterly."""

    kind: str = Field("review", pattern="^(review|strategy)$")
    rhythm: str = Field("month", pattern="^(week|month|quarter)$")
    node_kind: str = Field(pattern="^(company|department|team)$")
    node: Id
    title: str = Field(min_length=1, max_length=80)
    chair: Id
    members: list[Id] = Field([], max_length=200)


class MembersAsked(Schema):
    """Who takes part from now on."""

    members: list[Id] = Field(max_length=200)
    based_on: int


class CallAsked(Schema):
    """What it looks back on, and when it is."""

    period: str = Field(max_length=24)
    day: date


class MeetingGiven(Given):
    """One meeting; `state` is prepared, running, sent or called_off."""

    id: int
    series: int
    period: str
    day: date
    state: str
    sent_at: datetime | None
    applied_at: datetime | None


class FigureGiven(Given):
    """A figure as the page shows it."""

    kpi: str
    title: str
    value: str
    target: str
    before: str


class TopicGiven(Given):
    """A topic in four steps."""

    id: int
    title: str
    goal: str
    result: str
    reason: str
    rule: str
    version: int


class DecisionGiven(Given):
    """A numbered decision."""

    number: int
    text: str
    decided_by: str


class ActionGiven(Given):
    """An action item; `task` is its number in the follow-up."""

    id: int
    text: str
    owner: str
    due: date
    task: int | None
    done_at: datetime | None
    note: str


class RecordGiven(Schema):
    """A meeting with everything on its page that the asker may see."""

    meeting: MeetingGiven
    figures: list[FigureGiven]
    topics: list[TopicGiven]
    decisions: list[DecisionGiven]
    actions: list[ActionGiven]
    attendance: dict[str, str]


class TitleAsked(Schema):
    """A new topic."""

    title: str = Field(min_length=1, max_length=120)


Long = Annotated[str, Field(max_length=4000)]


class TopicAsked(Schema):
    """The four steps; `based_on` is the version that was read."""

    goal: Long = ""
    result: Long = ""
    reason: Long = ""
    rule: Long = ""
    based_on: int


class DecisionAsked(Schema):
    """A decision, by a member."""

    text: str = Field(min_length=1, max_length=500)
    decided_by: Id


class ActionAsked(Schema):
    """Who does what until when; `as_task` also puts it into the follow-up."""

    text: str = Field(min_length=1, max_length=300)
    owner: Id
    due: date
    as_task: bool = False


class SettleAsked(Schema):
    """Whether it is done."""

    done: bool = True
    note: str = Field("", max_length=300)


class AttendanceAsked(Schema):
    """present, excused or absent by person."""

    states: dict[str, str] = Field(max_length=200)


class ChangeGiven(Given):
    """A change that a strategy review collects; of a goal, or of the weights of a plan."""

    id: int
    goal: int | None
    plan: str
    verdict: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


class GoalWishAsked(Schema):
    """What becomes of a goal in the next quarter."""

    verdict: str = Field(pattern="^(keep|change|drop)$")
    target: str = Field("", max_length=40)
    weight: str = Field("", max_length=12)
    parent: Annotated[int, Field(gt=0, lt=2**62)] | None = None
    reason: str = Field("", max_length=300)


class WeightsAsked(Schema):
    """Weights in percent by indicator; those left out stay, and all total 100."""

    weights: dict[str, Annotated[str, Field(max_length=12)]] = Field(max_length=60)
    reason: str = Field(min_length=1, max_length=300)
