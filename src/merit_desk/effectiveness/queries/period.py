"""What one period's results say about the system itself."""

from dataclasses import dataclass
from fractions import Fraction

from merit.company import Company
from merit.insight.effect.rank_relation import RankRelation, rank_relation
from merit.insight.effect.rated_points import beside_base, rated_points
from merit.insight.effect.rater_agreement import RaterAgreement, rater_agreement
from merit.insight.effect.score_spread import Differing, ScoreSpread, score_spread
from merit.kernel.period import Grain, Period
from merit.reviews.leniency import Leniency
from merit.scores.plan.score_plan import ScorePlan
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.queries.raters import leniency_here
from merit_desk.calibration.queries.standing import Ground, grades_best_first
from merit_desk.calibration.queries.strip import Strip, strip
from merit_desk.results.queries.names import node_name, plan_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, periods_run

LATEST = 6
"""So many periods of one length are shown beside each other."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A period's results as far as the viewer sees them, with the company that they are about."""

    company: Company
    files: PeriodFiles

    @property
    def period(self) -> Period:
        """The period itself."""
        return Period.parse(self.files.period)


@dataclass(frozen=True, slots=True)
class SpreadOfPlan:
    """People on one plan, with the count of each grade, the best first."""

    title: str
    spread: ScoreSpread
    grades: tuple[tuple[str, int], ...]

    @property
    def judged(self) -> bool:
        """Whether there are enough people to say anything."""
        return self.spread.word is not Differing.TOO_FEW


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """One period. `pay` relates totals to what was paid beside the base; `raters` are managers, the mildest first."""

    spread: ScoreSpread
    plans: tuple[SpreadOfPlan, ...]
    agreement: RaterAgreement
    pay: RankRelation
    raters: tuple[Leniency, ...]
    strip: Strip

    @property
    def shown(self) -> list[SpreadOfPlan]:
        """Plans with enough people to say something."""
        return [each for each in self.plans if each.judged]

    @property
    def folded(self) -> list[SpreadOfPlan]:
        """The others."""
        return [each for each in self.plans if not each.judged]


@dataclass(frozen=True, slots=True)
class Step:
    """One period of the track."""

    period: str
    found: Effectiveness


def measured(files: PeriodFiles) -> Measured:
    """Against the company as it is declared now."""
    return Measured(declared_company(), files)


def effectiveness_of(viewer: Viewer, of: Measured) -> Effectiveness:
    """Everything that the results and ratings of the period say at once."""
    raters = tuple(leniency_here(viewer, _ground(of), of.files.period, frozenset(of.files.totals)))
    named = [(node_name(of.company, "person", each.rater), each) for each in raters]
    return Effectiveness(
        spread=score_spread(_totals(of, "")),
        plans=_by_plan(of),
        agreement=rater_agreement(rated_points(of.company.ratings, _plans(of), of.period)),
        pay=_pay(of),
        raters=raters,
        strip=strip(named),
    )


def track(viewer: Viewer, period: str) -> list[Step]:
    """The period and those before it of the same length, the latest first."""
    asked = Period.parse(period)
    alike = [each for each in map(Period.parse, periods_run()) if each.grain is asked.grain and each.end <= asked.end]
    return [
        Step(str(each), effectiveness_of(viewer, measured(visible_files(viewer, str(each))))) for each in alike[:LATEST]
    ]


def _totals(of: Measured, plan: str) -> list[tuple[Fraction, str]]:
    rows = [row for _, row in sorted(of.files.totals.items()) if row.total is not None and plan in ("", row.plan)]
    return [(Fraction(row.total or 0), row.grade) for row in rows]


def _by_plan(of: Measured) -> tuple[SpreadOfPlan, ...]:
    plans = sorted({row.plan for _, row in of.files.totals.items() if row.total is not None})
    order = grades_best_first(of.company.plans)
    return tuple(_of_plan(plan_title(of.company, plan), score_spread(_totals(of, plan)), order) for plan in plans)


def _of_plan(title: str, spread: ScoreSpread, order: tuple[str, ...]) -> SpreadOfPlan:
    place = {grade: at for at, grade in enumerate(order)}
    grades = sorted(spread.grades, key=lambda each: (place.get(each[0], len(place)), each[0]))
    return SpreadOfPlan(title, spread, tuple(grades))


def _plans(of: Measured) -> dict[str, ScorePlan]:
    known = {(plan.plan, str(plan.version)): plan for plan in of.company.plans}
    found = {person: known.get((row.plan, row.plan_version)) for person, row in of.files.totals.items()}
    return {person: plan for person, plan in found.items() if plan is not None}


def _pay(of: Measured) -> RankRelation:
    paid = {person: Fraction(of.files.payable(person)) for person in of.files.totals if person in of.files.pay}
    shares = beside_base(of.company.organisation, of.period, paid)
    pairs = [(of.files.totals[person].total, share) for person, share in sorted(shares.items())]
    known = [(float(total), float(share)) for total, share in pairs if total is not None]
    return rank_relation([total for total, _ in known], [share for _, share in known])


def _ground(of: Measured) -> Ground:
    plans = {(plan.plan, str(plan.version)): plan for plan in of.company.plans}
    return Ground(of.company, of.files, plans, grades_best_first(of.company.plans), frozenset())


def months_end(period: str) -> Period:
    """The last month of the period."""
    return Period.containing(Period.parse(period).last, Grain.MONTH)
