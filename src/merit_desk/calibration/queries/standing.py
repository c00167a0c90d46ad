"""How the people of a session stand: the grade that was computed, what was changed since, and what KPIs alone say."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from merit.company import Company
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.duty import PROTECTED_LEAVE
from merit.reviews.kpi_alone import KpiAlone, KpiPart, kpi_alone, kpi_points
from merit.reviews.life import ReviewState
from merit.scores.plan.score_plan import IndicatorKind, ScorePlan
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.models import Change, Session
from merit_desk.calibration.queries.visible import group_seen_by
from merit_desk.cycles.models import Participant
from merit_desk.results.queries.names import node_name, post_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, TotalRow, period_files

GRADE, POTENTIAL = "grade", "potential"
Plans = Mapping[tuple[str, str], ScorePlan]


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of the session; grades are empty where none was computed, potential where nobody judged it."""

    review: int
    person: str
    name: str
    post: str
    team: str
    state: ReviewState
    submitted: str
    grade: str
    potential: str
    potential_before: str
    """At the opening of the session."""
    total: Decimal | None
    alone: KpiAlone | None
    protected: bool
    """On protected leave in the period: takes no seat of a quota."""
    limited: bool
    """A gate or a veto of the plan holds the grade down: a calibration cannot lift it."""

    @property
    def open(self) -> bool:
        """Whether the session may still change this person's grade."""
        return self.state is ReviewState.CALIBRATION

    @property
    def moved(self) -> bool:
        """Whether the grade was changed here."""
        return self.grade != self.submitted


@dataclass(frozen=True, slots=True)
class Ground:
    """What a session's people are judged on: the declarations, the results if there are any, the grades."""

    company: Company
    files: PeriodFiles | None
    plans: Plans
    best_first: tuple[str, ...]
    decided: frozenset[str]
    """People about whose grade in the period a decision stands in the company folder."""


def ground_of(session: Session) -> Ground:
    """The results of the cycle's period as they stand; no files before the period was run."""
    company = declared_company()
    try:
        files: PeriodFiles | None = period_files(session.cycle.period)
    except NotFoundRefusal:
        files = None
    plans = {(plan.plan, str(plan.version)): plan for plan in company.plans}
    period = Period.parse(session.cycle.period)
    decided = frozenset(each.person for each in company.grade_decisions if each.period == period)
    return Ground(company, files, plans, grades_best_first(company.plans), decided)


def grades_best_first(plans: Sequence[ScorePlan]) -> tuple[str, ...]:
    """All grades in one order: of the most usual scale, then whatever others have."""
    scales = Counter(grades_of(plan) for plan in plans)
    ordered = sorted(scales, key=lambda scale: (-scales[scale], scale))
    return tuple(dict.fromkeys(grade for scale in ordered for grade in scale))


def grades_of(plan: ScorePlan | None) -> tuple[str, ...]:
    """The plan's own grades, the best first."""
    if plan is None:
        return ()
    return tuple(name for name, _ in plan.grades or (plan.distribution.quota if plan.distribution else ()))


def standings(viewer: Viewer, session: Session, ground: Ground) -> list[Standing]:
    """Everybody of the session but the viewer, by id; three queries however many they are."""
    people = list(group_seen_by(viewer, session))
    changes = list(session.changes.all())
    potentials = _potentials(session, [each.person for each in people])
    first = {(each.person, each.field): each.before for each in reversed(changes)}
    last = {(each.person, each.field): each.after for each in changes}
    return [_standing(one, ground, _Said(first, last, potentials.get(one.person, ""))) for one in people]


def standing_of(viewer: Viewer, session: Session, person: str) -> Standing:
    """One person of the session. Raises NotFoundRefusal for anybody else, the viewer among them."""
    found = next((each for each in standings(viewer, session, ground_of(session)) if each.person == person), None)
    if found is None:
        raise NotFoundRefusal("calibration.not_in_session")
    return found


def kpi_points_of(ground: Ground, person: str) -> Fraction | None:
    """Points of the person's indicators that nobody rated, by weight and working days of their segments."""
    row = _total(ground, person)
    plan = ground.plans.get((row.plan, row.plan_version)) if row else None
    if ground.files is None or plan is None:
        return None
    measured = {each.id for each in plan.indicators if each.kind is not IndicatorKind.RATED}
    parts = []
    for line in ground.files.scores.get(person, ()):
        if line.indicator in measured and line.points is not None and line.weight:
            days = ground.company.calendar.working_days_in(Period.parse(line.segment))
            parts.append(KpiPart(Fraction(line.points), Fraction(line.weight), days))
    return kpi_points(parts)


@dataclass(frozen=True, slots=True)
class _Said:
    """What changes made of people's grades and potentials: the value before the first and after the last of them."""

    first: Mapping[tuple[str, str], str]
    last: Mapping[tuple[str, str], str]
    potential: str


def _standing(one: Participant, ground: Ground, said: _Said) -> Standing:
    row = _total(ground, one.person)
    computed = row.grade if row else ""
    grade = said.last.get((one.person, GRADE), computed)
    return Standing(
        review=one.pk,
        person=one.person,
        name=node_name(ground.company, "person", one.person),
        post=post_name(ground.company, one.post) if one.post else "",
        team=team_name(ground.company, one.team) if one.team else "",
        state=ReviewState(one.state),
        submitted=said.first.get((one.person, GRADE), computed),
        grade=grade,
        potential=said.potential,
        potential_before=said.first.get((one.person, POTENTIAL), said.potential),
        total=row.total if row else None,
        alone=_alone(ground, one.person, row, grade),
        limited=_limited(ground, one, row),
        protected=any(each.get("leave") in PROTECTED_LEAVE for each in one.segments),
    )


def _limited(ground: Ground, one: Participant, row: TotalRow | None) -> bool:
    """The computed grade is worse than the one of its bands, and no decision made it so."""
    plan = ground.plans.get((row.plan, row.plan_version)) if row else None
    if row is None or row.total is None or plan is None or plan.distribution or one.person in ground.decided:
        return False
    names = [name for name, _ in plan.grades]
    band = next((name for name, edge in plan.grades if Fraction(row.total) >= edge), names[-1] if names else "")
    return row.grade in names and names.index(row.grade) > names.index(band)


def _alone(ground: Ground, person: str, row: TotalRow | None, grade: str) -> KpiAlone | None:
    points = kpi_points_of(ground, person)
    plan = ground.plans.get((row.plan, row.plan_version)) if row else None
    return kpi_alone(points, grade, plan.grades) if plan is not None and points is not None else None


def _total(ground: Ground, person: str) -> TotalRow | None:
    return ground.files.totals.get(person) if ground.files else None


def _potentials(session: Session, people: Iterable[str]) -> dict[str, str]:
    """What was last said of each, in this session or in one before; a later session does not change an earlier one."""
    said = Change.objects.filter(field=POTENTIAL, person__in=list(people), session__pk__lte=session.pk)
    return {change.person: change.after for change in said.order_by("session_id", "pk")}
