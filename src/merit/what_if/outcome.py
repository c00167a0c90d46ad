"""What a trial comes to: totals, grades and pay of everybody in every period, as declared now and under the trial."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from merit.insight.simulation import PersonOutcome
from merit.kernel.money import Money
from merit.kernel.period import Period

Whole: TypeAlias = NDArray[np.int64]

NO_TOTAL = np.iinfo(np.int64).min
"""Stands in `totals` for "no score"."""
NO_GRADE = -1
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Side:
    """One world. Arrays are whole numbers, people × periods, in the order of the outcome's `people` and `periods`."""

    totals: Whole
    """Hundredths of a point (8667 is 86.67); NO_TOTAL where there is no score."""
    grades: Whole
    """Number of the grade in the outcome's `grade_names`; NO_GRADE where there is none."""
    fen: Whole
    """All pay lines of the person in the period."""
    by_reward: Whole
    """Rewards × periods: fen, in the order of the outcome's `rewards`."""

    def equals(self, other: "Side") -> bool:
        """Every figure the same."""
        return all(np.array_equal(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))


@dataclass(frozen=True, slots=True)
class PersonPeriod:
    """One person in one period under both."""

    period: Period
    total_now: Fraction | None
    total_draft: Fraction | None
    grade_now: str
    """Empty without a grade."""
    grade_draft: str
    pay_now: Money
    pay_draft: Money


@dataclass(frozen=True, slots=True)
class Frame:
    """What rows, columns and numbers of the arrays stand for; the same for every move of the sliders."""

    periods: tuple[Period, ...]
    people: tuple[str, ...]
    """Everybody employed, scored or paid in any of the periods, by id."""
    grade_names: tuple[str, ...]
    rewards: tuple[str, ...]
    departments: tuple[str, ...]
    """By id; an empty name is directly under the company."""
    department_of: Whole
    """People × periods: number of the person's last department by the end of the period; NOWHERE before joining."""
    plan_names: tuple[str, ...]
    plan_of: Whole
    """People × periods: number of the plan of the scorecard; NOWHERE without one."""
    currency: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both worlds. Every figure equals the exact engine's; how many needed its exact arithmetic is told."""

    frame: Frame
    now: Side
    """As the company declares it, without drafts and sliders."""
    draft: Side
    """Under the drafts and where the sliders stand."""
    exactly_by_engine: int
    """Totals and amounts so near to a rounding edge that they were worked out in exact fractions."""

    @property
    def cost_now(self) -> Money:
        """Σ of all pay over all periods."""
        return self._money(self.now.fen.sum())

    @property
    def cost_draft(self) -> Money:
        """The same under the trial."""
        return self._money(self.draft.fen.sum())

    def by_period(self) -> tuple[tuple[Period, Money, Money], ...]:
        """(period, cost now, cost under the trial)."""
        costs = zip(self.now.fen.sum(axis=0), self.draft.fen.sum(axis=0), strict=True)
        return tuple(
            (period, self._money(now), self._money(draft))
            for period, (now, draft) in zip(self.frame.periods, costs, strict=True)
        )

    def by_department(self) -> dict[str, tuple[Money, Money]]:
        """Cost of all periods by the department in which the person then was, or last was before leaving."""
        worlds = [self._summed(self.frame.department_of, len(self.frame.departments), each) for each in self._worlds()]
        return {
            name: (self._money(worlds[0][number]), self._money(worlds[1][number]))
            for number, name in enumerate(self.frame.departments)
        }

    def by_reward(self) -> dict[str, tuple[Money, Money]]:
        """Cost of all periods by reward."""
        now, draft = self.now.by_reward.sum(axis=1), self.draft.by_reward.sum(axis=1)
        return {
            name: (self._money(now[number]), self._money(draft[number]))
            for number, name in enumerate(self.frame.rewards)
        }

    def grade_counts(self) -> dict[str, tuple[int, int]]:
        """How many scorecards of all periods have each grade, now and under the trial."""
        size = len(self.frame.grade_names)
        counts = [np.bincount(side.grades[side.grades >= 0], minlength=size) for side in (self.now, self.draft)]
        return {
            name: (int(counts[0][number]), int(counts[1][number])) for number, name in enumerate(self.frame.grade_names)
        }

    def gain_lose_same(self) -> tuple[int, int, int]:
        """People who are paid more, less and the same over all periods."""
        difference = self.differences()
        gain, lose = int((difference > 0).sum()), int((difference < 0).sum())
        return gain, lose, len(difference) - gain - lose

    def differences(self) -> Whole:
        """Fen by which each person's pay over all periods changes, in the order of `people`."""
        found: Whole = self.draft.fen.sum(axis=1) - self.now.fen.sum(axis=1)
        return found

    def largest_first(self) -> Whole:
        """Places in `people` by difference, the largest gain first, then by id: the order of a simulation."""
        return np.argsort(-self.differences(), kind="stable")

    def person(self, person: str) -> tuple[PersonPeriod, ...]:
        """One person, period by period. Raises ValueError for somebody not in `people`."""
        row = self.frame.people.index(person)
        return tuple(self._cell(row, column) for column in range(len(self.frame.periods)))

    def people_outcomes(self, first: int = 0, count: int | None = None) -> Iterator[PersonOutcome]:
        """The people of a page, the largest gain first: pay and mean totals over all periods."""
        order = self.largest_first()
        for row in order[first : None if count is None else first + count]:
            yield self.person_outcome(int(row))

    def person_outcome(self, row: int) -> PersonOutcome:
        """Pay and mean total over all periods of the person at that place of `people`."""
        return PersonOutcome(
            self.frame.people[row],
            self._money(self.now.fen[row].sum()),
            self._money(self.draft.fen[row].sum()),
            _mean(self.now.totals[row]),
            _mean(self.draft.totals[row]),
        )

    def _cell(self, row: int, column: int) -> PersonPeriod:
        names = dict(enumerate(self.frame.grade_names))
        return PersonPeriod(
            self.frame.periods[column],
            _total(self.now.totals[row, column]),
            _total(self.draft.totals[row, column]),
            names.get(int(self.now.grades[row, column]), ""),
            names.get(int(self.draft.grades[row, column]), ""),
            self._money(self.now.fen[row, column]),
            self._money(self.draft.fen[row, column]),
        )

    def _worlds(self) -> tuple[Whole, Whole]:
        return self.now.fen, self.draft.fen

    def _summed(self, group: Whole, size: int, fen: Whole) -> Mapping[int, int]:
        found = np.zeros(size, np.int64)
        inside = group >= 0
        np.add.at(found, group[inside], fen[inside])
        return dict(enumerate(found.tolist()))

    def _money(self, fen: int | np.int64) -> Money:
        return Money(int(fen), self.frame.currency)


def _total(hundredths: int | np.int64) -> Fraction | None:
    return None if hundredths == NO_TOTAL else Fraction(int(hundredths), 100)


def _mean(hundredths: Whole) -> Fraction | None:
    known = hundredths[hundredths != NO_TOTAL]
    return Fraction(int(known.sum()), 100 * len(known)) if len(known) else None
