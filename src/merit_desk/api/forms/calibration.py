"""Calibration sessions as the API takes and gives them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field, field_validator

Grade = Annotated[str, Field(max_length=20)]
Percent = Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,4})?$")]


class CalibrationGiven(Schema):
    """A session; `closed_at` is null while it is under way."""

    id: int
    cycle: str
    title: str
    posts: list[str]
    team: str
    invited: list[str]
    opened_at: datetime
    closed_at: datetime | None


class CalibratedPerson(Schema):
    """One person of the session; `kpi_steps` says how many grades the grade lies above that by KPIs alone."""

    person: str
    state: str
    submitted: str
    grade: str
    potential: str
    kpi_grade: str | None
    kpi_steps: int | None


class CalibrationChange(Schema):
    """One change; `undoes` is the id of the change that it takes back."""

    id: int
    person: str
    field: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime
    undoes: int | None


class RaterLeniency(Schema):
    """Points above (below: negative) the other raters at equal KPIs, with a 95 % interval; null where not known."""

    rater: str
    people: int
    deviation: float | None
    low: float | None
    high: float | None
    tendency: str


class CalibrationBoard(Schema):
    """Everything of a session that the asker may see; nothing of themselves."""

    session: CalibrationGiven
    people: list[CalibratedPerson]
    raters: list[RaterLeniency]
    changes: list[CalibrationChange]


class CalibrationAsked(Schema):
    """`reference` are grades with percent, the best first; empty for the plan's own."""

    cycle: str = Field(max_length=60)
    title: str = Field(min_length=1, max_length=120)
    posts: list[str] = []
    team: str = Field("", max_length=64)
    invited: list[str] = []
    reference: Annotated[list[tuple[Grade, Percent]], Field(max_length=20)] = []

    @field_validator("reference")
    @classmethod
    def whole(cls, shares: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Raises ValueError for shares that do not total 100 %."""
        if shares and sum(Decimal(percent) for _, percent in shares) != 100:
            raise ValueError("the shares do not total 100")
        return shares


class ChangeAsked(Schema):
    """What shall be, and what was seen; a field that is left out stays."""

    grade: str = Field("", max_length=20)
    potential: str = Field("", max_length=20)
    seen_grade: str = Field("", max_length=20)
    seen_potential: str = Field("", max_length=20)
    reason: str = Field(min_length=1, max_length=500)


class WhyAsked(Schema):
    """A reason."""

    reason: str = Field(min_length=1, max_length=300)


class ClosedGiven(Schema):
    """`left` are reviews that somebody else has to settle: the asker's own."""

    settled: int
    decided: int
    left: int
