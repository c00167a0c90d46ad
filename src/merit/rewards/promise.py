"""What a commission or a bonus comes to on supposed figures, by the very rules that pay: to draw and to explain it."""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.rewards.bonus.bonus import bonus
from merit.rewards.coefficients import coefficient, grade_coefficient, no_coefficient
from merit.rewards.commission.commission import cap, commission, floor, gate, kicker_add, kicker_times, multiplied
from merit.rewards.commission.rates import accelerated, scaled_edges, table_value, threshold_at
from merit.rewards.payment.draw import draw, holdback
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CoefficientTable,
    CommissionTerms,
    Condition,
    RateMode,
    Reading,
)
from merit.scores.plan.score_plan import Comparison

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is taken for granted where a real run would look: the target, whether gates and kickers are met."""

    target: Fraction | None = None
    gates_met: bool = True
    kickers_met: bool = False
    multiplier: Fraction = ONE
    ramp: Fraction = ONE


@dataclass(frozen=True, slots=True)
class PromiseStep:
    """A rule by its code (its words are the core's) and what stands after it, in currency units or as a factor."""

    code: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Promise:
    """The steps that change something, in their fixed order, and what is earned in the end."""

    steps: tuple[PromiseStep, ...]
    earned: Money
    """Floor included; before a draw fills up and a holdback withholds."""
    paid: Money
    """What goes out this period, nothing being owed from before."""


def needs_target(terms: CommissionTerms) -> bool:
    """Whether the plan pays nothing without a target."""
    return terms.rates.on is Reading.ATTAINMENT or terms.accelerator is not None


def commission_promised(terms: CommissionTerms, amount: Fraction, supposed: Supposed, currency: str) -> Promise:
    """The commission on `amount` of one span (of one sold line where lines count by themselves), nothing paid before.

    Raises ValueError where the plan needs a target and none is supposed.
    """
    value = _table(terms, amount, supposed)
    steps = [PromiseStep(value.step.code, value.value)]
    for changed in _modified(terms, supposed, value):
        steps.append(PromiseStep(changed.step.code, changed.value))
        value = changed
    earned = commission(total=value, earlier=Money(0, currency)).value
    if terms.floor is not None:
        lift = floor(earned=earned, floor=terms.floor, leaves=ONE)
        earned += lift.value
        steps.append(PromiseStep(lift.step.code, lift.value.units))
    paid = _paid(terms, earned, steps)
    return Promise(tuple(steps), earned, paid)


def bonus_promised(base: Fraction, coefficients: Sequence[Fraction], currency: str) -> Money:
    """Base × the individual, the department's and the company's coefficient, for a whole period on duty."""
    named = {str(at): each for at, each in enumerate(coefficients)}
    return bonus(base=base, coefficients=named, on_duty=ONE, payout=ONE, currency=currency).value


def individual_of(terms: BonusTerms, grade: str, score: Fraction | None) -> Explained[Fraction] | None:
    """The individual coefficient of a grade, or of a total score where the plan gives bands; None where it has none."""
    if terms.scores:
        return None if score is None else coefficient(value=score, bands=terms.scores)
    return grade_coefficient(grade=grade, coefficients=terms.grades) if grade in dict(terms.grades) else None


def coefficient_of(table: CoefficientTable | None, value: Fraction | None) -> Fraction:
    """The table read at the value (an attainment where it reads one); 1 without a table or a value."""
    if table is None or value is None:
        return no_coefficient().value
    return coefficient(value=value, bands=table.bands).value


def commission_curve(
    terms: CommissionTerms, upto: Fraction, supposed: Supposed, currency: str
) -> tuple[tuple[Fraction, Money], ...]:
    """Amounts from 0 to `upto` with what each earns: every edge, both sides of a jump, and where cap and floor bite.

    Raises ValueError where the plan needs a target and none is supposed.
    """

    def earned(amount: Fraction) -> Money:
        return commission_promised(terms, amount, supposed, currency).earned

    grid = {upto * part / _PARTS for part in range(_PARTS + 1)}
    amounts = sorted({*grid, *(each for each in _edges(terms, supposed) if 0 <= each <= upto)})
    bends = _bends(amounts, earned, [each for each in (terms.floor, terms.cap) if each is not None])
    points: list[tuple[Fraction, Money]] = []
    for amount in sorted({*amounts, *bends}):
        before, here = _just_below(terms, amount, supposed, currency), earned(amount)
        if before is not None and before != here:
            points.append((amount, before))
        points.append((amount, here))
    return tuple(points)


_PARTS = 48


def _table(terms: CommissionTerms, amount: Fraction, supposed: Supposed) -> Explained[Fraction]:
    bands: Explained[object] | tuple[tuple[Fraction, Fraction], ...] = terms.rates.bands
    if terms.rates.on is Reading.ATTAINMENT:
        bands = scaled_edges(bands=bands, by=_target(supposed))
    if supposed.ramp != ONE:
        bands = scaled_edges(bands=bands, by=supposed.ramp)
    value = table_value(terms.rates.mode, amount, bands)
    if terms.accelerator is None:
        return value
    threshold = threshold_at(target=_target(supposed), above=terms.accelerator.above * supposed.ramp)
    below = table_value(terms.rates.mode, threshold, bands)
    faster = accelerated(commission=value, below=below, times=terms.accelerator.times)
    return faster if faster.value != value.value else value


def _target(supposed: Supposed) -> Fraction:
    if supposed.target is None:
        raise ValueError("a table of attainments and an accelerator need a target")
    return supposed.target


def _modified(terms: CommissionTerms, supposed: Supposed, value: Explained[Fraction]) -> list[Explained[Fraction]]:
    """Gates, multiplier, kickers, cap; each that changes the amount."""
    found = [value]

    def add(changed: Explained[Fraction]) -> None:
        if changed.value != found[-1].value:
            found.append(changed)

    for each in terms.gates:
        asked = _asked(each.condition, supposed.gates_met)
        add(gate(commission=found[-1], keeps=each.keeps, **asked))
    if terms.multiplier is not None:
        add(multiplied(commission=found[-1], coefficient=supposed.multiplier))
    for kicker in terms.kickers:
        asked = _asked(kicker.condition, supposed.kickers_met)
        add(kicker_times(commission=found[-1], times=kicker.times, **asked))
        add(kicker_add(commission=found[-1], add=kicker.add, **asked))
    if terms.cap is not None:
        add(cap(commission=found[-1], cap=terms.cap))
    return found[1:]


_AWAY = {Comparison.AT_LEAST: (0, -1), Comparison.ABOVE: (1, 0), Comparison.AT_MOST: (0, 1), Comparison.BELOW: (-1, 0)}
"""How far from its threshold a value lies that meets the condition, and one that does not."""


def _asked(condition: Condition, met: bool) -> dict[str, Fraction | str]:
    value = condition.threshold + _AWAY[condition.comparison][0 if met else 1]
    return {"value": value, "comparison": str(condition.comparison), "threshold": condition.threshold}


def _paid(terms: CommissionTerms, earned: Money, steps: list[PromiseStep]) -> Money:
    guarantee = Money.of(terms.draw.amount if terms.draw else ZERO, earned.currency)
    paid = earned
    if terms.draw is not None:
        lift = draw(earned=earned, guarantee=guarantee)
        paid += lift.value
        steps.append(PromiseStep(lift.step.code, lift.value.units))
    if terms.holdback is not None:
        held = holdback(earned=paid, guarantee=guarantee, share=terms.holdback.share)
        paid += held.value
        steps.append(PromiseStep(held.step.code, held.value.units))
    return paid


def _edges(terms: CommissionTerms, supposed: Supposed) -> list[Fraction]:
    scale = supposed.ramp * (_target(supposed) if terms.rates.on is Reading.ATTAINMENT else ONE)
    edges = [start * scale for start, _ in terms.rates.bands]
    if terms.accelerator is not None:
        edges.append(_target(supposed) * terms.accelerator.above * supposed.ramp)
    return edges


def _just_below(terms: CommissionTerms, amount: Fraction, supposed: Supposed, currency: str) -> Money | None:
    """What an amount a hair smaller earns, where the table jumps at this one; None elsewhere."""
    scale = supposed.ramp * (_target(supposed) if terms.rates.on is Reading.ATTAINMENT else ONE)
    bands = terms.rates.bands
    at = next((at for at, (start, _) in enumerate(bands) if start * scale == amount), None)
    if at is None or terms.rates.mode is not RateMode.HIGHEST or amount <= 0:
        return None
    kept = bands[:at] if at else ((ZERO, ZERO),)
    lower = replace(terms, rates=replace(terms.rates, bands=kept))
    return commission_promised(lower, amount, supposed, currency).earned


def _bends(
    amounts: Sequence[Fraction], earned: Callable[[Fraction], Money], levels: Sequence[Fraction]
) -> Iterator[Fraction]:
    """The whole amounts at which the curve reaches a level or leaves it."""
    values = [earned(amount).units for amount in amounts]
    for level in levels:
        for at in range(1, len(amounts)):
            for reached in (operator.ge, operator.gt):
                if not reached(values[at - 1], level) and reached(values[at], level):
                    yield _first(amounts[at - 1], amounts[at], partial(_is_past, earned, reached, level))


def _is_past(
    earned: Callable[[Fraction], Money],
    reached: Callable[[Fraction, Fraction], bool],
    level: Fraction,
    amount: Fraction,
) -> bool:
    return reached(earned(amount).units, level)


def _first(low: Fraction, high: Fraction, holds: Callable[[Fraction], bool]) -> Fraction:
    """By halving, to one currency unit: the first amount for which it holds, as it does at `high` and not at `low`."""
    while high - low > 1:
        middle = Fraction(round((low + high) / 2))
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
