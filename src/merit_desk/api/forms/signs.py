"""What the API gives of signs, and what it takes."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given


class SignGiven(Given):
    """One sign; `evidence` holds table, file, line and fields of its first rows."""

    number: int
    name: str
    kind: str
    subject_kind: str
    subject: str
    period: str
    seen: str
    innocent: str
    likely: str
    chance: float
    rows: int
    evidence: list[dict[str, Any]]
    still_seen: bool
    outcome: str
    reason: str


class SignFindingAsked(Schema):
    """What came of it, and why."""

    outcome: Literal["explained", "correct", "passed_on"]
    reason: Annotated[str, Field(min_length=5, max_length=1000)]


class LookGiven(Given):
    """The job that looks."""

    job: int
