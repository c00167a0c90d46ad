"""The whole company as its folder declares it: every definition, read once, checked, immutable."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.guards.law_tables import LawTables
from merit.guards.records import GuardRecords
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation, TeamKind
from merit.people.posts import Matter, Post
from merit.rewards.payment.pay_budget import PayBudget
from merit.rewards.payment.pay_decision import PayDecision
from merit.rewards.payment.refund_bearer import RefundBearer
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.grades.decisions import GradeDecision
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating
from merit.scores.plan.score_plan import ScorePlan
from merit.targets.target import Target

NO_RECORDS = GuardRecords()
NO_TABLES = LawTables()


class Trade(StrEnum):
    """Whom the company sells to: consumers of a brand's shop, consumers of a personal shop, or businesses."""

    B2C = "b2c"
    C2C = "c2c"
    B2B = "b2b"


@dataclass(frozen=True, slots=True)
class ReconciliationRules:
    """How far own figures may be from the platforms', as parts of theirs: 1/100 is one per cent."""

    tolerance: Fraction = Fraction(1, 100)
    """For the days of a period together."""
    day_tolerance: Fraction | None = None
    """For one day alone; None: only the days together are judged."""
    kpis: tuple[tuple[str, Fraction], ...] = ()
    """KPIs with a tolerance of their own for the days together."""


@dataclass(frozen=True, slots=True)
class SignRules:
    """From when on something is a sign of gaming or false data; see docs/signs.md."""

    certainty: float = 0.001
    """The chance of seeing as much where nothing is the matter, below which it is told."""
    brushing_orders: int = 5
    """Orders of one buyer in one shop within `brushing_days`."""
    brushing_days: int = 7
    own_orders: int = 3
    """Orders of an employee's own account in the company's shops in a period."""
    led_orders: int = 5
    """Orders of one buyer in a period that one and the same agent led to."""
    month_end_days: int = 3
    refund_days: int = 15
    """Refunds are looked at for so long after the payment."""
    stock_skus: int = 5
    easy_periods: int = 3
    """Targets far below what was usual and far exceeded, of the last six."""
    pairs: tuple[tuple[str, str], ...] = ()
    """KPIs that hold each other in balance, instead of the usual pairs."""
    off: tuple[str, ...] = ()
    """Kinds of signs that are not looked for."""
    rows: int = 50
    """Rows of evidence shown of a sign."""


@dataclass(frozen=True, slots=True)
class Profile:
    """company.yaml."""

    name: str
    currency: str
    time_zone: str
    day_cut: time = time(0, 0)
    region: str = ""
    holidays: str = "CN"
    anonymity_floor: int = 3
    categories: tuple[str, ...] = ()
    """What the company sells, in its own words."""
    sells_to: Trade = Trade.B2C
    reconciliation: ReconciliationRules = ReconciliationRules()
    signs: SignRules = SignRules()


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop on a platform; its time zone dates its facts."""

    shop: str
    name: str
    platform: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure from outside: industry average, competitor, market size."""

    kpi: str
    segment: str
    period: Period
    value: Fraction
    cited: str
    as_of: date | None
    source: LineRef


@dataclass(frozen=True, slots=True)
class ManualValue:
    """A value that no system holds; it counts once a second person has confirmed it."""

    kpi: str
    node: Node
    period: Period
    value: Fraction
    entered_by: str
    confirmed_by: str
    evidence: str
    source: LineRef


@dataclass(frozen=True, slots=True)
class PlatformFigure:
    """What the platform itself reports for a shop and day, for reconciliation."""

    day: date
    shop: str
    kpi: str
    value: Fraction
    source: LineRef


@dataclass(frozen=True, slots=True)
class ReconciliationRelease:
    """Somebody answers for a gap to the platform: on these days it no longer keeps the KPI from scoring."""

    kpi: str
    shop: str
    days: Period
    reason: str
    released_by: str
    released_at: datetime
    source: LineRef


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that is declared, nothing that is measured (facts live in the store)."""

    profile: Profile
    calendar: WorkCalendar
    organisation: Organisation
    shops: tuple[Shop, ...]
    credits: tuple[CreditShare, ...]
    catalogue: Catalogue
    plans: tuple[ScorePlan, ...]
    rewards: tuple[RewardPlan, ...]
    targets: tuple[Target, ...]
    benchmarks: tuple[Benchmark, ...] = ()
    ratings: tuple[Rating, ...] = ()
    events: tuple[CountedEvent, ...] = ()
    manual_values: tuple[ManualValue, ...] = ()
    platform_figures: tuple[PlatformFigure, ...] = ()
    reconciliation_releases: tuple[ReconciliationRelease, ...] = ()
    posts: tuple[Post, ...] = ()
    matters: tuple[Matter, ...] = ()
    grade_decisions: tuple[GradeDecision, ...] = ()
    pay_budgets: tuple[PayBudget, ...] = ()
    pay_decisions: tuple[PayDecision, ...] = ()
    refund_bearers: tuple[RefundBearer, ...] = ()
    guard_records: GuardRecords = NO_RECORDS
    law_tables: LawTables = NO_TABLES
    """The shipped tables and guards.yaml; what is wrong with those is told by `guard_tables`."""


def nodes_of(company: Company, period: Period) -> list[Node]:
    """The nodes of the period: company, departments, teams, people (and what nobody is credited for), shops."""
    teams = [team for team in company.organisation.teams if period.overlap(team.start or period.start, team.end)]
    people = {spell.person for spell in company.organisation.spells if period.overlap(spell.start, spell.end)}
    return [
        COMPANY,
        *sorted({Node(NodeKind.DEPARTMENT, team.team) for team in teams if team.kind is TeamKind.DEPARTMENT}),
        *sorted({Node(NodeKind.TEAM, team.team) for team in teams if team.kind is TeamKind.TEAM}),
        *(person_node(person) for person in sorted(people)),
        person_node(UNASSIGNED),
        *(Node(NodeKind.SHOP, shop.shop) for shop in company.shops),
    ]
