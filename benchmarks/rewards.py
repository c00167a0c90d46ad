"""Re-score and re-pay a company as sliders move: per move, against a plain loop, the exact engine and bare arithmetic.

Run: python benchmarks/rewards.py [people] (default 100,000 people in one month, then 2,000 people over 12 months).
Everything is made up in memory from a seed; nothing is read or written. Every comparison is made in the same run.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from merit.what_if.changes import Changes, changed
from merit.what_if.frame import side_of
from merit.what_if.outcome import Outcome
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


def seconds(work: Callable[[], object]) -> float:
    """By the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measured(people: int, periods: Sequence[Period]) -> None:
    """Compile, move every kind of slider, and compare one move with the other ways to the same figures."""
    company, figures = company_of(people), MadeUp()
    cells = people * len(periods)
    print(f"\n{people:,} people × {len(periods)} months × 5 indicators; load {os.getloadavg()[0]:.1f}")
    started = time.perf_counter()
    ready = WhatIf.of(company, figures, periods, nothing_before)
    print(f"compiled once by the exact engine: {time.perf_counter() - started:.1f} s")
    print(f"{'one move of':<16}{'median':>12}{'longest':>12}{'exactly':>10}  of {cells:,} scorecards")
    for name, changes in moves().items():
        stands = [changes(at) for at in range(1, MOVES + 1)]
        took = sorted(seconds(partial(ready.under, stand)) for stand in stands)
        exactly = ready.under(stands[-1]).exactly_by_engine
        print(f"{name:<16}{median(took) * 1000:>9.1f} ms{took[-1] * 1000:>9.1f} ms{exactly:>10,.0f}")
    shown = median(
        seconds(lambda: tables(ready.under(Changes()))) - seconds(lambda: ready.under(Changes())) for _ in range(9)
    )
    print(f"{'its tables':<16}{shown * 1000:>9.1f} ms")
    compare(figures, periods, ready)


def compare(figures: MadeUp, periods: Sequence[Period], ready: WhatIf) -> None:
    """One move of everything in arrays, in a plain loop of floats, by the engine on a sample, and bare arithmetic."""
    changes = moves()["all of these"](7)
    fast = median(seconds(lambda: ready.under(changes)) for _ in range(7))
    bare = median(seconds(lambda: bare_arithmetic(ready)) for _ in range(7))
    loop = seconds(lambda: plain_loop(ready, changes))
    people = len(ready.frame.people)
    sample = company_of(min(SAMPLE, people))
    tried = changed(sample, changes)
    exact = seconds(lambda: replay(tried, figures, periods, nothing_before)) * people / min(SAMPLE, people)
    same = WhatIf.of(sample, figures, periods, nothing_before).under(changes)
    by_engine = side_of(same.frame, replay(tried, figures, periods, nothing_before))
    assert same.draft.equals(by_engine), "the figures differ from the engine's"
    print(f"all of these, exact in arrays           {fast * 1000:>12.1f} ms")
    print(f"the same in a plain Python loop, floats {loop * 1000:>12.1f} ms  {loop / fast:>8.1f} times as long")
    print(f"the exact engine (sample, scaled)       {exact * 1000:>12.1f} ms  {exact / fast:>8.0f} times as long")
    print(f"multiplying and adding alone (numpy)    {bare * 1000:>12.1f} ms  this takes {fast / bare:.1f} times that")


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
    """Both sizes."""
    measured(2_000, Period.parse("2026").split(Grain.MONTH))
    measured(people, [Period.parse("2026-10")])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
