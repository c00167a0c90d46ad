"""Grades of rounded totals where the sliders stand. Totals are whole hundredths here, so nothing needs a bound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from merit.scores.draft import Draft
from merit.scores.grades.decisions import LAST_WORD, DecisionStage, GradeDecision, in_turn
from merit.scores.grades.distribution import seats
from merit.scores.grades.grading import ranked_groups
from merit.scores.plan.score_plan import Distribution
from merit.scores.scorecard import Scorecard
from merit.scores.scoring import Scoring
from merit.what_if.changes import Changes, GradeEdges
from merit.what_if.outcome import NO_GRADE
from merit.what_if.rounding import Whole, hundredths

_OPEN = -1


def _last(decisions: Sequence[GradeDecision], stages: frozenset[DecisionStage], best_first: Sequence[str]) -> int:
    """Place of the grade that the last decision of these stages gave."""
    found = in_turn(decisions, stages)
    return best_first.index(found[-1].grade) if found else _OPEN


@dataclass(frozen=True, slots=True)
class Banded:
    """Rows graded by the edges of one version of a plan."""

    plan: str
    edges: GradeEdges
    rows: Whole

    def places(self, totals: Whole, changes: Changes) -> Whole:
        """Place of the grade from the best; below all edges, the last."""
        edges = changes.bands.get(self.plan, self.edges)
        rising = np.array([hundredths(edge) for _, edge in reversed(edges)], np.int64)
        reached = np.searchsorted(rising, totals[self.rows], side="right")
        return np.minimum(len(edges) - reached, len(edges) - 1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows of one group under forced distribution."""

    rows: Whole
    ends: Whole
    """Seats up to and with each grade of the quota, from the best."""

    def places(self, totals: Whole) -> Whole:
        """Place in the quota; equal totals share the better one."""
        mine = totals[self.rows]
        better = len(mine) - np.searchsorted(np.sort(mine), mine, side="right")
        return np.searchsorted(self.ends, better, side="right").astype(np.int64)


@dataclass(frozen=True, slots=True)
class Grading:
    """How each row comes to its grade. Places count in the row's own list of grades, best first."""

    banded: tuple[Banded, ...]
    ranked: tuple[tuple[Ranked, Whole], ...]
    """With the place in the row's own list of each grade of the quota."""
    names: Whole
    """Rows × places: number of the grade in the outcome's `grade_names`."""
    calibrated: Whole
    """Place that a calibration decided; -1 without one."""
    worst: Whole
    """Place above which gates and vetoes allow no grade; 0 without one."""
    fixed: Whole
    """Place that stands whatever the total: an appeal, a correction, the grade of a plan without bands; -1: none."""

    def of(self, totals: Whole, changes: Changes) -> Whole:
        """Numbers of the grades by row; NO_GRADE where there is none."""
        place = np.zeros(len(totals), np.int64)
        for each in self.banded:
            place[each.rows] = each.places(totals, changes)
        for group, own in self.ranked:
            place[group.rows] = own[group.places(totals)]
        place = np.where(self.calibrated >= 0, self.calibrated, place)
        place = np.maximum(place, self.worst)
        place = np.where(self.fixed >= 0, self.fixed, place)
        return self.names[np.arange(len(place)), place]


@dataclass(slots=True)
class GradeRows:
    """All rows as they are gathered, period by period."""

    lists: list[list[str]] = field(default_factory=list)
    calibrated: list[int] = field(default_factory=list)
    worst: list[int] = field(default_factory=list)
    fixed: list[int] = field(default_factory=list)
    banded: dict[tuple[str, int], tuple[GradeEdges, list[int]]] = field(default_factory=dict)
    ranked: list[tuple[Ranked, Whole]] = field(default_factory=list)

    def add(self, drafts: Sequence[Draft], cards: Sequence[Scorecard], scoring: Scoring) -> None:
        """Take in one period; `cards` are the drafts graded by the engine, in the same order."""
        first = len(self.lists)
        final = [(draft, card) for draft, card in zip(drafts, cards, strict=True) if draft.total is not None]
        row_of = {draft.last.person: first + number for number, (draft, _) in enumerate(final)}
        groups = ranked_groups(drafts, scoring)
        placed = {draft.last.person for _, members in groups for draft in members}
        for draft, card in final:
            plan, ranks = draft.last.plan, draft.last.person in placed
            if plan.grades or ranks:
                self._moving_row(draft, scoring)
            else:
                self._row([card.grade.value if card.grade is not None else ""], _OPEN, 0, 0)
            if plan.grades and not ranks:
                rows = self.banded.setdefault((plan.plan, plan.version), (plan.grades, []))[1]
                rows.append(row_of[draft.last.person])
        for rule, members in groups:
            self._group(rule, [row_of[draft.last.person] for draft in members])

    def _moving_row(self, draft: Draft, scoring: Scoring) -> None:
        """Somebody whose grade the total decides, as far as people, gates and vetoes leave it to."""
        plan = draft.last.plan
        quota = [name for name, _ in plan.distribution.quota] if plan.distribution else []
        best_first = [name for name, _ in plan.grades] or quota
        known = [each for each in scoring.decisions.get(draft.last.person, ()) if each.grade in best_first]
        limits = [best_first.index(each.grade) for each in draft.consequences.grades if each.grade in best_first]
        self._row(
            list(dict.fromkeys([*best_first, *quota])),
            _last(known, frozenset({DecisionStage.CALIBRATION}), best_first),
            max(limits, default=0),
            _last(known, LAST_WORD, best_first),
        )

    def _row(self, names: list[str], calibrated: int, worst: int, fixed: int) -> None:
        self.lists.append(names)
        self.calibrated.append(calibrated)
        self.worst.append(worst)
        self.fixed.append(fixed)

    def _group(self, rule: Distribution, rows: list[int]) -> None:
        ends = list(accumulate(number for _, number in seats(len(rows), rule.quota)))
        names = self.lists[rows[0]]
        own = np.array([names.index(name) for name, _ in rule.quota], np.int64)
        self.ranked.append((Ranked(np.array(rows), np.array(ends)), own))

    def ready(self, numbers_of: Mapping[str, int]) -> Grading:
        """As arrays; `numbers_of` every grade's name."""
        width = max((len(each) for each in self.lists), default=1)
        numbers = [[numbers_of.get(name, NO_GRADE) for name in names] for names in self.lists]
        padded = [[*each, *[NO_GRADE] * (width - len(each))] for each in numbers]
        return Grading(
            tuple(Banded(plan, edges, np.array(rows)) for (plan, _), (edges, rows) in self.banded.items()),
            tuple(self.ranked),
            np.array(padded, np.int64).reshape(-1, width),
            np.array(self.calibrated, np.int64),
            np.array(self.worst, np.int64),
            np.array(self.fixed, np.int64),
        )
