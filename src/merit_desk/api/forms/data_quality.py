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


class FilledGiven(Given):
    """A kind of export that fills a field, and the headers under which it stands there."""

    title: str
    headers: list[str]
    own: bool


class FieldGiven(Given):
    """One column of a fact table; `kpis` are ids. A hashed one is stored as a hash only."""

    table: str
    column: str
    name: str
    kind: str
    choices: list[str]
    in_key: bool
    required: bool
    hashed: bool
    kpis: list[str]
    filled_by: list[FilledGiven]


class SourceGiven(Given):
    """One kind of export of one shop; `newest` is the newest day among its rows."""

    title: str
    shop: str
    tables: list[str]
    rows: int
    newest: date | None


class LineageGiven(Given):
    """A KPI with what it comes from and what it reaches, as ids; people of the period, as far as they may be seen."""

    kpi: str
    sources: list[SourceGiven]
    tables: list[str]
    parts: list[str]
    wholes: list[str]
    plans: list[str]
    rewards: list[str]
    period: str
    people: list[str]


class ScorePartGiven(Given):
    """One part of a score; `weight` in percent, `points` 0 to 100, null where there is nothing to measure it by."""

    part: str
    weight: int
    points: Decimal | None
    working: str


class QualityGiven(Given):
    """The quality score of one source, 0 to 100, and what costs most of it (empty: nothing)."""

    title: str
    shop: str
    score: Decimal | None
    parts: list[ScorePartGiven]
    first: str
