"""An experiment in words and drawings, as its page shows it."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

from merit.company import Company
from merit.experiments.decision_text import (
    CAUSES,
    Told,
    advice_told,
    arm_title,
    chance_text,
    figure,
    metric_title,
    money_told,
    reason_told,
)
from merit.experiments.effect import Effect, Span
from merit.experiments.experiment import Experiment, Metric
from merit.experiments.reading import Reading
from merit.experiments.verdict import Advice, GuardrailState, Verdict, guarded, verdict
from merit.wording.sentences import sentence
from merit_desk.experiments.models import Decision
from merit_desk.experiments.queries.read import Read, read_now
from merit_desk.results.queries.names import node_name, titled
from merit_desk.shell.language import current_language as tongue
from merit_desk.shell.sentences import say

TONES = {
    Advice.MEND: "bad",
    Advice.ADOPT: "good",
    Advice.KEEP_RUNNING: "watch",
    Advice.STOP: "bad",
    Advice.NO_DIFFERENCE: "line",
}
GUARD_TONES = {GuardrailState.SAFE: "good", GuardrailState.OPEN: "watch", GuardrailState.HARMED: "bad"}
_WIDE, _HIGH = 600, 180
_MARGIN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One experiment in the list."""

    experiment: str
    title: str
    owner: str
    days: str
    state: str
    decided: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of one arm: `left`, `wide` and `zero` place the interval in a strip of 100."""

    metric: str
    arm: str
    values: str
    difference: str
    interval: str
    once: str
    p: str
    note: str
    tone: str
    left: float
    wide: float
    middle: float
    zero: float
    drawn: bool
    """False while there are too few units for an interval that may be looked at every day."""


@dataclass(frozen=True, slots=True)
class Course:
    """The always-valid interval day by day: a band and a line in 600 × 180, and where zero lies."""

    arm: str
    band: str
    line: str
    zero: float
    low: str
    high: str
    first: str
    last: str


def line_of(company: Company, one: Experiment, decisions: dict[str, Decision], today: date) -> Line:
    """The experiment in the list; nothing is worked out for it."""
    found = decisions.get(one.experiment)
    state = "planned" if today < one.start else "running" if today <= one.last_day else "over"
    return Line(
        one.experiment,
        titled(dict(one.title), one.experiment),
        node_name(company, "person", one.owner),
        f"{one.start} – {one.last_day}",
        say(f"tests.state_{state}"),
        say(f"tests.decided_{found.decided}") if found else "",
        TONES[Advice(found.decided)] if found else "line",
    )


def page_of(company: Company, one: Experiment) -> dict[str, object]:
    """What the page shows of the reading; only the split where that is broken."""
    read = read_now(one)
    if read is None:
        return {"read": None}
    found = verdict(read.reading)
    return {
        "read": read,
        "verdict": found,
        "tone": TONES[found.advice],
        "advice": _said(advice_told(read.reading, found, tongue())),
        "why": _said(reason_told(read.reading, found, tongue())),
        "money": _said(money_told(found.money, company.profile.currency)) if found.money else "",
        "split": _split(one, read.reading),
        "causes": [_said((code, {})) for code in CAUSES] if read.reading.split.broken else [],
        "rows": _rows(read.reading),
        "courses": _courses(read.reading),
        "beliefs": [
            (arm_title(one, each.arm, tongue()), f"{each.best * 100:.1f}%", figure(one.primary, each.loss))
            for each in read.reading.beliefs
        ],
        "segments": _segments(read.reading),
        "remarks": _remarks(read),
    }


def advised(read: Read) -> Verdict:
    """What Merit advises on that reading."""
    return verdict(read.reading)


def _said(told: Told) -> str:
    return sentence(*told, tongue())


def _split(one: Experiment, reading: Reading) -> list[tuple[str, str, str]]:
    counted = zip(one.arms, reading.split.counted, reading.split.promised, strict=True)
    return [(arm_title(one, arm.arm, tongue()), f"{units:,}", f"{due:,.0f}") for arm, units, due in counted]


def _rows(reading: Reading) -> list[Row]:
    states = {(each.metric, each.arm): each.state for each in guarded(reading)}
    return [
        _row(reading, each.metric, effect, p, states.get((each.metric.metric, effect.arm)))
        for each in reading.metrics
        for effect, p in zip(each.effects, each.corrected_ps, strict=True)
    ]


def _row(reading: Reading, metric: Metric, effect: Effect, p: float, state: GuardrailState | None) -> Row:
    span = effect.always or effect.once
    known = isfinite(span.low) and isfinite(span.high)
    most = max(abs(span.low), abs(span.high), 1e-12) if known else 1.0
    low, high = ((each / most + 1) * 50 if known else 50.0 for each in (span.low, span.high))
    role = say(f"tests.guard_{state}") if state else say(f"tests.role_{metric.role}")
    return Row(
        metric_title(metric, tongue()),
        arm_title(reading.experiment, effect.arm, tongue()),
        f"{figure(metric, effect.control.value)} → {figure(metric, effect.treated.value)}",
        figure(metric, effect.difference, signed=True),
        _span(metric, effect.always),
        _span(metric, effect.once),
        chance_text(p),
        role,
        GUARD_TONES[state] if state else "line",
        *(low, max(high - low, 0.5), (effect.difference / most + 1) * 50 if known else 50.0, 50.0),
        effect.always is not None,
    )


def _span(metric: Metric, span: Span | None) -> str:
    if span is None:
        return "—"
    return f"{figure(metric, span.low, signed=True)} … {figure(metric, span.high, signed=True)}"


def _courses(reading: Reading) -> list[Course]:
    found = []
    for arm in reading.experiment.others:
        days = [(day.day, each) for day in reading.days for each in day.effects if each.arm == arm.arm and each.always]
        if len(days) > 1:
            found.append(_course(reading, arm.arm, days))
    return found


def _course(reading: Reading, arm: str, days: list[tuple[date, Effect]]) -> Course:
    spans = [(each.always or each.once, each.difference) for _, each in days]
    low, high = min(0.0, *(span.low for span, _ in spans)), max(0.0, *(span.high for span, _ in spans))
    step = (_WIDE - 2 * _MARGIN) / (len(spans) - 1)

    def at(number: int, value: float) -> str:
        down = _MARGIN + (high - value) / (high - low) * (_HIGH - 2 * _MARGIN)
        return f"{_MARGIN + number * step:.1f},{down:.1f}"

    upper = [at(number, span.high) for number, (span, _) in enumerate(spans)]
    lower = [at(number, span.low) for number, (span, _) in enumerate(spans)]
    metric = reading.experiment.primary
    return Course(
        arm_title(reading.experiment, arm, tongue()),
        " ".join([*upper, *reversed(lower)]),
        " ".join(at(number, value) for number, (_, value) in enumerate(spans)),
        float(at(0, 0.0).split(",")[1]),
        figure(metric, low, signed=True),
        figure(metric, high, signed=True),
        str(days[0][0]),
        str(days[-1][0]),
    )


def _segments(reading: Reading) -> list[tuple[str, str, str, str, str, str, str]]:
    metric = reading.experiment.primary
    return [
        (
            f"{each.segment} = {each.value}",
            arm_title(reading.experiment, each.effect.arm, tongue()),
            figure(metric, each.effect.difference, signed=True),
            _span(metric, each.effect.once),
            chance_text(each.corrected_p),
            say("tests.declared" if each.declared else "tests.exploratory"),
            "good" if each.declared else "whatif",
        )
        for each in reading.segments
    ]


def _remarks(read: Read) -> list[str]:
    told: list[Told] = []
    if read.evidence.twice:
        told.append(("experiments.twice_assigned", {"count": read.evidence.twice}))
    unknown = read.evidence.unknown_arms.items()
    told += [("experiments.arm_not_declared", {"arm": arm, "count": count}) for arm, count in unknown]
    return [_said(each) for each in told]
