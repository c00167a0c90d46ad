"""Honours, points, option grants and what people value as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit.rewards.recognition.valued import MOST_RANKED, Valued
from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=64)]
Token = Annotated[str, Field(min_length=1, max_length=40)]
Points = Annotated[int, Field(ge=1, le=100_000)]


class HonourGiven(Given):
    """An honour of the catalogue; `months` None: for good."""

    id: int
    title: str
    kind: str
    criteria: str
    months: int | None
    points: int
    rule: str
    places: int
    reward: str
    open: bool
    version: int


class HonourAsked(Schema):
    """The same to be set; `based_on` is the version that was read, 0 for a new one."""

    title: str = Field(min_length=1, max_length=40)
    kind: str = Field("honour", pattern="^(honour|title|contest)$")
    criteria: str = Field(min_length=1, max_length=1000)
    months: int | None = Field(None, ge=1, le=120)
    points: int = Field(0, ge=0, le=100_000)
    rule: str = Field("", pattern="^(|top|contest)$")
    places: int = Field(1, ge=1, le=10)
    reward: str = Field("", max_length=64)
    open: bool = True
    based_on: int = 0


class NominationAsked(Schema):
    """Whom one proposes, and why."""

    person: Id
    reason: str = Field(min_length=1, max_length=1000)
    token: Token


class NominationGiven(Given):
    """A proposal; `state` is proposed, granted, declined or withdrawn."""

    id: int
    honour_id: int
    person: str
    reason: str
    state: str
    note: str
    at: datetime


class StepAsked(Schema):
    """What is done with it, with a few words."""

    move: str = Field(max_length=20)
    note: str = Field("", max_length=300)


class ByRuleAsked(Schema):
    """Whom of those that the rule names in the period."""

    period: str = Field(max_length=24)
    people: list[Id] = Field(min_length=1, max_length=1000)


class AwardGiven(Given):
    """An honour that was given; `consent` says whether everybody sees it."""

    id: int
    number: str
    title: str
    kind: str
    person: str
    citation: str
    since: date
    until: date | None
    state: str
    consent: str


class AgreeAsked(Schema):
    """Whether everybody may see it."""

    agree: bool


class ReasonAsked(Schema):
    """A reason that the person reads."""

    reason: str = Field(min_length=1, max_length=500)


class EntryGiven(Given):
    """A line of a book of points; below zero it went, above it came, until `last_day`."""

    id: int
    points: int
    cause: str
    note: str
    day: date
    last_day: date | None


class BookGiven(Schema):
    """A book: what can be spent, and the latest thousand entries."""

    person: str
    usable: int
    entries: list[EntryGiven]


class PointsAsked(Schema):
    """So many points for whom and what; `source` is the manager's budget or the company."""

    person: Id
    points: Points
    note: str = Field(min_length=1, max_length=200)
    token: Token
    source: str = Field("budget", pattern="^(budget|event|contest)$")


class BudgetAsked(Schema):
    """So many points a month from the month on."""

    person: Id
    monthly: int = Field(ge=0, le=100_000)
    since: str = Field(max_length=7)


class GiftGiven(Given):
    """A gift; `stock` None: there is always one."""

    id: int
    title: str
    text: str
    valued: str
    points: int
    stock: int | None
    open: bool
    version: int


class GiftAsked(Schema):
    """The same to be set; `based_on` is the version that was read, 0 for a new one."""

    title: str = Field(min_length=1, max_length=60)
    text: str = Field("", max_length=300)
    valued: Valued
    points: Points
    stock: int | None = Field(None, ge=0, le=100_000)
    open: bool = True
    based_on: int = 0


class RedeemAsked(Schema):
    """At the price that was read."""

    points: Points
    token: Token


class RedemptionGiven(Given):
    """A redemption; `state` is asked, approved, handed_out, declined or cancelled."""

    id: int
    gift_id: int
    points: int
    state: str
    note: str
    at: datetime


class ValuedGiven(Given):
    """An answer with who may see it."""

    id: int
    ranking: list[str]
    text: str
    for_manager: bool
    for_hr: bool
    at: datetime


class ValuedAsked(Schema):
    """Up to three, the most important first; `round` where one was asked."""

    ranking: list[Valued] = Field(min_length=1, max_length=MOST_RANKED)
    text: str = Field("", max_length=500)
    for_manager: bool = False
    for_hr: bool = False
    token: Token
    round: int | None = Field(None, gt=0, lt=2**62)


class ReachAsked(Schema):
    """Who may see it from now on."""

    for_manager: bool
    for_hr: bool


class FitGiven(Schema):
    """What somebody values, as the asker may know it, and gifts that fit."""

    ranking: list[str]
    text: str
    gifts: list[GiftGiven]


class RoundAsked(Schema):
    """A question to everybody at work."""

    title: str = Field(min_length=1, max_length=120)
    closes: date


class RoundGiven(Given):
    """A question; `shown` is the overview once it is closed."""

    id: int
    title: str
    closes: date
    closed_at: datetime | None
    shown: dict[str, list[dict[str, str | int]]]
