"""The whole company, ready to be re-scored and re-paid as sliders move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from merit.company import Company
from merit.insight.simulation import Drafts, Replay, under
from merit.kernel.period import Period
from merit.metrics.figures import Figures
from merit.what_if.bonuses import Bonuses
from merit.what_if.changes import Changes
from merit.what_if.check_changes import Known, check
from merit.what_if.choices import Scored
from merit.what_if.compiled import Gathered, gathered, replayed, standing_lines
from merit.what_if.frame import frame_of, side_of
from merit.what_if.grades import Grading
from merit.what_if.outcome import NO_GRADE, NO_TOTAL, Frame, Outcome, Side, Whole
from merit.what_if.pools import Pool
from merit.what_if.totals import Totals, totals_of


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A company, compiled: made once (the exact engine runs), then asked on every move. Keeps no company or figures.

    Pickles, so that it can be kept between moves.
    """

    frame: Frame
    known: Known
    now: Side
    standing: Side
    """Pay that no slider moves, under the drafts."""
    totals: Totals
    grading: Grading
    bonuses: tuple[Bonuses, ...]
    receivers: tuple[tuple[Whole, Whole], ...]
    """By bonus: places of its people in the frame, and of their periods."""
    pools: tuple[Pool, ...]
    members: tuple[Whole, ...]
    """By pool: places of its people in the frame."""
    people: Whole
    """By row of the scorecards: place of the person in the frame."""
    columns: Whole
    """By row of the scorecards: place of the period."""

    @classmethod
    def of(
        cls,
        company: Company,
        figures: Figures,
        periods: Sequence[Period],
        paid_so_far: Replay,
        drafts: Drafts = Drafts(),  # noqa: B008 (frozen)
    ) -> "WhatIf":
        """Compile. `periods` in order; `drafts` are what the sliders start from, beside the company as it is now.

        `paid_so_far` as for a simulation: `lambda company, period, done: paid_in_replay(workspace, period, done)`.
        Raises ValueError when the compiled company does not come to the engine's figures, which is a bug.
        """
        tried = under(company, drafts)
        found = gathered(tried, figures, periods, paid_so_far)
        same = drafts == Drafts()
        now = found.results if same else replayed(company, figures, periods, paid_so_far)
        frame = frame_of(tried, periods, (*now, *found.results))
        ready = cls._ready(frame, found, side_of(frame, now))
        if not ready.under(Changes()).draft.equals(side_of(frame, found.results)):
            raise ValueError("the compiled company does not come to the engine's figures")
        return ready

    @classmethod
    def _ready(cls, frame: Frame, found: Gathered, now: Side) -> "WhatIf":
        places = {person: place for place, person in enumerate(frame.people)}
        rows = found.scores.places
        bonuses = tuple(each.ready() for each in found.bonuses.values())
        lines = [replace(each, pay_lines=tuple(standing_lines(each.pay_lines))) for each in found.results]
        numbers = {name: number for number, name in enumerate(frame.grade_names)}
        return cls(
            frame,
            Known.of(found.company),
            now,
            side_of(frame, lines),
            totals_of(found.scores),
            found.grades.ready(numbers),
            bonuses,
            tuple(_placed(places, each.people) for each in bonuses),
            tuple(found.pools),
            tuple(np.array([places[person] for person in pool.people], np.int64) for pool in found.pools),
            *_placed(places, rows),
        )

    def under(self, changes: Changes) -> Outcome:
        """The outcome where the sliders stand, equal to the engine's to the hundredth of a point and the fen.

        Raises NotFoundRefusal for a plan, indicator, grade or reward that is not there, ConflictRefusal for a value
        that no plan may state.
        """
        check(self.known, changes)
        totals, near = self.totals.at(changes)
        scored = Scored(totals, self.grading.of(totals, changes), self._grade_numbers(), changes)
        side = self._side(scored)
        exact = int(near.sum()) + self._pay(scored, side)
        return Outcome(self.frame, self.now, side, exact)

    def _grade_numbers(self) -> Mapping[str, int]:
        return {name: number for number, name in enumerate(self.frame.grade_names)}

    def _side(self, scored: Scored) -> Side:
        """Totals and grades, and the pay that stands."""
        shape = self.standing.fen.shape
        side = Side(
            np.full(shape, NO_TOTAL, np.int64),
            np.full(shape, NO_GRADE, np.int64),
            self.standing.fen.copy(),
            self.standing.by_reward.copy(),
        )
        side.totals[self.people, self.columns] = scored.totals
        side.grades[self.people, self.columns] = scored.grades
        return side

    def _pay(self, scored: Scored, side: Side) -> int:
        """Add bonuses and pools; how many amounts were worked out in fractions."""
        rewards = {name: number for number, name in enumerate(self.frame.rewards)}
        exact = 0
        for bonus, (people, columns) in zip(self.bonuses, self.receivers, strict=True):
            fen, near = bonus.paid(scored)
            exact += int(near.sum())
            side.fen[people, columns] += fen
            np.add.at(side.by_reward[rewards[bonus.reward]], columns, fen)
        for pool, members in zip(self.pools, self.members, strict=True):
            parts = np.array(pool.paid(scored), np.int64)
            side.fen[members, pool.column] += parts
            side.by_reward[rewards[pool.reward], pool.column] += parts.sum()
        return exact


def _placed(places: Mapping[str, int], cells: Sequence[tuple[str, int]]) -> tuple[Whole, Whole]:
    """Places of people in the frame, and of their periods."""
    rows = np.array([places[person] for person, _ in cells], np.int64)
    return rows, np.array([column for _, column in cells], np.int64)
