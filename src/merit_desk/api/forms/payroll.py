"""What the API is asked of pay runs, and what it gives; amounts are decimal text, days ISO dates, moments in UTC."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Free = Annotated[str, Field(max_length=2000)]
Digest = Annotated[str, Field(max_length=64)]
Short = Annotated[str, Field(max_length=80)]
Ids = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=20_000)]


class PayRunLine(Given):
    """A pay run in a list: what is in the asker's sight."""

    id: int
    period: str
    state: str
    people: int
    total: str


class PayRunGiven(Given):
    """`seen` is the fingerprint that an approval binds to; `blockers` stand in the way of freezing."""

    id: int
    period: str
    state: str
    currency: str
    note: str
    people: int
    total: str
    seen: str
    approvals: list[dict[str, Any]]
    budgets: list[dict[str, Any]]
    blockers: list[str]


class SlipGiven(Given):
    """One statement of a pay run."""

    person: str
    team: str
    state: str
    transfer: str
    note: str
    amount: str
    digest: str
    lines: list[dict[str, Any]]


class BeginAsked(Schema):
    """`unreleased` says why people are paid before their results are released."""

    period: Annotated[str, Field(max_length=24)]
    unreleased: Free = ""


class AgreeAsked(Schema):
    """`people` empty: everybody of one's line whose statement waits."""

    people: Ids = []
    seen: Digest = ""


class ReasonAsked(Schema):
    """Why."""

    reason: Text


class ApproveAsked(Schema):
    """`seen` is the fingerprint that was read; `reason` answers a soft budget."""

    seen: Digest
    reason: Free = ""


class PayFileAsked(Schema):
    """Which layout, for which day, under which reference."""

    layout: Annotated[str, Field(max_length=64)]
    day: date
    reference: Short = ""


class PayFileGiven(Given):
    """The file in base64, with its SHA-256."""

    name: str
    rows: int
    total: str
    digest: str
    content: str


class PaidAsked(Schema):
    """`failed`: the bank's reason by person whose transfer came back."""

    day: date
    reference: Short = ""
    failed: Annotated[dict[Annotated[str, Field(max_length=64)], Text], Field(max_length=20_000)] = {}


class TransferAsked(Schema):
    """One transfer: out again, or back."""

    move: Literal["pay", "fail"]
    day: date
    reference: Short = ""
    reason: Free = ""


class ClawbackGiven(Given):
    """One clawback line; `rate` is earned ÷ base, in percent."""

    person: str
    reward: str
    number: int
    concerns: str
    amount: str
    earned: str
    rate: str
    refunded: str
    refunds: int


class BearerAsked(Schema):
    """Refunds as "shop/refund" behind one clawback, who bears them, and why."""

    person: Annotated[str, Field(max_length=64)]
    reward: Annotated[str, Field(max_length=64)]
    number: Annotated[int, Field(gt=0, lt=10_000)]
    refunds: Annotated[list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=2000)]
    borne_by: Literal["person", "company"]
    reason: Text


class CountGiven(Given):
    """How many."""

    count: int


class LedgerGiven(Given):
    """The last check; amounts by person as decimal text."""

    at: datetime | None
    periods: list[str]
    into: str
    holds: bool
    people: list[dict[str, str]]
