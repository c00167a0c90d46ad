"""Feedback, notes, 1-on-1 talks and comments as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class FeedbackGiven(Given):
    """`audience` is person, manager or everybody; `consent` counts only of what is meant for everybody."""

    id: int
    kind: str
    about: str
    writer: str
    value: str
    text: str
    audience: str
    consent: str
    at: datetime


class FeedbackAsked(Schema):
    """What is written about somebody. `token` makes a second sending harmless."""

    kind: str = Field("feedback", pattern="^(feedback|recognition)$")
    text: Words
    audience: str = Field(pattern="^(person|manager|everybody)$")
    value: str = Field("", max_length=40)
    token: str = Field("", max_length=40)


class FeedbackToAsked(FeedbackAsked):
    """The same with whom it is about."""

    about: Id


class ConsentAsked(Schema):
    """Whether the praise may be on the wall."""

    agree: bool


class QuestionGiven(Given):
    """A question for feedback; `state` is asked, answered, declined or withdrawn."""

    id: int
    asker: str
    asked: str
    about: str
    text: str
    due: date | None
    state: str
    at: datetime


class QuestionAsked(Schema):
    """Whom to ask about whom."""

    asked: Id
    about: Id
    text: str = Field(min_length=1, max_length=500)
    due: date | None = None


class MoveAsked(Schema):
    """What is done with it."""

    move: str = Field(max_length=20)


class ValuesAsked(Schema):
    """The company's values in their order."""

    values: list[Annotated[str, Field(min_length=1, max_length=40)]] = Field(min_length=1, max_length=12)


class NoteGiven(Given):
    """A note: one's own, or one shared with oneself. `version` is what a change of it is based on."""

    id: int
    writer: str
    about: str
    text: str
    shared: bool
    version: int
    at: datetime


class NoteAsked(Schema):
    """A note about one of one's people."""

    about: Id
    text: str = Field(min_length=1, max_length=4000)
    shared: bool = False


class TextAsked(Schema):
    """A text written anew; `based_on` is the version that was read."""

    text: str = Field(max_length=8000)
    based_on: int = 0


class PairGiven(Given):
    """A series of 1-on-1 talks."""

    id: int
    first: str
    second: str
    every_days: int


class PairAsked(Schema):
    """With whom, every how many days."""

    other: Id
    every_days: int = Field(14, ge=1, le=366)


class TalkGiven(Given):
    """One talk with the notes of both and the asker's own."""

    id: int
    day: date
    text: str
    version: int
    held_at: datetime | None
    own: str


class PointGiven(Given):
    """A point of the agenda."""

    id: int
    person: str
    text: str
    at: datetime
    dealt_at: datetime | None


class PromiseGiven(Given):
    """An action item."""

    id: int
    text: str
    owner: str
    due: date
    done_at: datetime | None


class AgendaGiven(Schema):
    """A series with everything that is open, and its talks."""

    pair: PairGiven
    points: list[PointGiven]
    promises: list[PromiseGiven]
    talks: list[TalkGiven]


class DayAsked(Schema):
    """The day of a talk."""

    day: date


class PointAsked(Schema):
    """A point of the agenda."""

    text: str = Field(min_length=1, max_length=300)


class PromiseAsked(Schema):
    """Who does what until when."""

    text: str = Field(min_length=1, max_length=300)
    owner: Id
    due: date


class DoneAsked(Schema):
    """Whether it is done."""

    done: bool = True


class CommentGiven(Schema):
    """A comment; one that was taken back has no text."""

    id: int
    name: str
    at: datetime
    text: str
    mentioned: list[str]
    taken_back: bool


class CommentAsked(Schema):
    """`@name` or `@name(id)` mentions somebody who may see the subject."""

    kind: str = Field(max_length=20)
    subject: str = Field(max_length=200)
    text: Words
