"""The result of scoring one person in one period, with its working; what reviews and rewards go on from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.period import Period


class ScoreStatus(StrEnum):
    """Whether the total may be used."""

    FINAL = "final"
    BLOCKED = "blocked"
    """An indicator whose missing policy is `block` has no value: no result until mended."""
    NOT_SCORED = "not_scored"
    """Nobody's fault and no result: on leave all period, or no indicator had anything to judge."""


class IndicatorStatus(StrEnum):
    """How the points of an indicator came about."""

    SCORED = "scored"
    REWEIGHTED = "reweighted"
    """Left out; its weight went to the rest."""
    ZERO = "zero"
    NEUTRAL = "neutral"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """One line of a scorecard, of one segment of the period. Points are 100 at target; weight is in percent."""

    indicator: str
    kind: str
    """measured, task, rated or counted."""
    segment: Period
    actual: Fraction | None
    target: Fraction | None
    attainment: Fraction | None
    weight: Fraction
    """The weight in effect after re-weighting, in percent."""
    points: Explained[Fraction] | None
    weighted: Explained[Fraction] | None
    status: IndicatorStatus


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One person's result under one plan (several plans in one period are segments of one scorecard)."""

    person: str
    period: Period
    plan: str
    plan_version: int
    indicators: tuple[IndicatorScore, ...]
    total: Explained[Fraction] | None
    """Rounded to 0.01."""
    grade: Explained[str] | None
    status: ScoreStatus
    on_duty: Explained[Fraction]
    """Share of the period's working days on duty, 0…1."""
    payout: Explained[Fraction] | None = None
    """The share of the payout that gates and vetoes leave (None: untouched)."""
    vetoed: Mapping[str, Explained[Fraction]] = field(default_factory=dict)
    """Rewards that a veto names, commission among them, each with the share of it that is left; whatever the status."""
