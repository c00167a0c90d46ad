"""An experiment as its file declares it: arms, who is in which, what is measured, and when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from merit.kernel.explain import LineRef


class UnitKind(StrEnum):
    """What is put into an arm as a whole."""

    VISITOR = "visitor"
    BUYER = "buyer"
    ORDER = "order"
    CONVERSATION = "conversation"
    AGENT = "agent"
    SKU = "sku"
    CAMPAIGN = "campaign"


class AssignedBy(StrEnum):
    """How a unit's arm is known."""

    FILE = "file"
    """By its row of `experiment_assignments`."""
    HASH = "hash"
    """By the hash of its id; see `assignment.arm_of`."""
    TOTALS = "totals"
    """Not one by one: `experiment_daily` holds totals by day and arm."""


class MetricKind(StrEnum):
    """What one unit contributes."""

    BINARY = "binary"
    """Yes or no: whether the KPI is above zero for the unit."""
    MEAN = "mean"
    """The KPI's sum for the unit, zero where it has no rows."""
    RATIO = "ratio"
    """Σ part ÷ Σ whole over the units of an arm; both vary from unit to unit."""


class MetricRole(StrEnum):
    """What a metric decides."""

    PRIMARY = "primary"
    """The one that decides."""
    GUARDRAIL = "guardrail"
    """Must not get worse by more than its margin."""
    SECONDARY = "secondary"
    """Told beside the others, never decides."""


class ReadingRule(StrEnum):
    """Which interval decides; chosen before the start."""

    ALWAYS = "always"
    """The always-valid interval: may be looked at every day."""
    ONCE = "once"
    """The fixed interval, read once after the planned end; before that nothing is decided."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the things compared; `share` of the units, above 0, all together 1."""

    arm: str
    share: Fraction
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Margin:
    """A difference in the metric's own unit, or as a part of the control arm's value."""

    size: Fraction
    relative: bool

    def of(self, control: float) -> float:
        """The difference in the metric's own unit, given the control arm's value."""
        return float(self.size) * (abs(control) if self.relative else 1.0)


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing measured. `kpi` is empty where the totals come by `experiment_daily`."""

    metric: str
    kind: MetricKind
    role: MetricRole
    kpi: str = ""
    lower_is_better: bool = False
    margin: Margin | None = None
    """PRIMARY: the smallest effect worth having. GUARDRAIL: how much worse is still harmless."""
    worth: Fraction | None = None
    """Currency units that one unit of the metric is worth; None: no money is named."""
    title: Mapping[str, str] = field(default_factory=dict)

    @property
    def sign(self) -> int:
        """1 where more is better, −1 where less is."""
        return -1 if self.lower_is_better else 1


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """Units divided by a column of a relation; `since` is the day on which it was declared."""

    segment: str
    relation: str
    column: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Prior:
    """What was believed before: of a rate as so many successes and failures seen."""

    successes: Fraction = Fraction(1)
    failures: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Expected:
    """What one unit of the primary metric is expected to give where no history tells."""

    value: Fraction
    deviation: Fraction | None
    units_per_day: Fraction


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment. `end` is the day after its planned last day."""

    experiment: str
    title: Mapping[str, str]
    hypothesis: Mapping[str, str]
    owner: str
    deciders: tuple[str, ...]
    unit: UnitKind
    start: date
    end: date
    arms: tuple[Arm, ...]
    control: str
    assigned_by: AssignedBy
    metrics: tuple[Metric, ...]
    source: LineRef
    salt: str = ""
    shops: tuple[str, ...] = ()
    """Shops whose rows count; none: of all."""
    rule: ReadingRule = ReadingRule.ALWAYS
    alpha: Fraction = Fraction(1, 20)
    power: Fraction = Fraction(4, 5)
    covariate_days: int = 0
    """Days before the start whose value of the metric takes noise out of the reading; 0: none."""
    segments: tuple[SegmentRule, ...] = ()
    prior: Prior = Prior()
    expected: Expected | None = None
    planned_units: int = 0
    """Units of all arms that the plan asks for; the always-valid interval is tightest there. 0: not stated."""

    @property
    def primary(self) -> Metric:
        """The metric that decides."""
        return next(each for each in self.metrics if each.role is MetricRole.PRIMARY)

    @property
    def last_day(self) -> date:
        """The planned last day."""
        return self.end - timedelta(days=1)

    @property
    def others(self) -> tuple[Arm, ...]:
        """The arms compared with the control."""
        return tuple(each for each in self.arms if each.arm != self.control)

    @property
    def level(self) -> float:
        """Alpha of one comparison with the control, so that all together keep `alpha` (Bonferroni)."""
        return float(self.alpha) / len(self.others)

    def was_declared_before(self, rule: SegmentRule) -> bool:
        """True for a segment that was named no later than the first day."""
        return rule.since is not None and rule.since <= self.start
