"""One modifier of a plan as the document writes it."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from merit.catalogue.expression import Expression, Literal, Name, Operation
from merit.kernel.problems import Problem
from merit.kernel.section import Section, number_in
from merit.scores.plan.score_plan import (
    Balance,
    Comparison,
    CostFactor,
    EventCount,
    FigureOf,
    Gate,
    KpiCondition,
    KpiCount,
    Modifier,
    PointsChange,
    Veto,
)

_SIGNS = {Comparison.ABOVE: ">", Comparison.AT_LEAST: ">=", Comparison.BELOW: "<", Comparison.AT_MOST: "<="}


def read_modifier(section: Section) -> Modifier | None:
    """The modifier, or None after Problems."""
    kind = section.one_of(*_KINDS)
    section.known_keys(*_KINDS)
    return _KINDS[kind](section.inner(kind)) if kind else None


def _bonus_points(section: Section) -> PointsChange | None:
    return _points_change(section, adds=True)


def _deduction(section: Section) -> PointsChange | None:
    return _points_change(section, adds=False)


def _points_change(section: Section, adds: bool) -> PointsChange | None:
    section.known_keys("event", "kpi", "count", "where", "of", "points", "limit", *Comparison)
    section.needed("points")
    points, limit = section.above_zero("points"), section.above_zero("limit")
    when = _occasion(section)
    if points is None or when is None:
        return None
    return PointsChange(adds, when, points, limit, section.source())


def _occasion(section: Section) -> EventCount | KpiCount | KpiCondition | None:
    kind = section.one_of("event", "kpi", "count")
    of = section.choice("of", FigureOf, FigureOf.PERSON)
    match kind:
        case "event":
            return EventCount(section.text("event"))
        case "kpi":
            return _condition(section, "kpi")
        case "count":
            return KpiCount(section.text("count"), _where(section), of)
        case _:
            return None


def _condition(section: Section, key: str) -> KpiCondition | None:
    comparison = section.one_of(*Comparison)
    section.needed(key)
    if comparison is None or not section.text(key):
        return None
    limit = section.number(comparison)
    if limit is None:
        return None
    of = section.choice("of", FigureOf, FigureOf.PERSON)
    return KpiCondition(section.text(key), Comparison(comparison), limit, of)


def _where(section: Section) -> Expression | None:
    if not section.has("where"):
        return None
    inner = section.inner("where")
    tests = [_test(inner, column) for column in inner.data]
    found = [test for test in tests if test is not None]
    if not found:
        return None
    return found[0] if len(found) == 1 else Operation("and", tuple(found))


def _test(section: Section, column: str) -> Expression | None:
    value = section.data[column]
    if isinstance(value, list):
        return Operation("in", (Name(column), *(_literal(each) for each in value)))
    if not isinstance(value, Mapping):
        return Operation("==", (Name(column), _literal(value)))
    inner = section.inner(column)
    inner.known_keys(*Comparison)
    comparison = inner.one_of(*Comparison)
    limit = inner.number(comparison) if comparison else None
    if comparison is None or limit is None:
        return None
    return Operation(_SIGNS[Comparison(comparison)], (Name(column), Literal(limit)))


def _literal(value: object) -> Literal:
    if isinstance(value, bool):
        return Literal(value)
    number = number_in(value) if not isinstance(value, str) else None
    return Literal(number if number is not None else str(value))


def _balance(section: Section) -> Balance | None:
    section.known_keys("kpi", "with", "of", *Comparison)
    section.needed("kpi")
    condition = _condition(section, "with")
    return Balance(section.text("kpi"), condition, section.source()) if condition and section.has("kpi") else None


def _cost_factor(section: Section) -> CostFactor | None:
    section.known_keys("kpi", "above", "slope", "of")
    present = [section.needed(key) for key in ("kpi", "above", "slope")]
    above, slope = section.number("above"), section.above_zero("slope")
    if not all(present) or above is None or slope is None:
        return None
    return CostFactor(
        section.text("kpi"), above, slope, section.choice("of", FigureOf, FigureOf.PERSON), section.source()
    )


_EFFECTS = ("cap_total", "cap_indicator", "cap_grade", "payout")


def _gate(section: Section) -> Gate | None:
    section.known_keys("kpi", "of", *Comparison, *_EFFECTS)
    condition = _condition(section, "kpi")
    if not any(section.has(effect) for effect in _EFFECTS):
        section.add(Problem("scores.no_effect", section.place(), {"choices": ", ".join(_EFFECTS)}))
        return None
    if condition is None:
        return None
    caps = section.inner("cap_indicator")
    capped = [(str(indicator), caps.number(indicator)) for indicator in caps.data]
    return Gate(
        when=condition,
        cap_total=section.number("cap_total"),
        cap_indicators=tuple((indicator, cap) for indicator, cap in capped if cap is not None),
        cap_grade=section.text("cap_grade"),
        payout=section.share("payout"),
        source=section.source(),
    )


def _veto(section: Section) -> Veto | None:
    section.known_keys("event", "kpi", "of", *Comparison, "grade", "payout", "rewards")
    if not section.has("grade") and not section.has("payout"):
        section.add(Problem("scores.no_effect", section.place(), {"choices": "grade, payout"}))
        return None
    kind = section.one_of("event", "kpi")
    when = EventCount(section.text("event")) if kind == "event" else _condition(section, "kpi") if kind else None
    if when is None:
        return None
    payout: Fraction | None = section.share("payout")
    return Veto(when, section.text("grade"), payout, section.names("rewards"), section.source())


_KINDS: dict[str, Callable[[Section], Modifier | None]] = {
    "bonus_points": _bonus_points,
    "deduction": _deduction,
    "balance": _balance,
    "cost_factor": _cost_factor,
    "gate": _gate,
    "veto": _veto,
}
