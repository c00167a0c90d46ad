"""What the API takes and gives of performance cycles."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=80)]
Ids = Annotated[list[Id], Field(max_length=5000)]
Days = Annotated[dict[str, date], Field(max_length=12)]
Reason = Annotated[str, Field(max_length=300)]


class PopulationAsked(Schema):
    """Posts within teams, with people added and taken away; nothing given stands for everybody."""

    posts: Ids = []
    teams: Ids = []
    people: Ids = []
    without: Ids = []


class CycleAsked(Schema):
    """A new cycle; without `stages` every stage ends on its usual day."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Id
    period: Annotated[str, Field(max_length=24)]
    method: Id = "kpi"
    population: PopulationAsked = PopulationAsked()
    stages: Days | None = None


class DeadlinesAsked(Schema):
    """Every stage of the cycle with its last day, and why it moves."""

    stages: Days
    reason: Reason


class SyncAsked(Schema):
    """The digest of the changes that were shown."""

    seen: Annotated[str, Field(max_length=64)]


class MoveAsked(Schema):
    """A move of a review, and why where it has to be said."""

    move: Id
    note: Reason = ""


class CycleGiven(Given):
    """A cycle; `stages` by their last days, `counts` of the reviews in the asker's sight by state."""

    code: str
    title: str
    kind: str
    period: str
    method: str
    population: dict[str, Any]
    stages: dict[str, date]
    counts: dict[str, int]
    sealed_at: datetime | None


class ReviewGiven(Given):
    """One person's review; `moves` are those that the asker may make here and now."""

    id: int
    cycle: str
    person: str
    state: str
    start: date
    end: date
    due: date | None
    plan: str
    plan_version: int | None
    team: str
    post: str
    managers: list[dict[str, Any]]
    skip_managers: list[dict[str, Any]]
    segments: list[dict[str, Any]]
    moves: list[str]


class ChangeGiven(Given):
    """What the organisation would change of one person's review."""

    person: str
    what: str
    why: str
    before: dict[str, Any]
    after: dict[str, Any]


class SyncGiven(Given):
    """All changes, and the digest by which they can be applied."""

    seen: str
    changes: list[ChangeGiven]
