"""Training needs: stated ones, and those that the results of the last periods show, with courses that would serve."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from merit.follow.training import NEED, FoundNeed, NeedMove, NeedSource, NeedState, found_needs
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import people_on_duty, people_read
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.training.models import Course, Need
from merit_desk.training.queries.reach import needs_visible_to, parties_of_need
from merit_desk.training.queries.results import measured_results, months_run, subject_title

RUNNING = 2
"""So many results in a row below target make a need."""


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A stated need with its words and what the viewer may do with it."""

    need: Need
    name: str
    about: str
    moves: tuple[NeedMove, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A need that the results show and nobody has taken up; `figures` are (period, value, address of the result)."""

    person: str
    name: str
    subject: str
    about: str
    source: NeedSource
    period: str
    figures: tuple[tuple[str, str, str], ...]
    courses: tuple[Course, ...]


def stated_needs(viewer: Viewer, state: str = "") -> list[ShownNeed]:
    """Open and planned ones unless another state is asked for, latest first."""
    company, courses = declared_company(), serving()
    wanted = [state] if state in set(map(str, NeedState)) else [NeedState.OPEN, NeedState.PLANNED]
    return [
        ShownNeed(
            each,
            node_name(company, "person", each.person),
            subject_title(company, each.subject) if each.subject else each.text,
            NEED.open_to(NeedState(each.state), parties_of_need(viewer, each)),
            tuple(courses.get(each.subject, ())),
        )
        for each in needs_visible_to(viewer).filter(state__in=wanted)
    ]


def findings(viewer: Viewer) -> list[ShownFinding]:
    """What the last results show of those whose results the viewer sees; what was taken up already is left out."""
    company, courses = declared_company(), serving()
    return [
        ShownFinding(
            each.person,
            node_name(company, "person", each.person),
            each.subject,
            subject_title(company, each.subject),
            each.source,
            each.periods[0],
            tuple(
                (
                    period_name(period),
                    _value(value, each.source),
                    reverse("rewards:statement", args=[period, each.person]),
                )
                for period, value in zip(each.periods, each.values, strict=True)
            ),
            tuple(courses.get(each.subject, ())),
        )
        for each in raw_findings(viewer)
    ]


def raw_findings(viewer: Viewer) -> list[FoundNeed]:
    """The same without words."""
    periods = months_run()[:RUNNING]
    found = found_needs(measured_results(viewer, _whom(viewer), periods), periods, RUNNING)
    open_ones = needs_visible_to(viewer).filter(state__in=[NeedState.OPEN, NeedState.PLANNED])
    taken = set(open_ones.values_list("person", "subject"))
    return [each for each in found if (each.person, each.subject) not in taken]


def serving() -> dict[str, list[Course]]:
    """Courses on offer by what they serve."""
    found: dict[str, list[Course]] = {}
    for course in Course.objects.filter(retired_at=None):
        for subject in course.serves:
            found.setdefault(str(subject), []).append(course)
    return found


def _whom(viewer: Viewer) -> Iterable[str]:
    on_duty = [person for person, _ in people_on_duty(viewer.today)]
    people = people_read(viewer)
    return [each for each in on_duty if people is None or each in people or each == viewer.person]


def _value(value: Fraction, source: NeedSource) -> str:
    shown = f"{float(value):.1f}"
    return f"{shown}%" if source is NeedSource.RESULT else shown
