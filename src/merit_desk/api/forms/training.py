"""What the API takes and gives of courses, sessions, seats and needs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit.follow.training import NeedMove, SeatMove
from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=120)]
Row = Annotated[int, Field(ge=1, lt=2**62)]
Link = Annotated[str, Field(max_length=400, pattern=r"^(https?://.+)?$")]


class CourseAsked(Schema):
    """A course; `cost` per person in the company's currency, `serves` ids of KPIs or rated matters."""

    title: Line
    about: Annotated[str, Field(max_length=2000)] = ""
    serves: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=50)] = []
    material: Link = ""
    hours: Annotated[Decimal, Field(gt=0, le=400, max_digits=5, decimal_places=1)] = Decimal(1)
    cost: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] = Decimal(0)


class CourseChangeAsked(CourseAsked):
    """The course as it is to be, and the version that was seen."""

    version: Annotated[int, Field(ge=1, lt=2**31)]


class RetireAsked(Schema):
    """Off the catalogue, or back."""

    retired: bool = True


class SessionAsked(Schema):
    """A session; `trainer` a person of the company, else `trainer_name`."""

    day: date
    hours: Annotated[str, Field(max_length=40)] = ""
    place: Annotated[str, Field(max_length=120)] = ""
    trainer: Id = ""
    trainer_name: Annotated[str, Field(max_length=80)] = ""
    seats: Annotated[int, Field(ge=1, le=2000)] = 20


class WhyAsked(Schema):
    """A reason."""

    note: Annotated[str, Field(max_length=300)] = ""


class SeatAsked(Schema):
    """Whom to sign up."""

    person: Id


class SeatStepAsked(Schema):
    """A step of a seat."""

    move: SeatMove


class AttendanceAsked(Schema):
    """Numbers of the seats of those who came."""

    came: Annotated[list[Row], Field(max_length=2000)] = []


class NeedAsked(Schema):
    """A need; `period` where a result showed it."""

    person: Id
    subject: Annotated[str, Field(max_length=80)] = ""
    text: Annotated[str, Field(max_length=300)] = ""
    period: Annotated[str, Field(max_length=24)] = ""
    course: Row | None = None


class NeedStepAsked(Schema):
    """A step of a need; planning needs `course`, dropping `note`."""

    move: NeedMove
    note: Annotated[str, Field(max_length=300)] = ""
    course: Row | None = None


class CourseGiven(Given):
    """A course; `cost_fen` per person."""

    id: int
    title: str
    about: str
    serves: list[str]
    material: str
    hours: Decimal
    cost_fen: int
    retired_at: datetime | None
    version: int


class SessionGiven(Given):
    """A session."""

    id: int
    course_id: int
    day: date
    hours: str
    place: str
    trainer: str
    trainer_name: str
    seats: int
    called_off_at: datetime | None


class SeatGiven(Given):
    """A seat."""

    id: int
    session_id: int
    person: str
    state: str
    signed_at: datetime
    noted_at: datetime | None


class SessionWithSeats(SessionGiven):
    """A session with the seats that the asker may know of."""

    places: list[SeatGiven]


class NeedGiven(Given):
    """A need."""

    id: int
    person: str
    subject: str
    text: str
    source: str
    period: str
    state: str
    course_id: int | None
    note: str
    made_at: datetime


class FindingGiven(Given):
    """A need that results show; `values` go with `periods`, exact as text."""

    person: str
    subject: str
    source: str
    periods: list[str]
    values: list[str]


class EffectGiven(Given):
    """The effect in points with its 95 % interval; null where there are too few people or no results."""

    before: list[str]
    after: list[str]
    reading: str | None
    attended: int | None
    others: int | None
    effect: float | None
    low: float | None
    high: float | None
    unlike: bool | None
