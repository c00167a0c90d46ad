"""One run of scoring over one period: what is declared, the figures, and the Problems found on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Name
from merit.catalogue.kpi import Catalogue, Formula, Measured, RatioOf
from merit.kernel.explain import Explained, LineRef, given
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.figures import Figures, KpiValue, Refinement, ValueStatus
from merit.scores.declared import Declared
from merit.scores.grades.decisions import GradeDecision
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating
from merit.scores.plan.score_plan import FigureOf
from merit.scores.segments import Segment, node_of
from merit.targets.prorate import DayWeights
from merit.targets.resolve import TargetRows

UNUSABLE = frozenset({ValueStatus.EMPTY, ValueStatus.IMMATURE, ValueStatus.UNRECONCILED})


@dataclass(frozen=True, slots=True)
class Figure:
    """A KPI as a plan names it: whose figure, narrowed to which rows, on which line of the plan."""

    kpi: str
    of: FigureOf
    source: LineRef
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class Scoring:
    """Look-ups of one run; findings go to `problems`."""

    declared: Declared
    figures: Figures
    period: Period
    targets: TargetRows
    ratings: dict[str, list[Rating]]
    events: dict[str, list[CountedEvent]]
    problems: list[Problem] = field(default_factory=list)
    profiles: dict[str, DayWeights] = field(default_factory=dict)
    """Seasonal day profiles by KPI, looked up once."""
    decisions: dict[str, list[GradeDecision]] = field(default_factory=dict)
    """What people decided about grades of this period, by person."""

    def kpi(self, figure: Figure, segment: Segment, days: Period) -> KpiValue | None:
        """The KPI's value on those days; None, with a Problem at the plan's line, when there is no such KPI."""
        node = node_of(figure.of, segment, self.declared.organisation)
        refined = self.refinement(figure.kpi, segment, figure.where)
        try:
            return self.figures.value(figure.kpi, node, days, refined)
        except NotFoundRefusal:
            self.problems.append(Problem("scores.unknown_kpi", place_of(figure.source), {"kpi": figure.kpi}))
            return None

    def refinement(self, kpi: str, segment: Segment, where: Expression | None = None) -> Refinement | None:
        """The plan's narrowing of a KPI; customer weights only where the KPI counts by type of customer."""
        weights = segment.plan.customer_weights
        used = weights if weights and weighs_customers(self.declared.catalogue, kpi) else ()
        return Refinement(where, used) if where is not None or used else None

    def events_of(self, person: str, event: str, days: Period) -> list[CountedEvent]:
        """The person's events of that name on those days."""
        return [each for each in self.events.get(person, []) if each.event == event and each.day in days]

    def warn(self, problem: Problem) -> None:
        """Keep a finding that stops nothing."""
        self.problems.append(Problem(problem.code, problem.place, problem.params, Severity.WARNING))


def place_of(source: LineRef) -> Place:
    """A source as the place of a Problem."""
    return Place(source.file, source.line)


def usable(found: KpiValue | None) -> Explained[Fraction] | None:
    """The value as a figure that cites its KPI; None when it cannot be relied on."""
    if found is None or found.value is None or found.status in UNUSABLE:
        return None
    return Explained(found.value, given(value=found.value).step, (found.ref,))


def weighs_customers(catalogue: Catalogue, kpi: str) -> bool:
    """True when a measure of the KPI, or of a KPI it is made of, counts by type of customer."""
    return _weighs(catalogue, kpi, frozenset())


def _weighs(catalogue: Catalogue, kpi: str, above: frozenset[str]) -> bool:
    if kpi not in catalogue or kpi in above:
        return False
    match catalogue[kpi].body:
        case Measured(measure=measure):
            return bool(measure.by_weight_of)
        case RatioOf(part=part, whole=whole):
            return any(_weighs(catalogue, each, above | {kpi}) for each in (part, whole))
        case Formula(expression=expression):
            return any(_weighs(catalogue, each, above | {kpi}) for each in _names(expression))
        case _:
            return False


def _names(expression: Expression) -> Iterable[str]:
    if isinstance(expression, Name):
        return [expression.id]
    if isinstance(expression, Literal):
        return []
    inner = expression.arguments if isinstance(expression, Call) else expression.operands
    return [name for each in inner for name in _names(each)]
