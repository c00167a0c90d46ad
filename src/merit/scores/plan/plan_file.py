"""A plan document to a ScorePlan, or to every Problem that keeps it from being one."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from merit.kernel.document import Document
from merit.kernel.exact import plain
from merit.kernel.period import Grain
from merit.kernel.problems import Place, Problem, has_errors
from merit.kernel.section import Section, document_section, number_in, total_of
from merit.scores.plan.audience import read_audience
from merit.scores.plan.grade_section import read_distribution, read_grades
from merit.scores.plan.indicator_section import read_indicator
from merit.scores.plan.modifier_section import read_modifier
from merit.scores.plan.score_plan import (
    Balance,
    Gate,
    Indicator,
    Modifier,
    ScorePlan,
    Veto,
)
from merit.targets.proration import Proration

_KEYS = (
    "plan",
    "version",
    "title",
    "for",
    "cycle",
    "valid_from",
    "indicators",
    "modifiers",
    "grades",
    "proration",
    "customer_weights",
    "distribution",
    "ramp",
    "total",
)
_CYCLES = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)


def read_plan(document: Document) -> tuple[ScorePlan | None, list[Problem]]:
    """The plan, when no Problem is an error; all Problems of the document together."""
    problems: list[Problem] = []
    whole = document_section(document, problems)
    whole.known_keys(*_KEYS)
    plan = _plan(whole)
    return (None if has_errors(problems) else plan), problems


def _plan(whole: Section) -> ScorePlan | None:
    whole.needed("plan", "cycle", "valid_from", "indicators")
    indicators = _indicators(whole)
    modifiers = [read_modifier(section) for section in whole.sections("modifiers")]
    grades = read_grades(whole)
    limits = whole.inner("total")
    limits.known_keys("floor", "cap")
    plan = ScorePlan(
        plan=whole.text("plan"),
        version=whole.whole("version", 1),
        title={str(language): str(text) for language, text in whole.inner("title").data.items()},
        audience=read_audience(whole),
        cycle=_cycle(whole),
        valid_from=whole.day("valid_from") or date.min,
        indicators=indicators,
        source=whole.source(),
        modifiers=tuple(modifier for modifier in modifiers if modifier is not None),
        grades=grades,
        proration=whole.choice("proration", Proration, Proration.WORKING_DAYS),
        customer_weights=_customer_weights(whole.inner("customer_weights")),
        distribution=read_distribution(whole, grades),
        ramp=_ramp(whole.inner("ramp")),
        floor=limits.number("floor"),
        cap=limits.number("cap"),
    )
    _check_names(whole, plan)
    return plan


def _cycle(whole: Section) -> Grain:
    cycle = whole.choice("cycle", Grain, Grain.MONTH)
    if cycle not in _CYCLES:
        whole.not_a_choice(cycle, _CYCLES, "cycle")
    return cycle


def _indicators(whole: Section) -> tuple[Indicator, ...]:
    sections = whole.sections("indicators")
    _check_weights(whole, sections)
    found = [indicator for section in sections if (indicator := read_indicator(section)) is not None]
    for name, times in Counter(indicator.id for indicator in found).items():
        if times > 1:
            whole.add(Problem("scores.indicator_twice", whole.place("indicators"), {"indicator": name}))
    return tuple(found)


def _check_weights(whole: Section, sections: list[Section]) -> None:
    total = total_of(number_in(section.data.get("weight")) for section in sections)
    place = whole.place("indicators")
    if total < 100:
        whole.add(Problem("scores.weights_short", place, {"total": plain(total), "missing": plain(100 - total)}))
    elif total > 100:
        whole.add(Problem("scores.weights_over", place, {"total": plain(total), "excess": plain(total - 100)}))


def _customer_weights(section: Section) -> tuple[tuple[str, Fraction], ...]:
    weights = [(kind, section.number(kind, low=0)) for kind in section.data]
    return tuple((kind, weight) for kind, weight in weights if weight is not None)


def _ramp(section: Section) -> tuple[tuple[int, Fraction], ...]:
    steps: list[tuple[int, Fraction]] = []
    for key in section.data:
        month, share = number_in(key), section.above_zero(key)
        if month is None or month.denominator != 1 or month < 1:
            section.add(Problem("scores.ramp_month", section.place(key), {"month": str(key)}))
        elif share is not None:
            steps.append((int(month), share))
    return tuple(sorted(steps))


def _check_names(whole: Section, plan: ScorePlan) -> None:
    indicators = {name for indicator in plan.indicators for name in (indicator.id, indicator.subject)}
    quota = plan.distribution.quota if plan.distribution else ()
    grades = {name for name, _ in (*plan.grades, *quota)}
    for modifier in plan.modifiers:
        place = Place(modifier.source.file, modifier.source.line, "modifiers")
        for indicator in _indicators_named(modifier):
            if indicator not in indicators:
                whole.warn(Problem("scores.unknown_indicator", place, {"indicator": indicator}))
        for grade in _grades_named(modifier):
            if grade not in grades:
                whole.add(Problem("scores.unknown_grade", place, {"grade": grade}))


def _indicators_named(modifier: Modifier) -> Iterator[str]:
    if isinstance(modifier, Balance):
        yield modifier.indicator
    if isinstance(modifier, Gate):
        yield from (indicator for indicator, _ in modifier.cap_indicators)


def _grades_named(modifier: Modifier) -> Iterator[str]:
    if isinstance(modifier, Gate | Veto):
        yield from filter(None, [modifier.cap_grade if isinstance(modifier, Gate) else modifier.grade])
