"""Mistakes of design that only history shows: targets everybody or nobody hits, KPIs nobody moves, the same twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import StatisticsError, correlation

from merit.catalogue.kpi import Catalogue
from merit.company import Company
from merit.insight.decomposition_sides import sides_of
from merit.insight.plan_check_subject import READS_KPI, PlanInUse, earlier, listed, note, warning
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.metrics.components import leaves
from merit.metrics.figures import Figures, KpiValue
from merit.people.organisation import Spell
from merit.people.spells import spells_in
from merit.scores.plan.curves import COMPARES, FULL, NEEDS_TARGET, Curve, Reading, points
from merit.scores.plan.score_plan import FigureOf, Indicator, Policy
from merit.scores.scorecard import IndicatorScore, IndicatorStatus, Scorecard
from merit.scores.scoring import UNUSABLE
from merit.targets.accumulation import accumulates

RECENT = 6
LONG = 12
FEWEST = 3
"""Periods with results, before "everybody" or "nobody" means anything."""
ENOUGH = 6
"""Periods of a person's own history, before a target is called out of reach or trivial."""
NOT_MOVED = 3
OFTEN_EMPTY = Fraction(1, 4)
FEWEST_VALUES = 4
ALIKE = 0.95
FEWEST_PAIRS = 8


@dataclass(frozen=True, slots=True)
class Track:
    """The values of one indicator by person and period, of periods in which the person held the post throughout."""

    indicator: Indicator
    values: dict[tuple[str, Period], KpiValue]

    def of(self, person: str) -> list[KpiValue]:
        """One person's, the oldest first, usable or not."""
        return [value for (who, _), value in self.values.items() if who == person]

    def since(self, periods: Sequence[Period]) -> list[KpiValue]:
        """Everybody's in those periods."""
        return [value for (_, period), value in self.values.items() if period in periods]


def history_findings(
    company: Company, figures: Figures, used: PlanInUse, cards: dict[Period, list[Scorecard]]
) -> Iterator[Problem]:
    """All of them for one plan; `cards` are the scorecards of the recent cycles and of the one at hand."""
    tracks = [_track(company, figures, used, each) for each in used.kpi_indicators if each.subject in company.catalogue]
    for track in tracks:
        moved = list(_not_moved(figures, used, track))
        yield from moved
        if not moved:
            hit = list(_hit_by(used, track.indicator, cards))
            yield from hit or _attainable(used, track, cards, company.catalogue)
            yield from _often_empty(used, track)
    yield from _same_twice(used, tracks, company.catalogue)


def _track(company: Company, figures: Figures, used: PlanInUse, indicator: Indicator) -> Track:
    values = {}
    periods = _since_data(figures, indicator, earlier(used.cycle, LONG))
    for spell in used.spells:
        node = used.node_of(indicator, spell, company)
        for period in periods:
            if _held_post(company, spell, period):
                values[spell.person, period] = figures.value(indicator.subject, node, period)
    return Track(indicator, values)


def _since_data(figures: Figures, indicator: Indicator, periods: list[Period]) -> list[Period]:
    """From the first period in which the company has any rows of the KPI; all of them where it never has."""
    first = next((at for at, each in enumerate(periods) if figures.value(indicator.subject, COMPANY, each).n), 0)
    return periods[first:]


def _held_post(company: Company, spell: Spell, period: Period) -> bool:
    held = [part for part in spells_in(company.organisation, spell.person, period) if part.spell.post == spell.post]
    return sum(part.period.length for part in held) == period.length


def _not_moved(figures: Figures, used: PlanInUse, track: Track) -> Iterator[Problem]:
    recent = earlier(used.cycle, NOT_MOVED)
    values = track.since(recent)
    if not values or any(each.n for each in values):
        return
    indicator = track.indicator
    elsewhere = any(figures.value(indicator.subject, COMPANY, period).n for period in recent)
    credited = elsewhere and indicator.of is FigureOf.PERSON
    code = "insight.nobody_moves_it" if credited else "insight.no_data_for_it"
    yield warning(code, indicator.source, plan=used.plan.plan, indicator=indicator.id, periods=NOT_MOVED)


def _hit_by(used: PlanInUse, indicator: Indicator, cards: dict[Period, list[Scorecard]]) -> Iterator[Problem]:
    """Hit: at least 100 points."""
    results = [
        (period, line.points.value)
        for period in earlier(used.cycle, RECENT)
        for line in _lines(cards.get(period, []), used, indicator)
        if line.points is not None and line.status is IndicatorStatus.SCORED
    ]
    periods = len({period for period, _ in results})
    hits = sum(1 for _, reached in results if reached >= FULL)
    if periods < FEWEST or hits not in (0, len(results)):
        return
    code = "insight.hit_by_everybody" if hits else "insight.hit_by_nobody"
    params: dict[str, str | int] = {"indicator": indicator.id, "count": len(results), "periods": periods}
    yield warning(code, indicator.source, plan=used.plan.plan, **params)


def _lines(cards: Sequence[Scorecard], used: PlanInUse, indicator: Indicator) -> Iterator[IndicatorScore]:
    for card in cards:
        if card.plan == used.plan.plan:
            yield from (line for line in card.indicators if line.indicator == indicator.id and line.kind in READS_KPI)


def _attainable(
    used: PlanInUse, track: Track, cards: dict[Period, list[Scorecard]], catalogue: Catalogue
) -> Iterator[Problem]:
    """The target at hand against each person's own last twelve cycles.

    A bar that is the same for all is meant to tell people apart: only where all fall on one side is it told.
    """
    targets = _targets(used, track.indicator, cards, catalogue)
    never: list[str] = []
    always: list[str] = []
    for person, target in targets.items():
        known = [each.value for each in track.of(person) if each.value is not None and each.status not in UNUSABLE]
        reached = sum(1 for value in known if _reaches(track.indicator.curve, value, target))
        if len(known) >= ENOUGH and reached in (0, len(known)):
            (always if reached else never).append(f"{person} {reached}/{len(known)}")
    if len(set(targets.values())) == 1:
        never, always = ([] if len(each) < len(targets) else each for each in (never, always))
    params: dict[str, str | int] = {"plan": used.plan.plan, "indicator": track.indicator.id}
    source = track.indicator.source
    if never:
        yield warning("insight.out_of_reach", source, people=listed(never), count=len(never), **params)
    if always:
        yield warning("insight.reached_anyway", source, people=listed(always), count=len(always), **params)


def _targets(
    used: PlanInUse, indicator: Indicator, cards: dict[Period, list[Scorecard]], catalogue: Catalogue
) -> dict[str, Fraction | None]:
    """Whole targets of the cycle at hand by person; None where the curve reads the actual itself.

    A target that was shortened by a transfer or by leave says nothing about a whole cycle and is left out.
    """
    if indicator.curve is not None and indicator.curve.reads is Reading.ACTUAL:
        return {spell.person: None for spell in used.spells}
    if indicator.curve is None or indicator.curve.reads in COMPARES:
        return {}
    shrinks = accumulates(catalogue, indicator.subject)
    return {
        card.person: line.target
        for card in cards.get(used.cycle, [])
        for line in _lines([card], used, indicator)
        if line.target is not None and line.segment == used.cycle and (card.on_duty.value == 1 or not shrinks)
    }


def _reaches(curve: Curve | None, value: Fraction, target: Fraction | None) -> bool:
    if curve is None:
        return False
    if target is not None and curve.reads in NEEDS_TARGET:
        return value >= target if curve.reads is Reading.ATTAINMENT else value <= target
    how = str(curve.interpolation)
    found = points(reading=value, curve=curve.breakpoints, interpolation=how, floor=curve.floor, cap=curve.cap)
    return found.value >= FULL


def _often_empty(used: PlanInUse, track: Track) -> Iterator[Problem]:
    if track.indicator.missing is not Policy.BLOCK:
        return
    values = track.since(earlier(used.cycle, RECENT))
    empty = sum(1 for each in values if each.value is None)
    if len(values) >= FEWEST_VALUES and empty >= OFTEN_EMPTY * len(values):
        params: dict[str, str | int] = {"indicator": track.indicator.id, "empty": empty, "count": len(values)}
        yield warning("insight.often_empty", track.indicator.source, plan=used.plan.plan, **params)


def _same_twice(used: PlanInUse, tracks: Sequence[Track], catalogue: Catalogue) -> Iterator[Problem]:
    for one, other in combinations(tracks, 2):
        source = other.indicator.source
        params: dict[str, str | int] = {"one": one.indicator.id, "other": other.indicator.id}
        if one.indicator.of is other.indicator.of and _same_leaves(one, other, catalogue):
            yield warning("insight.same_source", source, plan=used.plan.plan, **params)
        elif (likeness := _likeness(one, other)) is not None and abs(likeness) > ALIKE:
            yield note("insight.move_together", source, plan=used.plan.plan, likeness=f"{likeness:.2f}", **params)


def _same_leaves(one: Track, other: Track, catalogue: Catalogue) -> bool:
    """The same measures in the same form: profit and margin share their measures and yet say different things."""
    kpis = (one.indicator.subject, other.indicator.subject)
    measures = [frozenset(leaves(catalogue, kpi)) for kpi in kpis]
    forms = [(sides := sides_of(catalogue, kpi)) is None or sides.whole is None for kpi in kpis]
    return bool(measures[0]) and measures[0] == measures[1] and forms[0] == forms[1]


def _likeness(one: Track, other: Track) -> float | None:
    """Pearson's correlation of each person's deviations from their own mean, over all people and periods.

    Levels that differ between people say nothing here. None where there are too few values or they never vary.
    """
    pairs = [pair for person in _people(one) for pair in _deviations(one, other, person)]
    if len(pairs) < FEWEST_PAIRS:
        return None
    try:
        return correlation([float(left) for left, _ in pairs], [float(right) for _, right in pairs])
    except StatisticsError:
        return None


def _people(track: Track) -> list[str]:
    return sorted({person for person, _ in track.values})


def _deviations(one: Track, other: Track, person: str) -> list[tuple[Fraction, Fraction]]:
    """Exact, so that a value that never varies deviates by exactly 0."""
    pairs = [
        (value.value, beside.value)
        for key, value in one.values.items()
        if key[0] == person and value.value is not None
        if (beside := other.values.get(key)) is not None and beside.value is not None
    ]
    if not pairs:
        return []
    left, right = (sum((pair[side] for pair in pairs), Fraction(0)) / len(pairs) for side in (0, 1))
    return [(one_value - left, other_value - right) for one_value, other_value in pairs]
