"""Reward plans as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class RewardPlanGiven(Given):
    """One reward as the list shows it; `state` is in_force, coming or over. Counts are of those the asker may see."""

    reward: str
    title: str
    kind: str
    whom: str
    version: int
    valid_from: date | None
    state: str
    coming: int | None
    people: int
    confirmed: int
    given_on: date | None
    mine: bool


class TermGiven(Given):
    """One term in words of the reader's language."""

    term: str
    text: str
    note: str


class RewardVersionGiven(Given):
    """One version: the document as its file holds it, and its terms in words."""

    reward: str
    version: int
    state: str
    valid_from: date | None
    reason: str
    document: dict[str, Any]
    text: str
    terms: list[TermGiven]
    given_on: date | None
    confirmed_on: date | None
    waits_for_me: bool


class ChartGiven(Given):
    """One drawing as its table: what is read and what comes out, in words of the reader's language."""

    code: str
    title: str
    heads: list[str]
    rows: list[list[str]]


class RewardDraftAsked(Schema):
    """A version as it is to be; `example` are the figures to work it out on, as they would be typed."""

    document: dict[str, Any]
    example: dict[str, str] = Field(default_factory=dict, max_length=20)


class RewardDraftGiven(Given):
    """What is wrong with it (nothing: it may be saved), what it pays, and the example worked out."""

    sound: bool
    problems: list[dict[str, Any]]
    terms: list[TermGiven]
    charts: list[ChartGiven]
    example: str
    steps: list[list[str]]


class RewardSaveAsked(Schema):
    """`based_on` is the number of the version that the writer saw, 0 for a reward that is new."""

    document: dict[str, Any]
    based_on: int = Field(ge=0, le=1_000_000)
    reason: str = Field(min_length=1, max_length=300)


class RewardSavedGiven(Given):
    """The number of the new version."""

    reward: str
    version: int


class RewardNoticeAsked(Schema):
    """How and when it was made known: desk, meeting, paper or mail; without a day, today."""

    how: str = Field("desk", max_length=20)
    given_on: date | None = None


class RewardNoticeGiven(Given):
    """How many were told."""

    told: int


class RewardAnswerGiven(Given):
    """One person of the version and what they said."""

    person: str
    name: str
    confirmed_on: date | None
    objected: bool
    answered: bool


class WordsAsked(Schema):
    """An objection or an answer."""

    words: Words


class RewardObjectionGiven(Given):
    """An objection and what HR answered."""

    id: int
    reward: str
    version: int
    person: str
    words: str
    at: datetime
    answer: str
    answered_at: datetime | None
