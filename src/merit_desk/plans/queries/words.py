"""Plans in words: what each indicator reads and asks for, and what each modifier does."""

from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.expression_text import expression_text
from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.kernel.exact import plain
from merit.scores.plan.curves import Curve, Interpolation, Reading
from merit.scores.plan.score_plan import (
    Balance,
    CostFactor,
    EventCount,
    Gate,
    Indicator,
    IndicatorKind,
    KpiCondition,
    KpiCount,
    Modifier,
    PointsChange,
    ScorePlan,
    Veto,
)
from merit.targets.target import TargetBasis
from merit_desk.results.queries.names import kpi_title, kpi_unit, post_name, team_name
from merit_desk.shell import formats
from merit_desk.shell.sentences import knows, say


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of a plan, ready to be shown. `kpi` is empty where there is no KPI behind it."""

    id: str
    title: str
    kind: str
    kpi: str
    weight: Fraction
    weight_text: str
    of: str
    target: str
    curve: str
    missing: str


def indicator_line(company: Company, indicator: Indicator) -> IndicatorLine:
    """In words of the reader's language."""
    reads_kpi = indicator.kind in (IndicatorKind.MEASURED, IndicatorKind.TASK)
    return IndicatorLine(
        id=indicator.id,
        title=subject_title(company, indicator.subject, reads_kpi),
        kind=say(f"indicator_kind.{_KIND[indicator.kind]}"),
        kpi=indicator.subject if reads_kpi and indicator.subject in company.catalogue else "",
        weight=indicator.weight,
        weight_text=f"{plain(indicator.weight)}%",
        of=say(f"figure_of.{indicator.of}"),
        target=_target(company, indicator),
        curve=curve_words(indicator),
        missing=say(f"policy.{indicator.missing}"),
    )


_KIND = {
    IndicatorKind.MEASURED: "kpi",
    IndicatorKind.TASK: "task",
    IndicatorKind.RATED: "rated",
    IndicatorKind.COUNTED: "counted",
}


def subject_title(company: Company, subject: str, is_kpi: bool) -> str:
    """A KPI's title, or the desk's word for an event or a rated matter."""
    if is_kpi:
        return kpi_title(company, subject)
    for code in (f"rated.{subject}", f"event.{subject}"):
        if knows(code):
            return say(code)
    return subject.replace("_", " ")


def _target(company: Company, indicator: Indicator) -> str:
    if indicator.target is None:
        return ""
    if indicator.target.basis is TargetBasis.ABSOLUTE:
        return value_words(indicator.target.value, kpi_unit(company, indicator.subject))
    value = indicator.target.value
    shown = plain(value) if indicator.target.basis is TargetBasis.BENCHMARK else formats.percent(value)
    return say(f"target_words.{indicator.target.basis}", value=shown)


def value_words(value: Fraction, unit: Unit) -> str:
    """A value of a KPI in its unit."""
    return formats.exact_figure(value, unit)


def curve_words(indicator: Indicator) -> str:
    """The curve in a few words; of a rated indicator its raters."""
    if indicator.scheme is not None:
        return say("plans.raters").join(
            f"{say(f'rater.{relation}')} {plain(weight)}%" for relation, weight in indicator.scheme.relations
        )
    curve = indicator.curve
    if curve is None:
        return ""
    kind = say(f"curve_words.{'steps' if curve.interpolation is not Interpolation.LINEAR else 'line'}")
    reads = say(f"reads_words.{curve.reads}")
    return say("plans.curve_words", kind=kind, reads=reads, floor=plain(_low(curve)), cap=plain(_high(curve)))


def _low(curve: Curve) -> Fraction:
    return max(min(points for _, points in curve.breakpoints), curve.floor)


def _high(curve: Curve) -> Fraction:
    return min(max(points for _, points in curve.breakpoints), curve.cap)


def reading_as_share(curve: Curve, unit: Unit) -> bool:
    """Whether what the curve reads is shown in percent."""
    return curve.reads in (Reading.ATTAINMENT, Reading.LOWER_LINEAR, Reading.LOWER_RATIO, Reading.PEER_RATIO) or (
        unit is Unit.RATE
    )


def modifier_words(company: Company, modifier: Modifier) -> str:
    """What the modifier does, in a sentence."""
    match modifier:
        case PointsChange():
            limit = say("change_words.limit", limit=plain(modifier.limit)) if modifier.limit is not None else ""
            way = "adds" if modifier.adds else "deducts"
            points = plain(modifier.points)
            return say(f"change_words.{way}", when=_when(company, modifier.when), points=points) + limit
        case Balance():
            indicator = kpi_title(company, modifier.indicator)
            return say("change_words.balance", indicator=indicator, when=_when(company, modifier.holds))
        case CostFactor():
            above = value_words(modifier.above, kpi_unit(company, modifier.kpi))
            kpi = kpi_title(company, modifier.kpi)
            return say("change_words.cost_factor", kpi=kpi, above=above, slope=plain(modifier.slope))
        case Gate():
            return say("change_words.gate", when=_when(company, modifier.when), effect=_effects(company, modifier))
        case Veto():
            grade = say("change_words.to_grade", grade=modifier.grade) if modifier.grade else ""
            payout = "" if modifier.payout is None else say("change_words.pays", share=formats.percent(modifier.payout))
            when = modifier.when
            words = _once(company, when) if isinstance(when, EventCount) else _when(company, when)
            return say("change_words.veto", when=words, effect=_joined(grade, payout))


def _when(company: Company, when: EventCount | KpiCount | KpiCondition) -> str:
    match when:
        case EventCount():
            return say("change_words.each_event", event=subject_title(company, when.event, False))
        case KpiCount():
            where = "" if when.where is None else f" ({expression_text(when.where)})"
            return say("change_words.each_count", kpi=f"{kpi_title(company, when.kpi)}{where}")
        case KpiCondition():
            limit = value_words(when.limit, kpi_unit(company, when.kpi))
            return say(f"change_words.{when.comparison}", kpi=kpi_title(company, when.kpi), limit=limit)


def _once(company: Company, when: EventCount) -> str:
    return say("change_words.on_event", event=subject_title(company, when.event, False))


def _effects(company: Company, gate: Gate) -> str:
    total = "" if gate.cap_total is None else say("change_words.caps_total", points=plain(gate.cap_total))
    grade = say("change_words.caps_grade", grade=gate.cap_grade) if gate.cap_grade else ""
    each = [
        say("change_words.caps_indicator", indicator=kpi_title(company, name), points=plain(points))
        for name, points in gate.cap_indicators
    ]
    payout = "" if gate.payout is None else say("change_words.pays", share=formats.percent(gate.payout))
    return _joined(total, grade, *each, payout)


def _joined(*parts: str) -> str:
    return say("change_words.and").join(part for part in parts if part)


def audience_words(company: Company, plan: ScorePlan) -> str:
    """For whom the plan is."""
    audience = plan.audience
    people = [
        next((spell.name for spell in company.organisation.spells_of.get(each, ())), each) for each in audience.people
    ]
    names = [
        *(post_name(company, post) for post in audience.posts),
        *(team_name(company, team) for team in audience.teams),
        *people,
    ]
    return say("plans.list_comma").join(names)
