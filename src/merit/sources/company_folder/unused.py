"""Events and ratings that no plan asks for: most often a name written in two ways, so that points are silently lost."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from difflib import get_close_matches

from merit.company import Company
from merit.kernel.explain import LineRef
from merit.kernel.problems import Place, Problem, Severity
from merit.scores.plan.score_plan import EventCount, Indicator, IndicatorKind


def check_unused(company: Company) -> list[Problem]:
    """A note for each name of an event or a rated indicator that stands in no plan, at its first line."""
    asked = [part for plan in company.plans for part in _parts(plan)]
    events = {part.event for part in asked if isinstance(part, EventCount)}
    events |= {part.subject for part in asked if isinstance(part, Indicator) and part.kind is IndicatorKind.COUNTED}
    rated = {part.subject for part in asked if isinstance(part, Indicator) and part.kind is IndicatorKind.RATED}
    happened = ((event.event, event.source) for event in company.events)
    answered = ((rating.indicator, rating.source) for rating in company.ratings)
    return [
        *(_note(name, at, "event", events) for name, at in _first_lines(happened) if name not in events),
        *(_note(name, at, "indicator", rated) for name, at in _first_lines(answered) if name not in rated),
    ]


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, tuple):
        for each in thing:
            yield from _parts(each)
    elif is_dataclass(thing):
        yield thing
        for field in fields(thing):
            yield from _parts(getattr(thing, field.name))


def _first_lines(rows: Iterable[tuple[str, LineRef]]) -> list[tuple[str, LineRef]]:
    first: dict[str, LineRef] = {}
    for name, at in rows:
        first.setdefault(name, at)
    return list(first.items())


def _note(name: str, at: LineRef, field: str, known: set[str]) -> Problem:
    place = Place(at.file, at.line, field)
    near = get_close_matches(name, sorted(known), 1)
    if near:
        return Problem("company.in_no_plan_but_near", place, {"name": name, "near": near[0]}, Severity.NOTE)
    return Problem("company.in_no_plan", place, {"name": name}, Severity.NOTE)
