"""A session as its page shows it: grades, raters, changes and the nine-box, all of the same people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.utils import timezone

from merit.reviews.leniency import Leniency
from merit.reviews.nine_box import Performance, Potential, performance_of
from merit.reviews.spread import GradeCount, Quota, by_quota, spread
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.models import Change, Presence, Session
from merit_desk.calibration.queries.raters import leniency_here
from merit_desk.calibration.queries.standing import Ground, Standing, ground_of, standings
from merit_desk.calibration.queries.visible import BEFORE, Rights, rights_in
from merit_desk.results.queries.names import node_name

USUAL_MINIMUM = 10
"""The smallest group for which a quota is worked out where the plan does not say."""
HERE = timedelta(seconds=12)
"""So long after the last sign of life somebody counts as present."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the nine boxes; `before` counts those whom the grades and potentials at the opening had put here."""

    potential: Potential
    performance: Performance
    people: tuple[Standing, ...]
    submitted: int


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change with its names; `undone` when a later one took it back."""

    change: Change
    name: str
    who: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the quota would give somebody whose grade is another one now."""

    person: str
    name: str
    now: str
    quota: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page; every count is of the people whom the viewer sees."""

    session: Session
    rights: Rights
    ground: Ground
    people: tuple[Standing, ...]
    grades: tuple[GradeCount, ...]
    raters: tuple[tuple[str, Leniency], ...]
    changes: tuple[ShownChange, ...]
    cells: tuple[tuple[Cell, ...], ...]
    """Rows from high potential down, each from low performance up."""
    unplaced: tuple[Standing, ...]
    """With a grade, but nobody has judged their potential."""
    without_grade: tuple[Standing, ...]
    suggested: tuple[Suggestion, ...]
    invited: tuple[str, ...]
    not_here_yet: int
    latest: int
    """The number of the last change, by which a page knows whether it is behind."""

    @property
    def waiting(self) -> int:
        """How many the session would settle now."""
        return sum(each.open for each in self.people)


def board_of(viewer: Viewer, session: Session) -> Board:
    """The session's page for the viewer."""
    ground = ground_of(session)
    people = standings(viewer, session, ground)
    graded = [each for each in people if each.grade]
    changes = shown_changes(viewer, session, ground)
    seats = session.seats.values_list("person", flat=True).order_by("person")
    names = frozenset(each.person for each in people)
    raters = leniency_here(viewer, ground, session.cycle.period, names)
    quota, minimum = reference_of(session, ground, people)
    return Board(
        session=session,
        rights=rights_in(viewer, session),
        ground=ground,
        people=tuple(people),
        grades=tuple(_spread(ground, graded, quota)),
        raters=tuple((node_name(ground.company, "person", each.rater), each) for each in raters),
        changes=tuple(changes),
        cells=_cells(ground, graded),
        unplaced=tuple(each for each in graded if not each.potential),
        without_grade=tuple(each for each in people if not each.grade),
        suggested=tuple(_suggested(graded, quota, minimum)),
        invited=tuple(node_name(ground.company, "person", each) for each in seats),
        not_here_yet=sum(each.state in BEFORE for each in people),
        latest=max((each.change.pk for each in changes), default=0),
    )


def shown_changes(viewer: Viewer, session: Session, ground: Ground) -> list[ShownChange]:
    """The latest first, without those about the viewer."""
    made = list(session.changes.select_related("by").order_by("-pk"))
    undone = {each.undoes_id for each in made if each.undoes_id}
    return [
        ShownChange(each, node_name(ground.company, "person", each.person), str(each.by), each.pk in undone)
        for each in made
        if not viewer.person or each.person != viewer.person
    ]


def present_in(viewer: Viewer, session: Session) -> list[Presence]:
    """The others who have the session open; that somebody writes about the viewer is not said."""
    alive = session.present.filter(seen_at__gte=timezone.now() - HERE).exclude(account_id=viewer.signer)
    found = list(alive.select_related("account").order_by("account_id"))
    for each in found:
        if viewer.person and each.writing == viewer.person:
            each.writing = ""
    return found


def reference_of(session: Session, ground: Ground, people: Sequence[Standing]) -> tuple[Quota, int]:
    """The session's own shares, else those of the only plan here that has a distribution; and the smallest group."""
    rows = [ground.files.totals.get(each.person) for each in people] if ground.files else []
    plans = {(row.plan, row.plan_version) for row in rows if row}
    found = {plan.distribution for key in plans if (plan := ground.plans.get(key)) and plan.distribution}
    only = next(iter(found)) if len(found) == 1 else None
    minimum = only.minimum if only else USUAL_MINIMUM
    if session.reference:
        return tuple((str(grade), Fraction(str(percent)) / 100) for grade, percent in session.reference), minimum
    return (only.quota if only else ()), minimum


def _spread(ground: Ground, graded: Sequence[Standing], quota: Quota) -> list[GradeCount]:
    """Grades of scales that nobody here has are left out, unless the reference names them."""
    used = {each.grade for each in graded} | {each.submitted for each in graded} | {grade for grade, _ in quota}
    scales = [scale for scale in {_scale(ground, each) for each in graded} if scale]
    used |= {grade for scale in scales for grade in scale}
    ordered = [grade for grade in ground.best_first if grade in used]
    return spread(ordered, [each.grade for each in graded], [each.submitted for each in graded], quota)


def _scale(ground: Ground, one: Standing) -> tuple[str, ...]:
    row = ground.files.totals.get(one.person) if ground.files else None
    plan = ground.plans.get((row.plan, row.plan_version)) if row else None
    return tuple(name for name, _ in plan.grades) if plan else ()


def _cells(ground: Ground, graded: Sequence[Standing]) -> tuple[tuple[Cell, ...], ...]:
    placed: dict[tuple[str, Performance | None], list[Standing]] = {}
    before: dict[tuple[str, Performance | None], int] = {}
    for each in graded:
        scale = _scale(ground, each) or ground.best_first
        placed.setdefault((each.potential, performance_of(each.grade, scale)), []).append(each)
        was = (each.potential_before, performance_of(each.submitted, scale))
        before[was] = before.get(was, 0) + 1
    return tuple(
        tuple(
            Cell(row, column, tuple(placed.get((row, column), ())), before.get((row, column), 0))
            for column in Performance
        )
        for row in reversed(Potential)
    )


def _suggested(graded: Sequence[Standing], quota: Quota, minimum: int) -> list[Suggestion]:
    totals = {each.person: Fraction(each.total) for each in graded if each.total is not None and not each.protected}
    given = by_quota(totals, quota, minimum)
    return [
        Suggestion(each.person, each.name, each.grade, given[each.person])
        for each in graded
        if each.person in given and given[each.person] != each.grade
    ]
