"""A company for tests of scoring: October 2026 (18 working days, the 10th made up), plans given as text."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

from merit.catalogue.expression import Name, Operation
from merit.catalogue.kpi import Aggregate, Catalogue, Direction, Formula, Kpi, Measure, Measured, RatioOf, Unit
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.people.organisation import Organisation
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating, Relation
from merit.scores.plan.plan_file import read_plan
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.documents import documents_of
from merit.targets.target import Target, TargetBasis
from tests.people.organisations import TREE, organisation, spell

OCTOBER = Period.parse("2026-10")
CALENDAR = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)), made_up=frozenset({date(2026, 10, 10)})
)
HEAD = """
plan: sales
for: {post: clerk}
cycle: month
valid_from: 2026-01-01
"""


def document(text: str):
    documents, problems = documents_of(text, "plans/plan.yaml")
    assert problems == []
    return documents[0]


def plan(body: str, head: str = HEAD) -> ScorePlan:
    found, problems = read_plan(document(head + body))
    assert found is not None, problems
    return found


def _measured(kpi, aggregate, direction=Direction.UP, by_weight_of=""):
    measure = Measure("orders", aggregate, "paid_at", by_weight_of=by_weight_of)
    return Kpi(kpi, 1, {}, "sales", Unit.NUMBER, direction, Measured(measure))


def _ratio(kpi, direction=Direction.UP):
    return Kpi(kpi, 1, {}, "sales", Unit.RATE, direction, RatioOf("sales", "volume"))


PROFIT = Formula(Operation("-", (Name("sales"), Name("cost"))))
CATALOGUE = Catalogue(
    {
        kpi.id: kpi
        for kpi in (
            _measured("volume", Aggregate.COUNT, by_weight_of="customer_type"),
            _measured("sales", Aggregate.SUM),
            _measured("cost", Aggregate.SUM, Direction.DOWN),
            Kpi("profit", 1, {}, "sales", Unit.MONEY, Direction.UP, PROFIT),
            _measured("stock", Aggregate.LAST),
            _measured("frt", Aggregate.QUANTILE, Direction.DOWN),
            _ratio("margin"),
            _ratio("csat"),
            _ratio("cost_ratio", Direction.DOWN),
            _ratio("complaint_rate", Direction.DOWN),
            _measured("new_customers", Aggregate.DISTINCT, by_weight_of="customer_type"),
        )
    }
)


@dataclass
class FakeCompany:
    """What scoring reads of a company."""

    plans: tuple[ScorePlan, ...] = ()
    organisation: Organisation = field(default_factory=lambda: organisation(spell("ann", "north")))
    targets: tuple[Target, ...] = ()
    events: tuple[CountedEvent, ...] = ()
    ratings: tuple[Rating, ...] = ()
    grade_decisions: tuple = ()
    credits: tuple = ()
    benchmarks: tuple = ()
    calendar: WorkCalendar = CALENDAR
    catalogue: Catalogue = CATALOGUE
    profile: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(anonymity_floor=3))


def company(*bodies: str, **given) -> FakeCompany:
    return FakeCompany(plans=tuple(plan(body) for body in bodies), **given)


def target(kpi, node, value, *, kind="person", period="2026-10", basis="absolute", start=None, line=2):
    begin = date.fromisoformat(start) if start else None
    where = LineRef("targets.csv", line)
    return Target(kpi, kind, node, Period.parse(period), Fraction(str(value)), TargetBasis(basis), begin, "", where)


def event(name, person, day, count=1, line=2):
    return CountedEvent(name, person, date(2026, 10, day), Fraction(count), "", LineRef("events.csv", line))


def rating(rater, relation, score, *, subject="ann", indicator="teamwork", line=2, period="2026-10"):
    given = None if score is None else Fraction(str(score))
    where = LineRef("ratings.csv", line)
    return Rating(Period.parse(period), subject, rater, Relation(relation), indicator, given, "", where)


__all__ = [
    "CALENDAR",
    "CATALOGUE",
    "HEAD",
    "OCTOBER",
    "TREE",
    "FakeCompany",
    "company",
    "event",
    "organisation",
    "plan",
]
