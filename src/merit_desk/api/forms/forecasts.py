"""What the API takes and gives of forecasts: estimates, which never enter a score or pay."""

from datetime import date
from typing import Annotated

from pydantic import Field

from merit.targets.target import TargetBasis
from merit_desk.api.forms.given import Given
from merit_desk.api.forms.spans import FigureAsked

_Typed = Annotated[str, Field(max_length=40)]


class ForecastAsked(FigureAsked):
    """A figure, with the target whose chance is asked and what planners know; what is empty is left out."""

    target: _Typed = ""
    basis: TargetBasis = TargetBasis.ABSOLUTE
    market_growth: _Typed = ""
    capacity: _Typed = ""


class SuggestedGiven(Given):
    """A suggested target; `chance` is that of reaching it, from 0.001 to 0.999."""

    ambition: str
    target: str
    chance: str
    difficulty: str


class ForecastGiven(Given):
    """What the KPI is likely to come to; `until` is the last day whose facts are in."""

    kpi: str
    node_kind: str
    node: str
    period: str
    until: date
    already: str
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    target: str | None
    """As a value of the KPI."""
    chance: str | None
    difficulty: str | None
    missing: str | None
    days_left: int
    needed_per_day: list[float]
    market_growth: str | None
    suggested: list[SuggestedGiven]
    days_of_history: int
    borrowed_from: list[str]
    unseen: list[str]
