"""A score plan (绩效合约) as its document declares it: who, what, how much, and what changes the total afterwards."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from merit.catalogue.expression import Expression
from merit.kernel.explain import DefinitionRef, LineRef
from merit.kernel.period import Grain
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.audience import Audience
from merit.scores.plan.curves import Curve
from merit.targets.proration import Proration
from merit.targets.target import TargetBasis


class IndicatorKind(StrEnum):
    """Where an indicator's actual comes from: a KPI, a KPI of tasks, raters, or counted events."""

    MEASURED = "measured"
    TASK = "task"
    RATED = "rated"
    COUNTED = "counted"


class FigureOf(StrEnum):
    """Whose figure an indicator or a condition reads."""

    PERSON = "person"
    TEAM = "team"
    DEPARTMENT = "department"
    COMPANY = "company"


class Policy(StrEnum):
    """What becomes of an indicator without an answer, or with too small a sample."""

    BLOCK = "block"
    REWEIGHT = "reweight"
    ZERO = "zero"
    NEUTRAL = "neutral"


class Comparison(StrEnum):
    """`above` and `below` are strict, `at_least` and `at_most` include the limit."""

    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"


class BelowFloor(StrEnum):
    """What becomes of a relation with too few answers: left out, or merged with others that have too few."""

    WITHHOLD = "withhold"
    MERGE = "merge"


class Group(StrEnum):
    """Who is ranked with whom, always under one plan."""

    POST = "post"
    TEAM = "team"
    DEPARTMENT = "department"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """The target that the plan itself states, for the whole cycle."""

    value: Fraction
    basis: TargetBasis
    source: LineRef


@dataclass(frozen=True, slots=True)
class RatingScheme:
    """How answers become one number: scale, weight of each relation in percent, share of answers cut at either end."""

    low: Fraction
    high: Fraction
    relations: tuple[tuple[Relation, Fraction], ...]
    trim: Fraction = Fraction(0)
    below_floor: BelowFloor = BelowFloor.WITHHOLD


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the plan. `subject` is the KPI, the event or the rated matter; weight is in percent."""

    id: str
    kind: IndicatorKind
    subject: str
    weight: Fraction
    source: LineRef
    of: FigureOf = FigureOf.PERSON
    target: PlanTarget | None = None
    curve: Curve | None = None
    """None only for rated indicators, whose scale gives the points."""
    scheme: RatingScheme | None = None
    missing: Policy = Policy.BLOCK
    min_n: int = 0
    insufficient: Policy = Policy.BLOCK
    target_times: Fraction = Fraction(1)
    """A trial's multiple of the target, whatever row it comes from; no plan file states it."""


@dataclass(frozen=True, slots=True)
class EventCount:
    """Σ count of a person's events of that name in the period."""

    event: str


@dataclass(frozen=True, slots=True)
class KpiCount:
    """The value of a counting KPI, narrowed to rows that satisfy `where`."""

    kpi: str
    where: Expression | None
    of: FigureOf = FigureOf.PERSON


@dataclass(frozen=True, slots=True)
class KpiCondition:
    """A KPI compared with a limit."""

    kpi: str
    comparison: Comparison
    limit: Fraction
    of: FigureOf = FigureOf.PERSON


@dataclass(frozen=True, slots=True)
class PointsChange:
    """Bonus points or a deduction: points × count up to `limit`; under a condition, once. Points are positive."""

    adds: bool
    when: EventCount | KpiCount | KpiCondition
    points: Fraction
    limit: Fraction | None
    source: LineRef


@dataclass(frozen=True, slots=True)
class Balance:
    """Points above 100 of `indicator` count only while `holds` is true of its paired KPI."""

    indicator: str
    holds: KpiCondition
    source: LineRef


@dataclass(frozen=True, slots=True)
class CostFactor:
    """The total is multiplied by 1 − slope × (value − limit) when the value is above the limit, never below 0."""

    kpi: str
    above: Fraction
    slope: Fraction
    of: FigureOf
    source: LineRef


@dataclass(frozen=True, slots=True)
class Gate:
    """While the condition is true, one or more of: an indicator, the total, the grade or the payout is capped."""

    when: KpiCondition
    cap_total: Fraction | None
    cap_indicators: tuple[tuple[str, Fraction], ...]
    cap_grade: str
    payout: Fraction | None
    source: LineRef


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: forces the grade or the payout; rewards beyond the bonus are touched only when named."""

    when: EventCount | KpiCondition
    grade: str
    payout: Fraction | None
    rewards: tuple[str, ...]
    source: LineRef


Modifier: TypeAlias = PointsChange | Balance | CostFactor | Gate | Veto


@dataclass(frozen=True, slots=True)
class Distribution:
    """Forced distribution: quotas from the best grade down, in a group of at least `minimum` people."""

    group: Group
    minimum: int
    quota: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """One version of a plan. Grades run from the best down to the one from 0; ramp maps month of service to a share."""

    plan: str
    version: int
    title: dict[str, str]
    audience: Audience
    cycle: Grain
    valid_from: date
    indicators: tuple[Indicator, ...]
    source: LineRef
    modifiers: tuple[Modifier, ...] = ()
    grades: tuple[tuple[str, Fraction], ...] = ()
    proration: Proration = Proration.WORKING_DAYS
    customer_weights: tuple[tuple[str, Fraction], ...] = ()
    distribution: Distribution | None = None
    ramp: tuple[tuple[int, Fraction], ...] = ()
    floor: Fraction | None = None
    cap: Fraction | None = None

    @property
    def ref(self) -> DefinitionRef:
        """The reference that an explanation carries."""
        return DefinitionRef("plan", self.plan, self.version)
