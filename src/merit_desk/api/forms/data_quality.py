"""What the API is asked of reconciliation, and what it gives; figures are decimal text in the KPI's unit."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given


class ComparedGiven(Given):
    """One KPI of one shop over the reported days; `share` is the gap as a part of the platform's figure."""

    kpi: str
    shop: str
    ours: Decimal
    theirs: Decimal
    gap: Decimal
    share: Decimal | None
    tolerance: Decimal
    days: int
    days_beyond: int
    days_released: int
    scores: bool


class ReleaseAsked(Schema):
    """Which days of a period are let pass, and why."""

    first: date
    last: date
    reason: Annotated[str, Field(min_length=5, max_length=300)]
