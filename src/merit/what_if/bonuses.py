"""Every bonus and year-end bonus where the sliders stand: products per person and period, rounded by the filter.

The bound: at most eight factors, each within UNIT, and seven multiplications give a relative error below 16·UNIT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from merit.kernel.explain import Explained
from merit.kernel.problems import Problem
from merit.rewards.bonus.pay_bonus import base_of, on_duty_share, payout_share, usable_card
from merit.rewards.bonus.pay_year_end import year_base, year_share
from merit.rewards.pay_run import PayRun, receivers
from merit.rewards.plan.reward_plan import BonusTerms, RewardPlan
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.rewards.readings import Reader
from merit.what_if.choices import ONE, Scored, TableReadings, TableRows, table_reading
from merit.what_if.rounding import UNIT, Floats, Marks, Whole, floats, rounded


@dataclass(frozen=True, slots=True)
class Bonuses:
    """One version of a bonus over all periods: everybody to whom nothing but the sliders can deny it."""

    reward: str
    terms: BonusTerms | YearEndTerms
    people: tuple[tuple[str, int], ...]
    """Person and column of each bonus."""
    rows: Whole
    """Rows of their scorecards; not asked where the terms ask no score."""
    fixed: tuple[Fraction | None, ...]
    """Base × share on duty × what gates and vetoes leave; None without a base of one's own."""
    per_unit: tuple[Fraction, ...]
    """The same for a base of 1 per month."""
    fixed_floats: Floats
    per_unit_floats: Floats
    department: TableReadings
    company: TableReadings

    def paid(self, scored: Scored) -> tuple[Whole, Marks]:
        """Fen of each of `rows`, and which were worked out in fractions."""
        changes = scored.changes
        choices = (
            scored.individual(self.reward, self.terms, self.rows),
            self.department.choice(changes.department_bands.get(self.reward)),
            self.company.choice(changes.company_bands.get(self.reward)),
        )
        stated = changes.bases.get(self.reward)
        times = changes.base_times.get(self.reward, ONE) * (ONE if stated is None else stated)
        values = (self.fixed_floats if stated is None else self.per_unit_floats) * (float(times) * 100)
        for choice in choices:
            values = values * choice.values
        found, near = rounded(values, 16 * UNIT * np.abs(values))
        near &= choices[0].places >= 0
        bases = self.fixed if stated is None else self.per_unit
        for row in np.flatnonzero(near):
            found[row] = _exactly(bases[row], times * 100, [each.numbers[each.places[row]] for each in choices])
        return found, near


def _exactly(base: Fraction | None, times: Fraction, coefficients: Sequence[Fraction]) -> int:
    if base is None:
        return 0
    up, down = base.numerator * times.numerator, base.denominator * times.denominator
    for each in coefficients:
        up, down = up * each.numerator, down * each.denominator
    whole = (2 * abs(up) + down) // (2 * down)
    return whole if up >= 0 else -whole


@dataclass(slots=True)
class BonusRows:
    """One version of a bonus as it is gathered, period by period."""

    reward: str
    terms: BonusTerms | YearEndTerms
    people: list[tuple[str, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    fixed: list[Fraction | None] = field(default_factory=list)
    per_unit: list[Fraction] = field(default_factory=list)
    department: TableRows = field(init=False)
    company: TableRows = field(init=False)

    def __post_init__(self) -> None:
        self.department, self.company = TableRows(self.terms.department), TableRows(self.terms.company)

    def add(self, run: PayRun, plan: RewardPlan, column: int, row_of: Mapping[str, int]) -> None:
        """Take in one period; `row_of` gives the row of each person with a total."""
        for person in receivers(run, plan):
            parts = self._parts(run, plan, person)
            reader = Reader(run, plan, person, run.period)
            at = [table_reading(reader, table) for table in (self.terms.department, self.terms.company)]
            if parts is None or at[0] is None or at[1] is None:
                continue
            self.people.append((person, column))
            self.rows.append(row_of.get(person, 0))
            self.fixed.append(parts[0])
            self.per_unit.append(parts[1])
            self.department.add(at[0])
            self.company.add(at[1])

    def _parts(self, run: PayRun, plan: RewardPlan, person: str) -> tuple[Fraction | None, Fraction] | None:
        """Everything but the coefficients, and the same for a base of 1 per month; None where there is no bonus."""
        if isinstance(self.terms, YearEndTerms):
            return _year_end_parts(run, plan, self.terms, person)
        card = usable_card(run, plan, person)
        unit = base_of(run, plan, person, ONE)
        if isinstance(card, Problem) or isinstance(unit, Problem):
            return None
        share = on_duty_share(run, plan, card).value * bare(payout_share(card, plan.reward)) * self.terms.base_times
        base = base_of(run, plan, person, self.terms.base)
        return (base.value * share if isinstance(base, Explained) else None), unit.value * share

    def ready(self) -> Bonuses:
        """As arrays."""
        fixed = [0.0 if each is None else float(each) for each in self.fixed]
        return Bonuses(
            self.reward,
            self.terms,
            tuple(self.people),
            np.array(self.rows, np.int64),
            tuple(self.fixed),
            tuple(self.per_unit),
            np.array(fixed, np.float64),
            floats(self.per_unit),
            self.department.ready(),
            self.company.ready(),
        )


def _year_end_parts(
    run: PayRun, plan: RewardPlan, terms: YearEndTerms, person: str
) -> tuple[Fraction | None, Fraction] | None:
    if (terms.grades or terms.scores) and isinstance(usable_card(run, plan, person), Problem):
        return None
    base = year_base(run, plan, terms, person)
    if isinstance(base, Problem):
        return None
    card = run.cards.get(person)
    payout = bare(payout_share(card, plan.reward)) if card is not None else ONE
    amount = base.value * year_share(run, plan, terms, person).value * payout
    return amount, amount


def bare(share: Explained[Fraction] | Fraction) -> Fraction:
    """The share alone."""
    return share.value if isinstance(share, Explained) else share
