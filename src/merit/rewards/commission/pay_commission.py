"""A person's own commission: the table on the base to date, every modifier in its order, less earlier payments."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from merit.kernel.explain import Explained, Input, given
from merit.kernel.node import NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from merit.metrics.figures import ValueStatus
from merit.rewards.commission.commission import (
    at_lower_rate,
    base_less_refunds,
    base_of_spells,
    by_line,
    cap,
    commission,
    floor,
    gate,
    kicker_add,
    kicker_times,
    line_commission,
    line_minimum,
    multiplied,
    period_rate,
    taken_back,
    veto,
)
from merit.rewards.commission.commission_case import Case, Statement
from merit.rewards.commission.rates import accelerated, scaled_edges, table_value, threshold_at
from merit.rewards.pay_run import joined, own_parts
from merit.rewards.payment.paid_before import Sale
from merit.rewards.plan.reward_plan import Counting, Gate, Kicker, Reading, RefundRule
from merit.rewards.readings import first_day
from merit.scores.scoring import usable
from merit.targets.prorate import ramp_share

ONE = Fraction(1)


def pay_own_commission(case: Case, statement: Statement) -> None:
    """Add the lines commission, veto, floor and line_minimum of somebody for whom the plan is in the period."""
    base = _base(case)
    value = _table_value(case, base) if isinstance(base, Explained) else base
    total = _modified(case, value, statement.problems) if isinstance(value, Explained) else value
    if isinstance(base, Problem) or isinstance(value, Problem) or isinstance(total, Problem):
        statement.problems.extend(each for each in (base, value, total) if isinstance(each, Problem))
        return
    earlier = tuple(each for each in case.earlier("commission") if each.period.start in case.span)
    counted = value.value if case.terms.base.counting is Counting.LINE and value.value else base.value
    if not earlier and _worked_before(case):
        params: dict[str, str | int] = {"reward": case.plan.reward, "since": str(case.span.start)}
        statement.problems.append(Problem("rewards.earlier_not_sealed", case.plan.place, params, Severity.WARNING))
    added = counted - sum((each.base or Fraction(0) for each in earlier), Fraction(0))
    paid = case.paid(earlier)
    earned = commission(total=total, earlier=paid)
    statement.lines.append(case.line("commission", earned, base=added))
    if case.terms.attainment_falls and (case.terms.floor is not None or case.terms.line_minimum is not None):
        total = _without_refunds(case, base, total)
        earned = commission(total=total, earlier=paid)
    _after_commission(case, statement, earned, period_rate(total=total, earlier=paid, base=added))


def _without_refunds(case: Case, base: Explained[Fraction], total: Explained[Fraction]) -> Explained[Fraction]:
    """What lifts are measured by: else a refund that lowers the rate would be made good by the floor."""
    as_sold = replace(case, terms=replace(case.terms, attainment_falls=False))
    value = _table_value(as_sold, base)
    found = _modified(as_sold, value, []) if isinstance(value, Explained) else total
    return found if isinstance(found, Explained) else total


def _worked_before(case: Case) -> bool:
    """True when the plan was the person's own on some day of the span before this period."""
    before = case.span.overlap(case.span.start, case.run.period.start)
    return before is not None and bool(own_parts(case.run, case.plan, case.person, before))


def _after_commission(case: Case, statement: Statement, earned: Explained[object], rate: Explained[Fraction]) -> None:
    """Veto, floor and minimum per line. A veto takes its share of the lifts too, else they would pay what it took."""
    card, terms = case.run.cards.get(case.person), case.terms
    vetoed = card.vetoed.get(case.plan.reward) if card is not None else None
    if vetoed is not None:
        own = next(line.amount for line in statement.lines if line.line == "commission")
        statement.lines.append(case.line("veto", veto(earned=own, leaves=vetoed)))
    left = vetoed or ONE
    if terms.floor is not None:
        statement.lines.append(case.line("floor", floor(earned=earned, floor=terms.floor, leaves=left)))
    if terms.line_minimum is not None:
        sold = (sale for sale in case.sold_in(case.run.period) if _stands(case, sale))
        lines = tuple(_computed(case, sale.amount, rate) for sale in sold)
        lift = line_minimum(lines=lines, minimum=terms.line_minimum, leaves=left, currency=case.currency)
        statement.lines.append(case.line("line_minimum", lift))


def _stands(case: Case, sale: Sale) -> bool:
    """False for a line that came back whole before it was paid: under clawback it is not lifted."""
    if case.terms.refunds is not RefundRule.CLAWBACK or not sale.amount:
        return True
    return sale.taken_back < sale.amount


def _computed(case: Case, amount: Fraction, rate: Explained[Fraction]) -> Explained[Fraction]:
    if case.terms.base.counting is Counting.LINE:
        return multiplied(
            commission=table_value(case.terms.rates.mode, amount, case.terms.rates.bands), coefficient=rate
        )
    return line_commission(amount=amount, rate=rate)


def _base(case: Case) -> Explained[Fraction] | Problem:
    """The base over the days of the span on which the plan is the person's own; nothing sold is 0, not missing."""
    parts: list[Explained[Fraction]] = []
    for days in joined(own_parts(case.run, case.plan, case.person, case.span)):
        whole = case.span.overlap(days.start, days.end) or days
        found = case.run.figures.value(case.terms.base.kpi, person_node(case.person), whole)
        if found.status is ValueStatus.UNRECONCILED:
            return Problem("rewards.base_unreconciled", case.plan.place, case.reader.params(kpi=found.kpi))
        if found.status is ValueStatus.IMMATURE:
            return case.reader.no_value(found.kpi)
        nothing = given(value=Fraction(0)).citing(found.ref)
        parts.append(usable(found) or Explained(Fraction(0), nothing.step, nothing.about))
    return parts[0] if len(parts) == 1 else base_of_spells(parts=tuple(parts))


def _table_value(case: Case, base: Explained[Fraction]) -> Explained[Fraction] | Problem:
    """The table's value on the base, accelerator included."""
    terms = case.terms
    if terms.base.counting is Counting.LINE:
        sales = case.sold_in(case.run.period)
        return by_line(lines=tuple(table_value(terms.rates.mode, sale.amount, terms.rates.bands) for sale in sales))
    target: Explained[Fraction] | None = None
    if terms.rates.on is Reading.ATTAINMENT or terms.accelerator is not None:
        target = case.reader.target(terms.base.kpi, NodeKind.PERSON, terms.base.target, case.whole_span)
        if target is None:
            return case.reader.no_target(terms.base.kpi)
    bands = _edges(case, target)
    if not terms.attainment_falls:
        return _accelerated(case, table_value(terms.rates.mode, base, bands), bands, target)
    refunded = taken_back(lines=tuple(sale.worked_out(sale.taken_back) for sale in case.sold_in(case.span)))
    lowered = base_less_refunds(base=base, refunded=refunded)
    value = _accelerated(case, table_value(terms.rates.mode, lowered, bands), bands, target)
    return at_lower_rate(value=value, read_at=lowered, base=base)


def _edges(case: Case, target: Explained[Fraction] | None) -> Explained[object] | tuple[tuple[Fraction, Fraction], ...]:
    terms = case.terms
    ramp = _ramp(case)
    bands: Explained[object] | tuple[tuple[Fraction, Fraction], ...] = terms.rates.bands
    if terms.rates.on is Reading.ATTAINMENT:
        bands = scaled_edges(bands=bands, by=target)
    return scaled_edges(bands=bands, by=ramp) if ramp != ONE else bands


def _ramp(case: Case) -> Fraction:
    if not case.terms.ramp:
        return ONE
    joined_on = first_day(case.run, case.person)
    return ramp_share(case.terms.ramp, joined_on, case.run.period, case.run.company.calendar)


def _accelerated(
    case: Case, value: Explained[Fraction], bands: Input, target: Explained[Fraction] | None
) -> Explained[Fraction]:
    faster = case.terms.accelerator
    if faster is None or target is None:
        return value
    threshold = threshold_at(target=target, above=faster.above * _ramp(case))
    below = table_value(case.terms.rates.mode, threshold, bands)
    return accelerated(commission=value, below=below, times=faster.times)


def _modified(case: Case, value: Explained[Fraction], problems: list[Problem]) -> Explained[Fraction] | Problem:
    """Gates, multiplier, kickers, cap: always in this order."""
    for each in case.terms.gates:
        value = _gated(case, each, value, problems)
    multiplier = case.reader.coefficient(case.terms.multiplier)
    if isinstance(multiplier, Problem):
        return multiplier
    if case.terms.multiplier is not None:
        value = multiplied(commission=value, coefficient=multiplier)
    for kicker in case.terms.kickers:
        value = _kicked(case, kicker, value)
    return value if case.terms.cap is None else cap(commission=value, cap=case.terms.cap)


def _gated(case: Case, each: Gate, value: Explained[Fraction], problems: list[Problem]) -> Explained[Fraction]:
    condition = each.condition
    found = case.reader.value(condition.kpi, condition.of)
    if found is None:
        params = case.reader.params(kpi=condition.kpi)
        problems.append(Problem("rewards.gate_without_value", case.plan.place, params, Severity.WARNING))
        return value
    return gate(
        commission=value, value=found, comparison=str(condition.comparison), threshold=condition.threshold,
        keeps=each.keeps,
    )  # fmt: skip


def _kicked(case: Case, kicker: Kicker, value: Explained[Fraction]) -> Explained[Fraction]:
    """A kicker whose KPI has no value is not met; one with dates counts from the period in which it ends."""
    days: Period | None = None
    if kicker.first is not None and kicker.last is not None:
        if kicker.last not in case.span:
            return value
        days = Period(kicker.first, kicker.last + timedelta(days=1))
    condition = kicker.condition
    found = case.reader.value(condition.kpi, condition.of, days)
    if found is None:
        return value
    comparison, threshold = str(condition.comparison), condition.threshold
    if kicker.times != ONE:
        value = kicker_times(
            commission=value, value=found, comparison=comparison, threshold=threshold, times=kicker.times
        )
    if kicker.add:
        value = kicker_add(commission=value, value=found, comparison=comparison, threshold=threshold, add=kicker.add)
    return value
