"""What the API is asked of experiments, and what it gives; differences are statistics, in the metric's own unit."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given


class ExperimentLineGiven(Given):
    """An experiment; `end` is its planned last day."""

    experiment: str
    title: str
    owner: str
    start: date
    end: date


class EffectGiven(Given):
    """An arm against the control; the ends are null while there are too few units."""

    metric: str
    arm: str
    difference: float
    low: float | None
    high: float | None
    corrected_p: float


class ExperimentGiven(ExperimentLineGiven):
    """`advice` is mend, adopt, keep_running, stop or no_difference; empty before any data."""

    through: date | None
    advice: str
    why: str
    units: dict[str, int]
    split_p: float | None
    effects: list[EffectGiven]
    decisions: list[str]


class DecisionAsked(Schema):
    """`through` is the last day of the data that the decider has read."""

    decided: Literal["adopt", "keep_running", "stop", "no_difference"]
    arm: str = ""
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    through: date
