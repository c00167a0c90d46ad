"""What the API gives of periods, scores and statements; figures are exact decimals as text."""

from datetime import datetime
from typing import Any

from merit_desk.api.forms.given import Given


class PeriodGiven(Given):
    """A period that was run."""

    period: str
    as_of: str
    released: datetime | None
    sealed: bool


class ScoreGiven(Given):
    """A person's total."""

    person: str
    plan: str
    plan_version: str
    total: str | None
    grade: str
    on_duty: str | None
    status: str


class IndicatorGiven(Given):
    """One indicator of one segment; attainment is a share, weight in percent."""

    segment: str
    indicator: str
    actual: str | None
    target: str | None
    attainment: str | None
    points: str | None
    weight: str | None
    weighted: str | None
    status: str


class ScorecardGiven(Given):
    """A person's total with its indicators and the working of every figure."""

    score: ScoreGiven
    indicators: list[IndicatorGiven]
    workings: list[dict[str, Any]]


class PayGiven(Given):
    """A line of a statement."""

    person: str
    reward: str
    reward_version: str
    line: str
    amount: str
    currency: str
    concerns: str
    base: str | None


class StatementGiven(Given):
    """What a person is paid for a period, with the working of every line in the same order."""

    person: str
    period: str
    payable: str
    currency: str
    lines: list[PayGiven]
    workings: list[dict[str, Any]]
