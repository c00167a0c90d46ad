"""One indicator of a plan as the document writes it."""

from fractions import Fraction

from merit.kernel.exact import plain
from merit.kernel.problems import Problem
from merit.kernel.section import Section, number_in, total_of
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.curve_section import read_curve
from merit.scores.plan.curves import NEEDS_TARGET, Curve
from merit.scores.plan.score_plan import (
    BelowFloor,
    FigureOf,
    Indicator,
    IndicatorKind,
    PlanTarget,
    Policy,
    RatingScheme,
)
from merit.targets.target import TargetBasis

_KINDS = {
    "kpi": IndicatorKind.MEASURED,
    "task": IndicatorKind.TASK,
    "rated": IndicatorKind.RATED,
    "counted": IndicatorKind.COUNTED,
}
_ALWAYS = ("name", "weight", "missing")
_KEYS = {
    IndicatorKind.MEASURED: ("of", "target", "curve", "min_n", "insufficient"),
    IndicatorKind.TASK: ("of", "target", "curve", "min_n", "insufficient"),
    IndicatorKind.RATED: ("scale", "raters", "trim", "below_floor"),
    IndicatorKind.COUNTED: ("target", "curve"),
}


def read_indicator(section: Section) -> Indicator | None:
    """The indicator, or None after Problems."""
    key = section.one_of(*_KINDS)
    if key is None:
        return None
    kind, subject = _KINDS[key], section.text(key)
    section.known_keys(key, *_ALWAYS, *_KEYS[kind])
    section.needed("weight")
    weight = section.above_zero("weight")
    curve, scheme = _curve(section, kind), _scheme(section, kind)
    target = _target(section, curve)
    if not subject or weight is None or (curve is None and scheme is None):
        return None
    return Indicator(
        id=section.text("name") or subject,
        kind=kind,
        subject=subject,
        weight=weight,
        source=section.source(),
        of=section.choice("of", FigureOf, FigureOf.PERSON),
        target=target,
        curve=curve,
        scheme=scheme,
        missing=section.choice("missing", Policy, Policy.BLOCK),
        min_n=section.whole("min_n", 0),
        insufficient=section.choice("insufficient", Policy, Policy.BLOCK),
    )


def _curve(section: Section, kind: IndicatorKind) -> Curve | None:
    if kind is IndicatorKind.RATED:
        return None
    if not section.has("curve"):
        section.add(Problem("scores.no_curve", section.place(), {"indicator": _called(section)}))
        return None
    return read_curve(section.inner("curve"))


def _called(section: Section) -> str:
    return next((section.text(key) for key in _KINDS if section.has(key)), "")


def _target(section: Section, curve: Curve | None) -> PlanTarget | None:
    if not section.has("target"):
        return None
    basis, value = _target_value(section)
    if value is None:
        return None
    growing = basis in (TargetBasis.GROWTH_PREV, TargetBasis.GROWTH_YOY)
    if curve is not None and curve.reads in NEEDS_TARGET and value <= 0 and not growing:
        params: dict[str, str | int] = {"indicator": _called(section), "target": plain(value)}
        section.add(Problem("scores.target_not_positive", section.place("target"), params))
        return None
    return PlanTarget(value, basis, section.source("target"))


def _target_value(section: Section) -> tuple[TargetBasis, Fraction | None]:
    if not isinstance(section.data["target"], dict):
        return TargetBasis.ABSOLUTE, section.number("target")
    inner = section.inner("target")
    inner.known_keys(*TargetBasis)
    basis = inner.one_of(*TargetBasis)
    return (TargetBasis(basis), inner.number(basis)) if basis else (TargetBasis.ABSOLUTE, None)


def _scheme(section: Section, kind: IndicatorKind) -> RatingScheme | None:
    if kind is not IndicatorKind.RATED:
        return None
    scale, relations = _scale(section), _relations(section)
    trim = section.number("trim", Fraction(0))
    if trim is not None and not 0 <= trim < Fraction(1, 2):
        section.add(Problem("scores.trim_too_large", section.place("trim")))
        return None
    if scale is None or not relations or trim is None:
        return None
    return RatingScheme(*scale, relations, trim, section.choice("below_floor", BelowFloor, BelowFloor.WITHHOLD))


def _scale(section: Section) -> tuple[Fraction, Fraction] | None:
    match [number_in(end) for end in section.rows("scale")]:
        case [Fraction() as low, Fraction() as high] if low < high:
            return low, high
        case _:
            section.add(Problem("scores.no_scale", section.place("scale"), {"indicator": _called(section)}))
            return None


def _relations(section: Section) -> tuple[tuple[Relation, Fraction], ...]:
    if not section.needed("raters"):
        return ()
    inner = section.inner("raters")
    inner.known_keys(*Relation)
    weights = {relation: inner.above_zero(relation) for relation in Relation if inner.has(relation)}
    total = total_of(weights.values())
    if total != 100:
        inner.add(Problem("scores.rater_weights", inner.place(), {"total": plain(total)}))
        return ()
    return tuple((relation, weight) for relation, weight in weights.items() if weight is not None)
