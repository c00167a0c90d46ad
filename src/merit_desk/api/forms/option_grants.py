"""Option grants as the API takes and gives them."""

from datetime import date
from decimal import Decimal

from ninja import Schema
from pydantic import Field

from merit.rewards.equity.leaving import LeaverKind, LeaverRule
from merit_desk.api.forms.given import Given
from merit_desk.api.forms.recognition import Id


class GrantGiven(Given):
    """An option grant; `terms` are what the digest stands for."""

    id: int
    number: str
    person: str
    agreement: str
    units: int
    price: Decimal
    currency: str
    granted_on: date
    start: date
    months: int
    cliff_months: int
    every_months: int
    conditions: str
    leaver: dict[str, str]
    exercise_days: int
    state: str
    digest: str
    version: int


class GrantAsked(Schema):
    """The terms of a draft; `based_on` is the version that was read, 0 for a new one."""

    number: str = Field(min_length=1, max_length=20)
    person: Id
    agreement: str = Field(min_length=1, max_length=80)
    units: int = Field(ge=1, le=10**12)
    price: Decimal = Field(ge=0, max_digits=16, decimal_places=4)
    granted_on: date
    start: date
    months: int = Field(48, ge=1, le=120)
    cliff_months: int = Field(12, ge=0, le=120)
    every_months: int = Field(1, ge=1, le=120)
    conditions: str = Field("", max_length=2000)
    leaver: dict[LeaverKind, LeaverRule]
    exercise_days: int = Field(90, ge=0, le=3650)
    based_on: int = 0


class GrantStepAsked(Schema):
    """Offer, withdraw, agree, decline or leave; agreeing needs the digest, leaving the day and how."""

    move: str = Field(max_length=12)
    digest: str = Field("", max_length=64)
    left_on: date | None = None
    kind: LeaverKind = LeaverKind.OWN_WISH


class TrancheGiven(Given):
    """Units that vest on a day; `total` by then."""

    day: date
    units: int
    total: int


class VestingGiven(Schema):
    """How a grant vests, and what is vested today."""

    vested: int
    tranches: list[TrancheGiven]
