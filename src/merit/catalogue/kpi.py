"""A KPI and the measures it is made of. One id is one formula; a changed formula is a new version."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from merit.catalogue.expression import Expression
from merit.kernel.node import NodeKind


class Direction(StrEnum):
    """Which way is favourable: up, down, inside a band, or neither."""

    UP = "up"
    DOWN = "down"
    BAND = "band"
    NONE = "none"


class Unit(StrEnum):
    """How the value is read and shown."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    TIMES = "times"
    SECONDS = "seconds"
    HOURS = "hours"
    DAYS = "days"
    MILLISECONDS = "milliseconds"
    SCORE = "score"
    NUMBER = "number"


class Dialect(StrEnum):
    """Whose rule a KPI states: a platform's own reading of a word of the trade. NONE is the plain meaning."""

    NONE = ""
    TAOBAO = "taobao"
    """Taobao and Tmall: 生意参谋, 真实体验分."""
    JD = "jd"
    DOUYIN = "douyin"
    PDD = "pdd"
    KUAISHOU = "kuaishou"
    WECHAT = "wechat"
    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    AMAZON = "amazon"
    GOOGLE = "google"


class Aggregate(StrEnum):
    """How the rows of a measure become one number."""

    SUM = "sum"
    COUNT = "count"
    DISTINCT = "distinct"
    QUANTILE = "quantile"
    LAST = "last"
    AVERAGE = "average"
    """LAST and AVERAGE are semi-additive: summed over everything but time, then the last day's or the mean of days."""


class CreditBy(StrEnum):
    """How rows find the people they belong to."""

    SUBJECT = "subject"
    """Through credits.csv: `kind` and the column that holds the subject (a shop, an agent account…)."""
    PERSON = "person"
    """The column holds the person's id itself."""
    TEAM = "team"
    """The column holds the team's id; no person is credited, the team, its department and the company are."""
    NOBODY = "nobody"
    """Company, shop and channel only."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit rule of a measure, e.g. (SUBJECT, "shop", "shop") or (PERSON, "", "owner")."""

    by: CreditBy = CreditBy.NOBODY
    kind: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number out of one relation: rows that satisfy `where`, dated by the day of `at`, aggregated.

    `relation` is one of `catalogue.relations.RELATIONS`. `at` names a DAY column or an INSTANT (then its business day
    counts); rows without that day are left out. `value` is what is summed, counted distinct or ranked; rows where it is
    missing are left out. Credit is resolved as of the relation's `credit_day` where it has one, else as of `at`.
    """

    relation: str
    aggregate: Aggregate
    at: str
    value: Expression | None = None
    where: Expression | None = None
    credit: Credit = Credit()
    quantile: Fraction | None = None
    by_weight_of: str = ""
    """Column whose value the plan's customer weights apply to (counts of orders and customers only)."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The KPI is one measure."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class RatioOf:
    """Σ part ÷ Σ whole at whatever grain is asked; both are KPI ids of this catalogue."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression over other KPI ids; also the functions of `expression.FORMULA_FUNCTIONS`."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Entered:
    """Values come from manual_values.csv, confirmed by a second person."""


Body: TypeAlias = Measured | RatioOf | Formula | Entered

EVERYWHERE = tuple(NodeKind)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key performance indicator as the catalogue declares it."""

    id: str
    version: int
    title: dict[str, str]
    group: str
    unit: Unit
    direction: Direction
    body: Body
    nodes: tuple[NodeKind, ...] = EVERYWHERE
    minimum_sample: int = 0
    mature_after_days: int = 0
    """A cohort value is `immature` until that many days after its period have passed in the data."""
    note: dict[str, str] = field(default_factory=dict)
    """The pitfall or the rule worth knowing, per language."""
    mature_after_months: int = 0
    """The same in calendar months: all of the month so many after that of the period's last day must have passed."""
    window_days: int = 0
    """A period's value is that of the last so many days up to its end; 0: of the period itself."""
    dialect: Dialect = Dialect.NONE
    valid_from: date | None = None
    """The first day on which this version is the rule; a period belongs to the version in force on its last day."""
    valid_to: date | None = None
    """The last day on which anybody states this KPI; later periods have no value."""
    earlier: str = ""
    """The id under which the catalogue keeps the version in force before `valid_from`; empty: there was none."""
    hidden: bool = False
    """A part that exists only to serve other KPIs; not listed, still explained."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All KPIs by id."""

    kpis: dict[str, Kpi]
    credit_of: dict[str, Credit] = field(default_factory=dict)
    """The company's own credit rule of a relation; already worked into the measures of `kpis`."""

    def __getitem__(self, kpi: str) -> Kpi:
        return self.kpis[kpi]

    def __contains__(self, kpi: object) -> bool:
        return kpi in self.kpis
