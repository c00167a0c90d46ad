"""What the API is asked of agreements, and what it gives; days are ISO dates, moments in UTC, numbers decimal text."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Text = Annotated[str, Field(max_length=500)]
Digest = Annotated[str, Field(max_length=64)]
Key = Annotated[str, Field(max_length=160)]
Target = Annotated[str, Field(max_length=40)]
Number = Annotated[int, Field(gt=0, lt=2**62)]


class AgreementLine(Given):
    """An agreement as a list shows it."""

    id: int
    cycle: str
    person: str
    state: str
    version: int
    digest: str
    in_force_from: date | None
    moved_at: datetime


class AgreementGiven(AgreementLine):
    """The same with its terms, the record of what happened to it, and the moves open to the asker."""

    terms: dict[str, Any]
    record: dict[str, Any]
    moves: list[str]


class CountGiven(Given):
    """How many were concerned."""

    count: int


class IssueAsked(Schema):
    """Issue the agreements of a cycle; without `notify` they stay drafts."""

    cycle: Annotated[str, Field(max_length=60)]
    notify: bool = True


class WantedAsked(Schema):
    """Another target for one line."""

    indicator: Key
    target: Target
    reason: Text = ""


class ProposalAsked(Schema):
    """Other targets for the terms of this digest, or a remark in words."""

    digest: Digest
    points: Annotated[list[WantedAsked], Field(max_length=100)] = []
    note: Annotated[str, Field(max_length=1000)] = ""


class PointAnswer(Schema):
    """The answer to the proposed target of one line."""

    indicator: Key
    answer: Literal["accept", "refuse", "counter"]
    note: Text = ""
    counter: Target = ""


class AnswerAsked(Schema):
    """Answers to every point of the open proposal."""

    points: Annotated[list[PointAnswer], Field(max_length=100)] = []
    note: Annotated[str, Field(max_length=1000)] = ""


class SignAsked(Schema):
    """The digest of what was read."""

    digest: Digest


class SeenAsked(Schema):
    """One agreement and the digest of what was read."""

    id: Number
    digest: Digest


class CountersignAsked(Schema):
    """Sign all of these or none."""

    agreements: Annotated[list[SeenAsked], Field(max_length=5000)]


class NotifyAsked(Schema):
    """Give notice of all of these drafts or of none."""

    agreements: Annotated[list[Number], Field(max_length=5000)]


class ChangeAsked(Schema):
    """Other targets from a day on."""

    start: date
    points: Annotated[list[WantedAsked], Field(max_length=100)]
    reason: Text


class ReasonAsked(Schema):
    """Why."""

    reason: Text = ""
