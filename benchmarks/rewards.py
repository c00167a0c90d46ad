"""Re-score and re-pay a company as sliders move: per move, against a plain loop, the exact engine and bare arithmetic.

Run: python benchmarks/rewards.py [people] (default 2,000, over 12 months; then the same people five times over, which
is 120,000 scorecards of five indicators). Everything is made up in memory, the same in every run; every comparison is
made in the same run, in processor time, for a shared machine's clock says little.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

from merit.catalogue.read import read_kpis
from merit.company import Company, Profile
from merit.insight.simulation import replay
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import LineRef
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.figures import KpiValue, Refinement, ValueStatus
from merit.people.organisation import Organisation, Spell, SpellStatus, Team, TeamKind
from merit.rewards.payment.paid_before import PaidBefore
from merit.rewards.plan.reward_plan import BonusTerms, CoefficientTable, PoolShare, PoolTerms, Reading, RewardPlan
from merit.scores.plan.audience import Audience
from merit.scores.plan.curves import Curve, Interpolation, proportional
from merit.scores.plan.curves import Reading as Reads
from merit.scores.plan.score_plan import (
    Comparison,
    FigureOf,
    Gate,
    Indicator,
    IndicatorKind,
    KpiCondition,
    PlanTarget,
    ScorePlan,
)
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.targets.target import TargetBasis
from merit.what_if.bonuses import Bonuses
from merit.what_if.changes import Changes, changed
from merit.what_if.choices import TableReadings
from merit.what_if.frame import side_of
from merit.what_if.outcome import Outcome, Side
from merit.what_if.score_rows import ScoreRows
from merit.what_if.totals import totals_of
from merit.what_if.what_if import WhatIf

sys.path.insert(0, str(Path(__file__).parents[1]))
HERE = LineRef("made/up.yaml", 1)
POSTS = 20
A_DEPARTMENT = 100
SAMPLE = 300
"""People whom the exact engine pays again for comparison; its time per person hardly depends on how many there are."""
MOVES = 25
KPIS, _ = read_kpis(shipped_kpi_documents())
TABLE = tuple((Fraction(x, 10), Fraction(y)) for x, y in ((4, 40), (7, 72), (9, 90), (10, 100), (13, 120)))


def number(text: str) -> Fraction:
    """An exact decimal."""
    return Fraction(text)


@dataclass
class MadeUp:
    """Figures by KPI, node and month, worked out from their names, the same in every run."""

    as_of: None = None

    def value(self, kpi: str, node: Node, period: Period, refined: Refinement | None = None) -> KpiValue:  # noqa: ARG002
        random = Random(f"{kpi} {node.id} {period}")
        of = {"paid_sales": 10_000_00, "conversations": 900, "refund_rate_amt_event": 3_000}.get(kpi, 12_000)
        found = Fraction(random.randint(of // 2, of * 3 // 2), 100 if kpi == "paid_sales" else 10_000)
        return KpiValue(kpi, 1, node, period, found, None, None, 500, ValueStatus.OK, None)

    def daily(self, kpi: str, node: Node, period: Period) -> Mapping[Period, KpiValue]:  # noqa: ARG002
        return {}


def company_of(people: int) -> Company:
    """One plan and one bonus per post, departments of a hundred, a pool in each of the first ten."""
    departments = [f"d{place:04d}" for place in range(max(people // A_DEPARTMENT, 1))]
    teams = [Team("all", "", "", "", TeamKind.COMPANY, None, None, HERE)]
    teams += [Team(name, "", "all", "", TeamKind.DEPARTMENT, None, None, HERE) for name in departments]
    spells = [
        Spell(
            f"p{place:06d}", "", f"post{place % POSTS}", departments[place // A_DEPARTMENT % len(departments)], (),
            date(2024, 1, 1), None, SpellStatus.REGULAR, Fraction(2000 + place % 997, 1), None, HERE,
        )
        for place in range(people)
    ]  # fmt: skip
    return Company(
        Profile("店", "CNY", "Asia/Shanghai"),
        WorkCalendar(),
        Organisation(tuple(spells), tuple(teams)),
        (),
        (),
        KPIS,
        tuple(plan_of(f"post{place}") for place in range(POSTS)),
        (*(bonus_of(f"post{place}") for place in range(POSTS)), *(pool_of(name) for name in departments[:10])),
        (),
    )


def plan_of(post: str) -> ScorePlan:
    """Five indicators: proportional, lower is better, a table of attainments, steps, and the company's sales."""
    steps = Curve(TABLE, Interpolation.STEP, Reads.ATTAINMENT)
    indicators = (
        indicator("paid_sales", "30", "9000", proportional()),
        indicator("refund_rate_amt_event", "25", "0.31", proportional(reads=Reads.LOWER_LINEAR)),
        indicator("csat", "20", "1.1", Curve(TABLE, reads=Reads.ATTAINMENT)),
        indicator("conversations", "15", "0.08", steps),
        indicator("net_sales", "10", "1.2", proportional(), FigureOf.COMPANY),
    )
    low = KpiCondition("csat", Comparison.BELOW, number("0.65"))
    gate = Gate(low, Fraction(85), (), "", None, HERE)
    grades = tuple(zip("SABCD", map(Fraction, (108, 100, 92, 80, 0)), strict=True))
    valid = date(2024, 1, 1)
    return ScorePlan(
        post, 1, {}, Audience(posts=(post,)), Grain.MONTH, valid, indicators, HERE, (gate,), grades
    )  # fmt: skip


def indicator(kpi: str, weight: str, target: str, curve: Curve, of: FigureOf = FigureOf.PERSON) -> Indicator:
    """A measured indicator whose target the plan states."""
    planned = PlanTarget(number(target), TargetBasis.ABSOLUTE, HERE)
    return Indicator(kpi, IndicatorKind.MEASURED, kpi, number(weight), HERE, of, planned, curve)


def bonus_of(post: str) -> RewardPlan:
    """Base × grade × department × company coefficient."""
    grades = tuple(zip("SABCD", map(number, ("1.5", "1.2", "1", "0.6", "0")), strict=True))
    bands = tuple((number(edge), number(paid)) for edge, paid in (("0", "0.85"), ("0.9", "0.98"), ("1.1", "1.05")))
    department = CoefficientTable("csat", NodeKind.DEPARTMENT, Reading.ACTUAL, bands)
    company = CoefficientTable("paid_sales", NodeKind.COMPANY, Reading.ATTAINMENT, bands, Fraction(10_000))
    return RewardPlan(f"bonus-{post}", 1, Audience(posts=(post,)), BonusTerms(grades, (), department, company), HERE)


def pool_of(department: str) -> RewardPlan:
    """A pool of one department by base, grade and score."""
    grades = tuple(zip("SABCD", map(number, ("1.5", "1.2", "1", "0.6", "0.2")), strict=True))
    factors = (PoolShare("bonus_base"), PoolShare("coefficient"), PoolShare("score"))
    terms = PoolTerms(Fraction(50_000), share_by=factors, grades=grades)
    return RewardPlan(f"pool-{department}", 1, Audience(teams=(department,)), terms, HERE)


def nothing_before(_company: Company, _period: Period, _done: Sequence[object]) -> PaidBefore:
    """No commission is in this company, so nothing earlier matters."""
    return PaidBefore()


def moves() -> dict[str, Callable[[int], Changes]]:
    """Each kind of slider, on every post at once, and all together; the argument is how far it has moved."""

    def posts() -> list[str]:
        return [f"post{place}" for place in range(POSTS)]

    def weights(at: int) -> dict[tuple[str, str], Fraction]:
        return {(post, "paid_sales"): Fraction(200 + at, 7) for post in posts()}

    def targets(at: int) -> dict[tuple[str, str], Fraction]:
        names = ("paid_sales", "refund_rate_amt_event", "csat", "conversations", "net_sales")
        return {(post, name): Fraction(90 + at, 100) for post in posts() for name in names}

    def bands(at: int) -> dict[str, tuple[tuple[str, Fraction], ...]]:
        edges = (108 + Fraction(at, 10), 100 + Fraction(at, 20), Fraction(92), Fraction(80), Fraction(0))
        return {post: tuple(zip("SABCD", edges, strict=True)) for post in posts()}

    def grades(at: int) -> dict[str, dict[str, Fraction]]:
        return {f"bonus-{post}": {"A": Fraction(120 + at, 100)} for post in posts()}

    def all_of(at: int) -> Changes:
        return Changes(weights=weights(at), target_times=targets(at), bands=bands(at), coefficients=grades(at))

    return {
        "weights": lambda at: Changes(weights=weights(at)),
        "targets": lambda at: Changes(target_times=targets(at)),
        "grade bands": lambda at: Changes(bands=bands(at)),
        "coefficients": lambda at: Changes(coefficients=grades(at)),
        "all of these": all_of,
    }


def tables(outcome: Outcome) -> None:
    """What a page shows at once beside the figures."""
    outcome.by_period(), outcome.by_department(), outcome.by_reward()
    outcome.grade_counts(), outcome.gain_lose_same(), list(outcome.people_outcomes(0, 50))


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Of the processor, and by the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


def usual(work: Callable[[], object], rounds: int = 7) -> float:
    """Median of processor seconds."""
    return median(seconds(work)[0] for _ in range(rounds))


def measured(ready: WhatIf) -> None:
    """Every kind of slider moved, then one move of everything against the other ways to such figures."""
    people, months = ready.now.fen.shape
    print(f"\n{people:,} people × {months} months × 5 indicators; load {os.getloadavg()[0]:.1f}")
    print(f"{'one move of':<16}{'processor':>12}{'longest':>12}{'clock':>12}{'exactly':>10}  of {len(ready.people):,}")
    for name, changes in moves().items():
        stands = [changes(at) for at in range(1, MOVES + 1)]
        took = [seconds(partial(ready.under, stand)) for stand in stands]
        processor, clock = zip(*took, strict=True)
        exactly = ready.under(stands[-1]).exactly_by_engine
        figures = (median(processor), max(processor), median(clock))
        print(f"{name:<16}" + "".join(f"{each * 1000:>9.1f} ms" for each in figures) + f"{exactly:>10,}")
    outcome = ready.under(Changes())
    print(f"{'its tables':<16}{usual(lambda: tables(outcome)) * 1000:>9.1f} ms")
    compare(ready)


def compare(ready: WhatIf) -> None:
    """One move of everything in arrays, in a plain loop of floats, by the engine on a sample, and bare arithmetic."""
    changes = moves()["all of these"](7)
    fast, bare = usual(lambda: ready.under(changes)), usual(lambda: bare_arithmetic(ready))
    loop = usual(lambda: plain_loop(ready, changes), 1)
    sample, figures, periods = company_of(SAMPLE), MadeUp(), ready.frame.periods[:1]
    tried = changed(sample, changes)
    scale = len(ready.people) / SAMPLE
    exact = usual(lambda: replay(tried, figures, periods, nothing_before), 1) * scale
    same = WhatIf.of(sample, figures, periods, nothing_before).under(changes)
    by_engine = side_of(same.frame, replay(tried, figures, periods, nothing_before))
    assert same.draft.equals(by_engine), "the figures differ from the engine's"
    print(f"all of these, exact in arrays           {fast * 1000:>12.1f} ms")
    print(f"the same in a plain Python loop, floats {loop * 1000:>12.1f} ms  {loop / fast:>8.1f} times as long")
    print(f"the exact engine (sample, scaled)       {exact * 1000:>12.1f} ms  {exact / fast:>8.0f} times as long")
    print(f"multiplying and adding alone (numpy)    {bare * 1000:>12.1f} ms  this takes {fast / bare:.1f} times that")


def copies(ready: WhatIf, times: int) -> WhatIf:
    """The same people several times over; only the pools stay those of the first."""

    def spread(places: np.ndarray, step: int) -> np.ndarray:
        return np.concatenate([places + number * step for number in range(times)])

    def side(one: Side) -> Side:
        grids = (np.tile(each, (times, 1)) for each in (one.totals, one.grades, one.fen))
        return Side(*grids, one.by_reward * times)

    def readings(table: TableReadings) -> TableReadings:
        return replace(table, place=np.tile(table.place, times), constant=np.tile(table.constant, times))

    def bonus(one: Bonuses) -> Bonuses:
        return replace(
            one, people=(), rows=spread(one.rows, rows), fixed=one.fixed * times, per_unit=one.per_unit * times,
            fixed_floats=np.tile(one.fixed_floats, times), per_unit_floats=np.tile(one.per_unit_floats, times),
            department=readings(one.department), company=readings(one.company),
        )  # fmt: skip

    rows, size, grading, frame = len(ready.people), len(ready.frame.people), ready.grading, ready.frame
    return replace(
        ready,
        frame=replace(
            frame,
            people=tuple(f"{person}-{number}" for number in range(times) for person in frame.people),
            department_of=np.tile(frame.department_of, (times, 1)),
            plan_of=np.tile(frame.plan_of, (times, 1)),
        ),
        now=side(ready.now),
        standing=side(ready.standing),
        totals=totals_of(ScoreRows(segments=list(ready.totals.rows) * times)),
        grading=replace(
            grading,
            banded=tuple(replace(each, rows=spread(each.rows, rows)) for each in grading.banded),
            names=np.tile(grading.names, (times, 1)),
            calibrated=np.tile(grading.calibrated, times),
            worst=np.tile(grading.worst, times),
            fixed=np.tile(grading.fixed, times),
        ),
        bonuses=tuple(bonus(each) for each in ready.bonuses),
        receivers=tuple((spread(people, size), np.tile(columns, times)) for people, columns in ready.receivers),
        people=spread(ready.people, size),
        columns=np.tile(ready.columns, times),
    )


def bare_arithmetic(ready: WhatIf) -> None:
    """The least that any way must do: Σ weight × points per scorecard, and five factors per bonus."""
    totals = ready.totals
    weights = np.linspace(1, 2, len(totals.keys))[totals.line_key]
    np.add.reduceat(weights * totals.points, totals.line_starts)
    for bonus in ready.bonuses:
        base = bonus.fixed_floats
        np.rint(base * 1.01 * 1.02 * 1.03 * 1.04)


def plain_loop(ready: WhatIf, changes: Changes) -> None:
    """The same rules one person after another in plain floats: fast to write, and wrong by a fen now and then."""
    totals = []
    for row in ready.totals.rows:
        for segment in row:
            above = whole = 0.0
            for line in segment.lines:
                key = (line.key[0], line.key[2])
                weight = float(changes.weights.get(key, line.weight))
                above += weight * points_in_floats(
                    line.curve, float(line.ratio), float(changes.target_times.get(key, 1))
                )
                whole += weight
            total = above / whole + float(segment.added)
            totals.append(round(min(total, float(segment.total_cap or 1e9)), 2))
    for bonus in ready.bonuses:
        edges = [float(edge) for _, edge in changes.bands[bonus.reward.removeprefix("bonus-")]]
        paid = [float(each) for _, each in bonus.terms.grades]
        for place, row in enumerate(bonus.rows.tolist()):
            grade = next(number for number, edge in enumerate(edges) if totals[row] >= edge)
            round(float(bonus.fixed[place] or 0) * paid[grade] * 0.98 * 1.05, 2)


def points_in_floats(curve: Curve | None, ratio: float, times: float) -> float:
    """Points of one reading."""
    if curve is None:
        return 100.0
    reading = 2 - ratio / times if curve.reads is Reads.LOWER_LINEAR else ratio / times
    marks = [(float(x), float(y)) for x, y in curve.breakpoints]
    found = marks[0][1]
    for (low, start), (high, to) in pairwise(marks):
        if reading >= high:
            found = to
        elif reading > low:
            found = (
                start
                if curve.interpolation is Interpolation.STEP
                else start + (to - start) * (reading - low) / (high - low)
            )
    return min(max(found, float(curve.floor)), float(curve.cap))


def main(people: int) -> None:
    """2,000 people over a year, then the same people five times over: 120,000 scorecards."""
    started = time.process_time()
    year = Period.parse("2026").split(Grain.MONTH)
    ready = WhatIf.of(company_of(people), MadeUp(), year, nothing_before)
    print(f"compiled once by the exact engine: {time.process_time() - started:.0f} s of processor time")
    measured(ready)
    measured(copies(ready, 5))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
