"""What the API takes and gives of reminders."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Hour = Annotated[int, Field(ge=0, le=23)]


class WishesAsked(Schema):
    """Every setting; hours are those of the company's clock."""

    hour: Hour
    days_before: Annotated[int, Field(ge=1, le=20)]
    quiet_from: Hour
    quiet_to: Hour
    by_mail: bool
    mentions_at_once: bool


class WishesGiven(Given):
    """One's own settings."""

    hour: int
    days_before: int
    quiet_from: int
    quiet_to: int
    by_mail: bool
    mentions_at_once: bool


class DigestGiven(Given):
    """What was told on a day."""

    day: date
    items: list[dict[str, Any]]
    mailed_at: datetime | None


class RemindedGiven(Given):
    """One person of a cycle: how often and when they were reminded."""

    name: str
    has_account: bool
    days: int
    last: date | None
    lines: int
    late: int
    mailed: datetime | None
