"""What the API is asked of disputes, and what it gives; amounts are decimal text, days ISO dates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Amount = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]


class DisputeGiven(Given):
    """A dispute; `state` is open, answered, mending, decided or withdrawn."""

    id: int
    period: str
    person: str
    reward: str
    line: str
    number: int
    amount: Decimal
    currency: str
    wanted: Decimal | None
    reason: str
    state: str
    answer: str
    verdict: str
    remedy: str
    grounds: str
    granted: Decimal | None
    paid_in: str
    mending: str
    mended: str
    filed_at: datetime
    answer_due: date
    decision_due: date


class EvidenceGiven(Given):
    """A file beside a dispute; `size` in bytes, `digest` its SHA-256."""

    id: int
    name: str
    size: int
    digest: str
    at: datetime


class DisputeAsked(Schema):
    """Which line of one's own statement, as it was read (`seen` is its amount), and what is wrong with it."""

    period: Annotated[str, Field(max_length=24)]
    reward: Annotated[str, Field(max_length=120)]
    line: Annotated[str, Field(max_length=40)]
    number: Annotated[int, Field(ge=1, le=999)] = 1
    seen: Amount
    wanted: Amount | None = None
    reason: Text


class SaidAsked(Schema):
    """One text."""

    text: Text


class RulingAsked(Schema):
    """The decision; `amount` only with the remedy pay, `mending` only with mend."""

    verdict: Literal["upheld", "partly", "rejected"]
    remedy: Literal["nothing", "pay", "mend", "appeal"]
    grounds: Text
    amount: Amount | None = None
    mending: Annotated[str, Field(max_length=4000)] = ""
