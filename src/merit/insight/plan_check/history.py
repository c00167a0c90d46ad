"""Mistakes that only history shows: targets everybody or nobody hits or is likely to hit, KPIs nobody moves."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.company import Company
from merit.insight.plan_check.alike import alike_findings
from merit.insight.plan_check.influence import influence_findings
from merit.insight.plan_check.known import Chances
from merit.insight.plan_check.subject import READS_KPI, PlanInUse, Track, earlier, listed, warning
from merit.kernel.exact import plain
from merit.kernel.node import COMPANY, Node
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.metrics.figures import Figures
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
UNLIKELY = 100
"""Tenths of a per cent: a target that one in ten would reach is none to plan by."""
CERTAIN = 950


Cards = dict[Period, list[Scorecard]]


def history_findings(
    company: Company, figures: Figures, used: PlanInUse, cards: Cards, chances: Chances | None
) -> Iterator[Problem]:
    """All of them for one plan; `cards` are the scorecards of the recent cycles and of the one at hand."""
    tracks = [
        track_of(company, figures, used, each) for each in used.kpi_indicators if each.subject in company.catalogue
    ]
    for track in tracks:
        moved = list(_not_moved(figures, used, track))
        yield from moved
        if not moved:
            yield from _reached(company, used, track, cards, chances)
            yield from _often_empty(used, track)
            yield from influence_findings(used, track.indicator, track.values)
    yield from alike_findings(company, figures, used, tracks)


def _reached(company: Company, used: PlanInUse, track: Track, cards: Cards, chances: Chances | None) -> list[Problem]:
    """What results say goes before what values say, and that before the forecast: one finding of a target is enough."""
    return (
        list(_hit_by(used, track.indicator, cards))
        or list(_attainable(used, track, cards, company.catalogue))
        or list(_by_chance(company, used, track.indicator, cards, chances))
    )


def _by_chance(
    company: Company, used: PlanInUse, indicator: Indicator, cards: Cards, chances: Chances | None
) -> Iterator[Problem]:
    """The chance of reaching the target, as it could be known before the cycle began; a node shared is told once."""
    targets = _targets(used, indicator, cards, company.catalogue)
    aimed: dict[Node, tuple[str, Fraction]] = {}
    for spell in used.spells:
        target = targets.get(spell.person)
        if target is not None and target > 0:
            aimed.setdefault(used.node_of(indicator, spell, company), (spell.person, target))
    if chances is None or not aimed:
        return
    found = chances.of(indicator.subject, {node: target for node, (_, target) in aimed.items()}, used.cycle)
    told = {code: [node for node in found if test(found[node])] for code, test in _TESTS.items()}
    one_bar = len({target for _, target in aimed.values()}) == 1
    for code, nodes in told.items():
        if nodes and (not one_bar or len(nodes) == len(aimed)):
            people = listed([f"{aimed[node][0]} {plain(Fraction(found[node], 10))}%" for node in nodes])
            params: dict[str, str | int] = {"indicator": indicator.id, "period": str(used.cycle), "count": len(nodes)}
            yield warning(code, indicator.source, plan=used.plan.plan, people=people, **params)


_TESTS: dict[str, Callable[[int], bool]] = {
    "insight.chance_small": lambda chance: chance < UNLIKELY,
    "insight.chance_certain": lambda chance: chance > CERTAIN,
}


def track_of(company: Company, figures: Figures, used: PlanInUse, indicator: Indicator) -> Track:
    """Of the last twelve cycles, as far as the company has rows of the KPI."""
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


def _hit_by(used: PlanInUse, indicator: Indicator, cards: Cards) -> Iterator[Problem]:
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


def _attainable(used: PlanInUse, track: Track, cards: Cards, catalogue: Catalogue) -> Iterator[Problem]:
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


def _targets(used: PlanInUse, indicator: Indicator, cards: Cards, catalogue: Catalogue) -> dict[str, Fraction | None]:
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
