"""人才九宫格: results × potential of the people whom the viewer may see. A box is how things stand, no label."""

from collections.abc import Mapping
from dataclasses import dataclass

from merit.people.spells import spell_on
from merit.reviews.nine_box import Performance, Potential, performance_of
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.queries.subtree import teams_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.models import Change
from merit_desk.growth.models import PotentialJudgement, SuccessionNote
from merit_desk.growth.queries.reach import may_judge, talent_people
from merit_desk.results.queries.names import node_name, post_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.training.queries.results import plan_scale


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; empty: everybody, the latest result."""

    period: str = ""
    team: str = ""
    post: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Talent:
    """One person with what is known."""

    person: str
    name: str
    post: str
    team: str
    grade: str
    performance: Performance | None
    potential: Potential | None
    reason: str
    may_judge: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One of the nine."""

    potential: Potential
    performance: Performance
    people: tuple[Talent, ...]


@dataclass(frozen=True, slots=True)
class TalentBoard:
    """Rows from high potential down, each from low performance up; who has no grade or no potential stands beside."""

    period: str
    rows: tuple[tuple[Box, ...], ...]
    unjudged: tuple[Talent, ...]
    without_grade: tuple[Talent, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Successor:
    """A note with its names."""

    note: SuccessionNote
    post: str
    name: str
    where: str


def board(viewer: Viewer, asked: Filters) -> TalentBoard:
    """The nine boxes as the viewer may see them."""
    people = talents(viewer, asked)
    rows = tuple(
        tuple(
            Box(row, column, tuple(each for each in people if (each.potential, each.performance) == (row, column)))
            for column in Performance
        )
        for row in reversed(Potential)
    )
    graded = [each for each in people if each.performance]
    return TalentBoard(
        period=_period(asked),
        rows=rows,
        unjudged=tuple(each for each in graded if each.potential is None),
        without_grade=tuple(each for each in people if each.performance is None),
        count=len(people),
    )


def talents(viewer: Viewer, asked: Filters) -> list[Talent]:
    """By name; everybody on duty whom the viewer may see, never themselves."""
    seen = talent_people(viewer)
    judged = _judged([person for person, _ in seen])
    grades = _grades(viewer, _period(asked))
    company, found = declared_company(), []
    for person, name in seen:
        spell = spell_on(company.organisation, person, viewer.today)
        if spell is None or (asked.words and asked.words not in name):
            continue
        in_team = asked.team in teams_of(company.organisation, person, viewer.today)
        if (asked.post and asked.post != spell.post) or (asked.team and not in_team):
            continue
        grade, performance = grades.get(person, ("", None))
        potential, reason = judged.get(person, (None, ""))
        names = (post_name(company, spell.post), team_name(company, spell.team))
        found.append(Talent(person, name, *names, grade, performance, potential, reason, may_judge(viewer, person)))
    return found


def successors(viewer: Viewer) -> list[Successor]:
    """Notes about people whom the viewer sees, by post."""
    company, seen = declared_company(), dict(talent_people(viewer))
    notes = SuccessionNote.objects.filter(person__in=list(seen))
    found = []
    for each in notes:
        spell = spell_on(company.organisation, each.person, viewer.today)
        where = post_name(company, spell.post) if spell else ""
        found.append(Successor(each, post_name(company, each.post), node_name(company, "person", each.person), where))
    return found


def _period(asked: Filters) -> str:
    known = periods_run()
    return asked.period if asked.period in known else next(iter(known), "")


def _grades(viewer: Viewer, period: str) -> dict[str, tuple[str, Performance | None]]:
    if not period:
        return {}
    scales, totals = plan_scale(declared_company()), visible_files(viewer, period).totals
    return {
        person: (row.grade, performance_of(row.grade, scales.get((row.plan, row.plan_version), ())))
        for person, row in totals.items()
        if row.grade
    }


def _judged(people: list[str]) -> Mapping[str, tuple[Potential, str]]:
    """The latest judgement of each, here or at a calibration."""
    here = PotentialJudgement.objects.filter(person__in=people)
    there = Change.objects.filter(person__in=people, field="potential").exclude(after="")
    rows = [
        *here.values_list("at", "person", "potential", "reason"),
        *there.values_list("at", "person", "after", "reason"),
    ]
    return {person: (Potential(potential), reason) for _, person, potential, reason in sorted(rows)}
