"""Answers to a question about KPIs: any dimensions, one time grain, any span; all is recomputed at each grain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.catalogue.expression import Call
from merit.catalogue.kpi import Catalogue, Formula, Kpi, Measure
from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.figures import CompanyFigures, data_span, figures_from
from merit.engines.outside import benchmark_value, entered_value, target_value
from merit.engines.queried_numbers import Key, QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.components import Number, kpi_of, leaves, measures_of, nothing_of, parts_of
from merit.metrics.cut import DIMENSIONS, Cut
from merit.metrics.earlier_periods import looks_back, period_of
from merit.metrics.evaluate import evaluate
from merit.metrics.figures import KpiValue

MOST_LISTED = 12
_NODE_KINDS = {kind.value: kind for kind in NodeKind}


@dataclass(frozen=True, slots=True)
class Question:
    """`by` and `where` name dimensions (see `merit.metrics.cut.DIMENSIONS`); without `span` all days that have data.

    The moment as of which is answered is that of the engine's snapshot.
    """

    kpis: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    span: Period | None = None
    where: tuple[tuple[str, str], ...] = ()

    @property
    def cut(self) -> Cut:
        """Its dimensions, without `company`, which cuts nothing."""
        return Cut(tuple(name for name in self.by if name != "company"), self.where)


@dataclass(frozen=True, slots=True)
class Answer:
    """One value, with the value of each dimension asked, in the order asked."""

    dimensions: tuple[tuple[str, str], ...]
    period: Period
    value: KpiValue


def answer(company: Company, engine: QueryEngine, question: Question) -> list[Answer]:
    """All values, by KPI as asked, then period, then dimensions. Combinations without any row are left out.

    Raises NotFoundRefusal for an unknown KPI or dimension, or one that a KPI's rows do not have, ConflictRefusal where
    a KPI is not defined for such nodes.
    """
    return answers_over(company, asked_together(company, engine, question.kpis), question, _periods(question, engine))


def asked_together(company: Company, engine: QueryEngine, kpis: Iterable[str]) -> QueriedNumbers:
    """Numbers that remember what they were asked, for several questions about these KPIs."""
    credited = credit_tables(engine, company.organisation, company.credits)
    return QueriedNumbers(engine, credited, measures_of(company.catalogue, kpis))


def answers_over(
    company: Company, numbers: QueriedNumbers, question: Question, periods: Sequence[Period]
) -> list[Answer]:
    """As `answer`, over those periods instead of the question's own."""
    _check(company.catalogue, question)
    _check_names(company, question)
    asking = _Asking(company, numbers, figures_from(company, numbers.engine, numbers), question)
    return [each for kpi in question.kpis for each in asking.answers(kpi, list(periods))]


def _periods(question: Question, engine: QueryEngine) -> list[Period]:
    """Calendar periods; at the edges of a span that was asked for, only the days within it."""
    span = question.span or data_span(engine)
    if span is None:
        return []
    if question.grain is None:
        return [span]
    whole = span.split(question.grain)
    cut = (part.overlap(span.start, span.end) for part in whole)
    return whole if question.span is None else [part for part in cut if part is not None]


def _check(catalogue: Catalogue, question: Question) -> None:
    named = (*question.by, *(name for name, _ in question.where))
    for name in named:
        if name not in DIMENSIONS:
            known = ", ".join(sorted(DIMENSIONS))
            raise NotFoundRefusal("metrics.unknown_dimension", dimension=name, known=known)
    for kpi in question.kpis:
        declared = kpi_of(catalogue, kpi)
        for name in named:
            if name in _NODE_KINDS and _NODE_KINDS[name] not in declared.nodes:
                raise ConflictRefusal("metrics.not_for_such_nodes", kpi=kpi, dimension=name)


def _check_names(company: Company, question: Question) -> None:
    """A mistyped shop, team or person is refused: its figures would read as zero."""
    teams = {team.team for team in company.organisation.teams}
    people = set(company.organisation.spells_of) | {UNASSIGNED}
    known = {"shop": {shop.shop for shop in company.shops}, "person": people, "team": teams, "department": teams}
    for name, value in question.where:
        if name in known and value not in known[name]:
            listed = ", ".join(sorted(known[name])[:MOST_LISTED])
            raise NotFoundRefusal("metrics.no_such_node", dimension=name, name=value, known=listed)


@dataclass(frozen=True, slots=True)
class _Asking:
    company: Company
    numbers: QueriedNumbers
    figures: CompanyFigures
    question: Question

    def answers(self, kpi: str, periods: list[Period]) -> Iterable[Answer]:
        catalogue, cut = self.company.catalogue, self.question.cut
        measures, declared = leaves(catalogue, kpi), kpi_of(catalogue, kpi)
        self.numbers.prepare_cut(measures, cut, [*periods, *_compared(catalogue, kpi, periods)])
        for period in periods:
            for key in sorted(self._keys(kpi, measures, period)):
                yield self._answer(declared, key, period)

    def _keys(self, kpi: str, measures: Iterable[Measure], period: Period) -> set[Key]:
        cut = self.question.cut
        if not cut.by:
            return {()}
        keys = {key for measure in measures for key in self.numbers.by_key(measure, cut, period)}
        if len(cut.by) == 1:
            entered = (each for each in self.company.manual_values if (each.kpi, each.period) == (kpi, period))
            keys |= {(each.node.id,) for each in entered if each.node.kind == cut.by[0]}
        return keys

    def _answer(self, kpi: Kpi, key: Key, period: Period) -> Answer:
        about = _AboutKey(self, key)
        found = evaluate(self.company.catalogue, kpi.id, period, about)
        numbers = (found.value, found.numerator, found.denominator)
        value = KpiValue(kpi.id, found.version, about.node, period, *numbers, found.n, found.status, self.figures.as_of)
        found_in = dict(zip(self.question.cut.by, key, strict=True))
        return Answer(tuple((name, found_in.get(name, COMPANY.id)) for name in self.question.by), period, value)


@dataclass(frozen=True, slots=True)
class _AboutKey:
    """What is known where the dimensions have the values of `key`."""

    asking: _Asking
    key: Key

    @property
    def node(self) -> Node:
        """The first dimension that is a kind of node says whose figure it is; without one it is the company's."""
        named = zip(self.asking.question.cut.by, self.key, strict=True)
        return next((Node(_NODE_KINDS[name], value) for name, value in named if name in _NODE_KINDS), COMPANY)

    @property
    def last_day(self) -> date | None:
        return self.asking.figures.last_day

    def number(self, measure: Measure, period: Period) -> Number:
        found = self.asking.numbers.by_key(measure, self.asking.question.cut, period)
        return found.get(self.key, nothing_of(measure))

    def entered(self, kpi: str, period: Period) -> Fraction | None:
        return entered_value(self.asking.company, kpi, self.node, period)

    def target(self, kpi: str, period: Period) -> Fraction | None:
        return target_value(self.asking.company, kpi, self.node, period)

    def benchmark(self, name: str, period: Period) -> Fraction | None:
        return benchmark_value(self.asking.company, name, self.node, period)

    def is_unreconciled(self, kpi: str, period: Period) -> bool:
        figures = self.asking.figures
        return figures.reconciliation.is_unreconciled(kpi, self.node, period, figures.plain_sum)


def _compared(catalogue: Catalogue, kpi: str, periods: list[Period]) -> list[Period]:
    """The other periods that a formula looks at."""
    calls = sorted(_calls(catalogue, kpi, frozenset()), key=str)
    return [period_of(call, each) for call in calls for each in periods]


def _calls(catalogue: Catalogue, kpi: str, above: frozenset[str]) -> set[Call]:
    declared = kpi_of(catalogue, kpi)
    inner = (name for name in parts_of(declared) if name not in above)
    found: set[Call] = set().union(*(_calls(catalogue, name, above | {kpi}) for name in inner))
    return found | set(looks_back(declared.body.expression)) if isinstance(declared.body, Formula) else found
