"""What a reward of each kind promises, as `rewards/*.yaml` declares it; read by `plan_file.py`."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from merit.kernel.breakpoints import Breakpoints
from merit.kernel.explain import DefinitionRef, LineRef
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import Place
from merit.rewards.plan.coefficient_table import CoefficientTable, Missing, Reading
from merit.rewards.plan.contest_terms import ContestTerms
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.scores.plan.audience import Audience
from merit.scores.plan.score_plan import Comparison

__all__ = (
    "Accelerator",
    "BonusTerms",
    "CoefficientTable",
    "CommissionBase",
    "CommissionTerms",
    "Condition",
    "ContestTerms",
    "Counting",
    "DateBasis",
    "Draw",
    "Gate",
    "Holdback",
    "Kicker",
    "Missing",
    "PoolShare",
    "PoolTerms",
    "RateMode",
    "Rates",
    "Reading",
    "RefundRule",
    "RewardKind",
    "RewardPlan",
    "Terms",
    "YearEndTerms",
)


class RewardKind(StrEnum):
    """Which kind it is."""

    BONUS = "bonus"
    COMMISSION = "commission"
    POOL = "pool"
    CONTEST = "contest"
    PROFIT_SHARE = "profit_share"
    YEAR_END = "year_end"


class DateBasis(StrEnum):
    """口径: which moment of the order counts."""

    ORDERED = "ordered"
    PAID = "paid"
    SHIPPED = "shipped"
    SIGNED = "signed"
    SETTLED = "settled"


class RateMode(StrEnum):
    """全额按档, 超额累进, 插值: the three readings of one table, always an explicit choice."""

    HIGHEST = "highest"
    MARGINAL = "marginal"
    INTERPOLATED = "interpolated"


class RefundRule(StrEnum):
    """Who bears a refund of a sale on which commission was earned."""

    CLAWBACK = "clawback"
    COMPANY = "company"
    IGNORE = "ignore"


class Counting(StrEnum):
    """What the rate table is applied to: all of the span at once, or each sold line by itself."""

    SPAN = "span"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Condition:
    """A KPI of somebody against a threshold."""

    kpi: str
    of: NodeKind
    comparison: Comparison
    threshold: Fraction


@dataclass(frozen=True, slots=True)
class Gate:
    """前置条件: unless met, only the share `keeps` of the commission is left."""

    condition: Condition
    keeps: Fraction


@dataclass(frozen=True, slots=True)
class Kicker:
    """加码奖: when met, the commission is multiplied, then increased. With own dates it is a SPIFF (专项激励)."""

    condition: Condition
    add: Fraction = Fraction(0)
    times: Fraction = Fraction(1)
    first: date | None = None
    last: date | None = None
    """With dates: the KPI counts from `first` to `last` and pays in the period in which `last` lies."""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """加速系数: what lies above `above` × target earns `times` its rate."""

    above: Fraction
    times: Fraction


@dataclass(frozen=True, slots=True)
class CommissionBase:
    """What counts, by which date, and over how long it adds up (None: the period alone)."""

    kpi: str
    date_basis: DateBasis
    cumulative: Grain | None = None
    counting: Counting = Counting.SPAN
    target: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """The rate table; read at the amount, or at the amount ÷ target."""

    mode: RateMode
    bands: Breakpoints
    on: Reading = Reading.ACTUAL


@dataclass(frozen=True, slots=True)
class Draw:
    """预支: the amount guaranteed each period; when recoverable, later earnings above it pay it back."""

    amount: Fraction
    recoverable: bool


@dataclass(frozen=True, slots=True)
class Holdback:
    """暂缓发放: a share of the earning withheld, released `days` days after the period's last day."""

    share: Fraction
    days: int


@dataclass(frozen=True, slots=True)
class BonusTerms:
    """绩效奖金: base × individual × department × company coefficient × on-duty share."""

    grades: tuple[tuple[str, Fraction], ...] = ()
    """Individual coefficient by grade…"""
    scores: Breakpoints = ()
    """…or by total score."""
    department: CoefficientTable | None = None
    company: CoefficientTable | None = None
    base: Fraction | None = None
    """Per month; None: the person's own `bonus_base`."""
    base_times: Fraction = Fraction(1)
    """A trial's multiple of the base; no plan file states it."""


@dataclass(frozen=True, slots=True)
class CommissionTerms:
    """提成. Fixed order: gate → multiplier and kickers → cap → floor, then refunds, draw and holdback."""

    base: CommissionBase
    rates: Rates
    gates: tuple[Gate, ...] = ()
    multiplier: CoefficientTable | None = None
    kickers: tuple[Kicker, ...] = ()
    accelerator: Accelerator | None = None
    cap: Fraction | None = None
    floor: Fraction | None = None
    refunds: RefundRule = RefundRule.IGNORE
    attainment_falls: bool = False
    """Whether refunds of the span also lower the amount at which the table is read."""
    override_rate: Fraction | None = None
    """Rate of the team leader's indirect commission on the members' base."""
    draw: Draw | None = None
    holdback: Holdback | None = None
    ramp: tuple[tuple[int, Fraction], ...] = ()
    """Share of the band edges and the target in the person's first, second… month."""
    line_minimum: Fraction | None = None

    @property
    def needs_refunded_sales(self) -> bool:
        """Paying asks for every sale so far that has a refund."""
        return self.refunds is RefundRule.CLAWBACK or self.attainment_falls

    @property
    def needs_every_sale(self) -> bool:
        """Paying asks for every sale of the period, refunded or not."""
        return self.base.counting is Counting.LINE or self.line_minimum is not None


@dataclass(frozen=True, slots=True)
class PoolShare:
    """One factor of a member's weight: bonus_base, coefficient, score, on_duty, or a KPI of the member."""

    factor: str
    kpi: str = ""


@dataclass(frozen=True, slots=True)
class PoolTerms:
    """奖金包: a fixed amount, or a share of a KPI (分成), split by weight to the last fen."""

    amount: Fraction | None
    kpi: str = ""
    of: NodeKind = NodeKind.COMPANY
    share: Fraction = Fraction(0)
    share_by: tuple[PoolShare, ...] = ()
    grades: tuple[tuple[str, Fraction], ...] = ()
    scores: Breakpoints = ()
    """Coefficients of its own by grade or by score; without them those of each member's bonus count."""
    first: date | None = None
    last: date | None = None
    """With dates (a contest): KPIs count from `first` to `last`; it pays in the period in which `last` lies."""
    above: Fraction = Fraction(0)
    """Only what the KPI is above it fills the pool."""
    of_profit: bool = False
    """Declared as a profit share (利润分享)."""


Terms: TypeAlias = BonusTerms | CommissionTerms | PoolTerms | ContestTerms | YearEndTerms


@dataclass(frozen=True, slots=True)
class RewardPlan:
    """One version of a reward, in force from `valid_from` until a later version or after `valid_to`."""

    reward: str
    version: int
    audience: Audience
    terms: Terms
    source: LineRef
    title: dict[str, str] = field(default_factory=dict)
    cycle: Grain | None = None
    """Pays only in periods of this length (None: in any)."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day, of a contest or a plan that ends."""

    @property
    def kind(self) -> RewardKind:
        """Which kind it is."""
        match self.terms:
            case BonusTerms():
                return RewardKind.BONUS
            case CommissionTerms():
                return RewardKind.COMMISSION
            case PoolTerms(of_profit=of_profit):
                return RewardKind.PROFIT_SHARE if of_profit else RewardKind.POOL
            case ContestTerms():
                return RewardKind.CONTEST
            case YearEndTerms():
                return RewardKind.YEAR_END

    @property
    def place(self) -> Place:
        """Where its Problems point."""
        return Place(self.source.file, self.source.line)

    @property
    def ref(self) -> DefinitionRef:
        """The reference that an explanation carries."""
        return DefinitionRef("reward", self.reward, self.version)
