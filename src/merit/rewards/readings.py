"""What a pay run reads of KPIs: values, targets, coefficients and conditions, or the Problem that stands in the way."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from merit.people.duty import duty
from merit.people.spells import spells_in
from merit.rewards.coefficients import attainment, coefficient, no_coefficient, zero_for_missing
from merit.rewards.pay_run import PayRun, own_parts
from merit.rewards.plan.reward_plan import CoefficientTable, Missing, Reading, RewardPlan
from merit.scores.figure_node import node_around
from merit.scores.plan.score_plan import FigureOf
from merit.scores.scoring import usable
from merit.targets.accumulation import accumulates
from merit.targets.basis import full_target
from merit.targets.prorate import day_weights
from merit.targets.proration import Proration
from merit.targets.resolve import Stretch, node_rows, resolve_target
from merit.targets.target import Target, TargetBasis


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads KPIs for one person under one reward over one span of days."""

    run: PayRun
    plan: RewardPlan
    person: str
    span: Period

    def node(self, of: NodeKind) -> Node | None:
        """The person, or the team, department or company of the last day in the span on which the reward is theirs."""
        if of is NodeKind.PERSON:
            return person_node(self.person)
        if of is NodeKind.COMPANY:
            return COMPANY
        own = own_parts(self.run, self.plan, self.person, self.span)
        parts = own or spells_in(self.run.organisation, self.person, self.span)
        if not parts:
            return None
        return node_around(FigureOf(of), parts[-1].spell, parts[-1].period.last, self.run.organisation)

    def value(self, kpi: str, of: NodeKind, days: Period | None = None) -> Explained[Fraction] | None:
        """The KPI's value; None when there is none, or when it is not yet to be relied on and so may not reach pay."""
        node = self.node(of)
        if node is None:
            return None
        found = self.run.figures.value(kpi, node, days or self.span)
        return usable(found)

    def target(self, kpi: str, of: NodeKind, own: Fraction | None, whole: Period) -> Explained[Fraction] | None:
        """The target above zero for `whole`, cut to the days of the span; None when there is none.

        A person's row of targets.csv goes first, then the plan's own, then the row of a team, department or company.
        """
        node = self.node(of)
        if node is None:
            return None
        rows = node_rows(self.run.targets, kpi, node, whole)
        stated = [self._own_target(kpi, node, own, whole)] if own is not None else []
        sources = [rows, stated] if of is NodeKind.PERSON else [stated, rows]
        found = resolve_target(sources, self._stretch(kpi, of, whole), lambda row: self._full(row, node))
        return found if found is not None and found.value > 0 else None

    def coefficient(self, table: CoefficientTable | None) -> Explained[Fraction] | Problem:
        """The table's result; 1 without a table."""
        if table is None:
            return no_coefficient()
        reading = self.reading(table)
        if reading is None:
            return self._without_value(table)
        return reading if isinstance(reading, Problem) else coefficient(value=reading, bands=table.bands)

    def reading(self, table: CoefficientTable) -> Explained[Fraction] | Problem | None:
        """Where the table is read: the KPI's value or its attainment; None when there is no value."""
        value = self.value(table.kpi, table.of)
        if value is None or table.on is not Reading.ATTAINMENT:
            return value
        target = self.target(table.kpi, table.of, table.target, self.span)
        return self.no_target(table.kpi) if target is None else attainment(actual=value, target=target)

    def no_target(self, kpi: str) -> Problem:
        """No target above zero, so no attainment."""
        return Problem("rewards.no_target", self.plan.place, self.params(kpi=kpi), Severity.WARNING)

    def no_value(self, kpi: str) -> Problem:
        """No value, so no figure."""
        return Problem("rewards.figure_missing", self.plan.place, self.params(kpi=kpi), Severity.WARNING)

    def params(self, **more: str | int) -> dict[str, str | int]:
        """What every Problem of this reader names."""
        return {"reward": self.plan.reward, "person": self.person, **more}

    def _without_value(self, table: CoefficientTable) -> Explained[Fraction] | Problem:
        match table.missing:
            case Missing.BLOCK:
                return self.no_value(table.kpi)
            case Missing.NEUTRAL:
                return no_coefficient()
            case Missing.ZERO:
                return zero_for_missing()

    def _own_target(self, kpi: str, node: Node, target: Fraction, whole: Period) -> Target:
        return Target(kpi, str(node.kind), node.id, whole, target, TargetBasis.ABSOLUTE, None, "", self.plan.source)

    def _full(self, row: Target, node: Node) -> Explained[Fraction] | None:
        return full_target(row, node, self.run.figures, self.run.company.benchmarks)

    def _stretch(self, kpi: str, of: NodeKind, whole: Period) -> Stretch:
        calendar = self.run.company.calendar
        personal = of is NodeKind.PERSON
        segment = self._employed(whole) if personal else whole
        weights = day_weights(Proration.WORKING_DAYS, whole, calendar, {})

        def on_duty(days: Period) -> Fraction:
            counted = duty(self.run.organisation, calendar, self.person, days)
            return counted.share if personal and counted.working_days else Fraction(1)

        return Stretch(whole, segment, weights, accumulates(self.run.company.catalogue, kpi), on_duty)

    def _employed(self, whole: Period) -> Period:
        parts = spells_in(self.run.organisation, self.person, whole)
        if not parts:
            return whole
        return whole.overlap(parts[0].period.start, parts[-1].period.end) or whole


def first_day(run: PayRun, person: str) -> date:
    """The day on which the person joined."""
    return run.organisation.spells_of[person][0].start
