"""Small companies and changes made at random from a seed, with round numbers, so that rounding edges are met often."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from random import Random

from merit.catalogue.read import read_kpis
from merit.company import Company, Profile
from merit.kernel.breakpoints import Breakpoints
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import LineRef
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.figures import ValueStatus
from merit.people.organisation import Leave, Organisation, Spell, SpellStatus, Team, TeamKind
from merit.rewards.payment.paid_before import PaidBefore, paid_line
from merit.rewards.plan.contest_terms import ContestTerms
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CoefficientTable,
    CommissionBase,
    CommissionTerms,
    DateBasis,
    Holdback,
    Missing,
    PoolShare,
    PoolTerms,
    RateMode,
    Rates,
    RewardPlan,
)
from merit.rewards.plan.reward_plan import Reading as TableReading
from merit.rewards.plan.year_end_terms import Leavers, MonthlyPay, YearEndTerms
from merit.run import PeriodResult
from merit.scores.grades.decisions import DecisionStage, GradeDecision
from merit.scores.indicators.events import CountedEvent
from merit.scores.plan.audience import Audience
from merit.scores.plan.curves import Curve, Interpolation, PeerGroup, Reading, proportional
from merit.scores.plan.score_plan import (
    Balance,
    Comparison,
    CostFactor,
    Distribution,
    EventCount,
    FigureOf,
    Gate,
    Group,
    Indicator,
    IndicatorKind,
    KpiCondition,
    PlanTarget,
    PointsChange,
    Policy,
    ScorePlan,
    Veto,
)
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.targets.target import Target, TargetBasis
from merit.what_if.changes import Changes, GradeEdges
from tests.scores.fake_figures import FakeFigures

KPIS, _ = read_kpis(shipped_kpi_documents())
HERE = LineRef("made/up.yaml", 1)
PERIODS = (Period.parse("2026-09"), Period.parse("2026-10"))
PEOPLE = ("ann", "bob", "cat", "dan", "eve", "fay")
MEASURES = ("paid_sales", "net_sales", "csat", "reply_3min", "refund_rate_amt_event")
TEAMS = (
    Team("all", "", "", "", TeamKind.COMPANY, None, None, HERE),
    Team("trade", "", "all", "", TeamKind.DEPARTMENT, None, None, HERE),
    Team("north", "", "trade", "", TeamKind.TEAM, None, None, HERE),
    Team("care", "", "all", "", TeamKind.DEPARTMENT, None, None, HERE),
)
NAMES = ("S", "A", "B", "C")


def a(random: Random, low: int, high: int, step: str = "1") -> Fraction:
    """A round number: a whole multiple of the step."""
    return random.randint(low, high) * Fraction(step)


def paid_so_far(_company: Company, _period: Period, done: Sequence[PeriodResult]) -> PaidBefore:
    return PaidBefore(tuple(paid_line(line) for result in done for line in result.pay_lines))


def company_of(seed: int) -> tuple[Company, FakeFigures]:
    """Six people, two departments, two plans, seven rewards of every kind, two months."""
    random = Random(seed)  # noqa: S311
    organisation = Organisation(tuple(_spells(random)), TEAMS, _leave(random))
    company = Company(
        Profile("店", "CNY", "Asia/Shanghai"),
        WorkCalendar(),
        organisation,
        (),
        (),
        KPIS,
        (_plan(random, "sales"), _plan(random, "service")),
        tuple(_rewards(random)),
        tuple(_targets(random)),
        events=tuple(_events(random)),
        grade_decisions=tuple(_decisions(random)),
    )
    return company, _figures(random)


def _spells(random: Random) -> list[Spell]:
    found = []
    for person in PEOPLE:
        start = random.choice((date(2026, 1, 1), date(2026, 1, 1), date(2026, 9, 14)))
        moved = random.choice((None, None, None, date(2026, 10, 12)))
        ends = random.choice((None, None, None, date(2026, 10, 20)))
        base = random.choice((None, *(a(random, 20, 90, "33.33") for _ in range(6))))
        post = random.choice(("sales", "service"))
        team = random.choice(("north", "trade", "care"))
        found.append(_spell(person, (post, team), start, moved or ends, base))
        if moved:
            found.append(_spell(person, (random.choice(("sales", "service")), "care"), moved, ends, base))
    return found


def _spell(person: str, place: tuple[str, str], start: date, end: date | None, base: Fraction | None) -> Spell:
    return Spell(person, person, *place, (), start, end, SpellStatus.REGULAR, base, None, HERE)


def _leave(random: Random) -> tuple[Leave, ...]:
    kinds = random.choice(((), ("annual",), ("sick", "annual")))
    last = random.choice((date(2026, 10, 13), date(2026, 10, 31)))
    return tuple(Leave(random.choice(PEOPLE), date(2026, 10, 9), last, kind, HERE) for kind in kinds)


def _plan(random: Random, post: str) -> ScorePlan:
    measures = random.sample(MEASURES, random.randint(1, 4))
    indicators = [_indicator(random, kpi) for kpi in measures]
    if random.random() < 0.4:
        indicators.append(_counted(random))
    edges = sorted(random.sample(range(400, 1200), 3), reverse=True)
    grades = tuple(zip(NAMES, (*(Fraction(edge, 10) for edge in edges), Fraction(0)), strict=True))
    forced = random.random() < 0.3
    quota = tuple(zip(NAMES, map(Fraction, ("0.1", "0.3", "0.4", "0.2")), strict=True))
    return ScorePlan(
        post,
        1,
        {},
        Audience(posts=(post,)),
        Grain.MONTH,
        date(2026, 1, 1),
        tuple(indicators),
        HERE,
        modifiers=tuple(_modifiers(random, measures)),
        grades=() if forced and random.random() < 0.5 else grades,
        distribution=Distribution(random.choice(tuple(Group)), random.choice((1, 2, 4)), quota) if forced else None,
        ramp=random.choice(((), ((1, Fraction(1, 2)), (2, Fraction(3, 4))))),
        floor=random.choice((None, None, Fraction(30))),
        cap=random.choice((None, None, Fraction(110))),
    )


def _indicator(random: Random, kpi: str) -> Indicator:
    curve = _curve(random)
    planned = PlanTarget(a(random, 1, 40, "0.25"), TargetBasis.ABSOLUTE, HERE)
    return Indicator(
        kpi,
        IndicatorKind.MEASURED,
        kpi,
        a(random, 1, 12, "5"),
        HERE,
        of=random.choice((FigureOf.PERSON, FigureOf.PERSON, FigureOf.TEAM, FigureOf.DEPARTMENT, FigureOf.COMPANY)),
        target=random.choice((None, planned, planned)),
        curve=curve,
        missing=random.choice((Policy.REWEIGHT, Policy.REWEIGHT, Policy.ZERO, Policy.NEUTRAL, Policy.BLOCK)),
        min_n=random.choice((0, 0, 5)),
        insufficient=random.choice((Policy.REWEIGHT, Policy.ZERO, Policy.NEUTRAL)),
    )


def _counted(random: Random) -> Indicator:
    curve = Curve(((Fraction(0), Fraction(100)), (Fraction(5), Fraction(0))))
    return Indicator("shifts", IndicatorKind.COUNTED, "missed_shift", a(random, 1, 6, "5"), HERE, curve=curve)


def _curve(random: Random) -> Curve:
    reads = random.choice((*Reading, Reading.ATTAINMENT, Reading.LOWER_LINEAR))
    cap = random.choice((Fraction(120), Fraction(100), Fraction(150)))
    if random.random() < 0.4 and reads in (Reading.ATTAINMENT, Reading.LOWER_LINEAR, Reading.LOWER_RATIO):
        return proportional(cap=cap, reads=reads)
    xs = sorted(random.sample(range(40), random.randint(1, 4)))
    ys = sorted(random.choices(range(260), k=len(xs)))
    marks = tuple((Fraction(x, 20), Fraction(y, 2)) for x, y in zip(xs, ys, strict=True))
    peers = PeerGroup.TEAM if reads in (Reading.PEER_DIFFERENCE, Reading.PEER_RATIO) else None
    return Curve(marks, random.choice(tuple(Interpolation)), reads, Fraction(0), cap, peers)


def _condition(random: Random) -> KpiCondition:
    of = random.choice((FigureOf.PERSON, FigureOf.DEPARTMENT, FigureOf.COMPANY))
    return KpiCondition(random.choice(MEASURES), random.choice(tuple(Comparison)), a(random, 0, 40, "0.25"), of)


def _modifiers(random: Random, measures: Sequence[str]) -> list[Balance | PointsChange | CostFactor | Gate | Veto]:
    offered = [
        Balance(random.choice(measures), _condition(random), HERE),
        PointsChange(True, EventCount("praise"), a(random, 1, 6, "0.5"), Fraction(5), HERE),
        PointsChange(False, _condition(random), a(random, 1, 9, "0.125"), None, HERE),
        CostFactor(random.choice(MEASURES), a(random, 0, 8, "0.25"), a(random, 1, 4, "0.05"), FigureOf.COMPANY, HERE),
        Gate(_condition(random), a(random, 10, 30, "2.5"), ((measures[0], Fraction(80)),), "B", None, HERE),
        Gate(_condition(random), None, (), random.choice(("", "A")), random.choice((None, Fraction(1, 2))), HERE),
        Veto(EventCount("red_line"), "C", random.choice((None, Fraction(0))), ("cut",), HERE),
        Veto(_condition(random), random.choice(("", "B")), Fraction(7, 10), (), HERE),
    ]
    return random.sample(offered, random.choice((0, 1, 3, 5)))


def _rewards(random: Random) -> list[RewardPlan]:
    by_grade = tuple(zip(NAMES, (Fraction("1.5"), Fraction("1.2"), Fraction(1), Fraction("0.65")), strict=True))
    if random.random() < 0.2:
        by_grade = by_grade[:3]
    by_score = ((Fraction(0), Fraction("0.35")), (Fraction(60), Fraction("0.85")), (Fraction(95), Fraction("1.125")))
    everybody = Audience(posts=("sales", "service"))
    base = random.choice((None, None, Fraction("3333.5")))
    first = BonusTerms(by_grade, (), _table(random, NodeKind.DEPARTMENT), _table(random, NodeKind.COMPANY), base)
    second = BonusTerms((), by_score, None, _table(random, NodeKind.PERSON), None)
    commission = CommissionTerms(
        CommissionBase("net_sales", DateBasis.PAID, Grain.QUARTER),
        Rates(RateMode.MARGINAL, ((Fraction(0), Fraction("0.1")), (Fraction(5), Fraction("0.2")))),
        holdback=Holdback(Fraction("0.2"), 10),
    )
    factors = [PoolShare("bonus_base"), PoolShare("coefficient"), PoolShare("score"), PoolShare("on_duty")]
    share_by = (*random.sample(factors, random.randint(0, 3)), *random.choice(((), (PoolShare("kpi", "csat"),))))
    pool = PoolTerms(a(random, 1, 900, "33.33"), share_by=share_by, grades=random.choice((by_grade, ())))
    shared = PoolTerms(
        None, "paid_sales", share=a(random, 1, 90, "0.5"), share_by=share_by[:1], scores=by_score, above=Fraction(1)
    )
    return [
        RewardPlan("bonus", 1, Audience(posts=("sales",)), first, HERE),
        RewardPlan("merit", 1, Audience(posts=("service",)), second, HERE),
        RewardPlan("cut", 1, everybody, commission, HERE, valid_from=date(2026, 1, 1)),
        RewardPlan("pool", 1, Audience(teams=(random.choice(("north", "trade", "all")),)), pool, HERE),
        RewardPlan("profit", 1, everybody, shared, HERE),
        RewardPlan("race", 1, everybody, ContestTerms("csat", (Fraction(300), Fraction(100))), HERE),
        RewardPlan("year", 1, everybody, _year_end(random, by_grade, by_score), HERE),
    ]


def _year_end(random: Random, by_grade: GradeEdges, by_score: Breakpoints) -> YearEndTerms:
    grades, scores = random.choice(((by_grade, ()), ((), by_score), ((), ())))
    months = random.choice((None, Fraction(3, 2)))
    base = Fraction("999.95") if months is None else None
    tables = _table(random, NodeKind.DEPARTMENT), _table(random, NodeKind.COMPANY)
    leavers = random.choice(tuple(Leavers))
    return YearEndTerms(months, MonthlyPay.BONUS_BASE, base, grades, scores, *tables, leavers)


def _table(random: Random, of: NodeKind) -> CoefficientTable | None:
    if random.random() < 0.3:
        return None
    bands = (
        (Fraction(0), Fraction("0.85")),
        (a(random, 1, 20, "0.25"), Fraction("0.98")),
        (Fraction(6), Fraction("1.05")),
    )
    on = random.choice(tuple(TableReading))
    target = random.choice((None, Fraction(2)))
    return CoefficientTable(random.choice(MEASURES), of, on, bands, target, random.choice(tuple(Missing)))


def _targets(random: Random) -> list[Target]:
    nodes = [*(("person", person) for person in PEOPLE), ("department", "trade"), ("company", "company")]
    return [
        Target(kpi, kind, node, period, a(random, 1, 40, "0.25"), TargetBasis.ABSOLUTE, None, "", HERE)
        for kpi in MEASURES
        for kind, node in nodes
        for period in PERIODS
        if random.random() < 0.4
    ]


def _events(random: Random) -> list[CountedEvent]:
    names = random.choices(("praise", "missed_shift", "red_line"), (4, 4, 1), k=4)
    return [
        CountedEvent(name, random.choice(PEOPLE), date(2026, random.choice((9, 10)), 12), a(random, 1, 3), "", HERE)
        for name in names
    ]


def _decisions(random: Random) -> list[GradeDecision]:
    at = datetime(2026, 11, 5, tzinfo=UTC)
    return [
        GradeDecision(period, random.choice(PEOPLE), stage, "B", random.choice((*NAMES, "X")), "", "owner", at, HERE)
        for period in PERIODS
        for stage in DecisionStage
        if random.random() < 0.15
    ]


def _figures(random: Random) -> FakeFigures:
    figures = FakeFigures(set(MEASURES))
    for kpi in MEASURES:
        for node in (*PEOPLE, "north", "trade", "care", "company"):
            for period in PERIODS:
                if random.random() < 0.9:
                    status = random.choices((ValueStatus.OK, ValueStatus.UNRECONCILED), (30, 1))[0]
                    n = random.choice((100, 3))
                    figures.put(kpi, node, str(float(a(random, 0, 44, "0.25"))), period=str(period), n=n, status=status)
                    figures.values[kpi, node, ""] = figures.values[kpi, node, str(period)]
    return figures


def changes_of(seed: int, company: Company) -> Changes:
    """A random stand of all kinds of sliders, each moved or left."""
    random = Random(seed)  # noqa: S311
    indicators = [(plan.plan, each.id) for plan in company.plans for each in plan.indicators]
    banded = [plan for plan in company.plans if plan.grades]
    graded = {plan.reward: plan.terms for plan in company.rewards if getattr(plan.terms, "grades", ())}
    scored = [plan.reward for plan in company.rewards if getattr(plan.terms, "scores", ())]
    departments = [plan.reward for plan in company.rewards if getattr(plan.terms, "department", None)]
    companies = [plan.reward for plan in company.rewards if getattr(plan.terms, "company", None)]
    bands = ((Fraction(0), Fraction("0.9")), (a(random, 1, 12, "0.25"), Fraction("1.075")))

    def some(things):
        return [each for each in things if random.random() < 0.4]

    return Changes(
        weights={key: a(random, 1, 200, "0.5") for key in some(indicators)},
        target_times={key: a(random, 1, 40, "0.05") for key in some(indicators)},
        bands={plan.plan: _moved(random, plan) for plan in some(banded)},
        coefficients={
            reward: {grade: a(random, 0, 40, "0.05") for grade, _ in some(graded[reward].grades)}
            for reward in some(graded)
        },
        score_coefficients=dict.fromkeys(some(scored), bands),
        department_bands=dict.fromkeys(some(departments), bands),
        company_bands=dict.fromkeys(some(companies), bands),
        bases={reward: a(random, 0, 900, "3.35") for reward in some(("bonus", "merit"))},
        base_times={reward: a(random, 0, 40, "0.05") for reward in some(("bonus", "merit"))},
        pools={reward: a(random, 0, 90000, "0.01") for reward in some(("pool",))},
        pool_shares={reward: a(random, 0, 90, "0.25") for reward in some(("profit",))},
    )


def _moved(random: Random, plan: ScorePlan) -> tuple[tuple[str, Fraction], ...]:
    edges = sorted(random.sample(range(1, 2400), len(plan.grades)), reverse=True)
    return tuple((name, Fraction(edge, 20)) for (name, _), edge in zip(plan.grades, edges, strict=True))
