"""A plan or a reading of an experiment on the terminal: the verdict, the split, then the effects in order."""

from collections.abc import Mapping

from merit.cli.show import err, language, out, show_table, word
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
from merit.experiments.evidence import Evidence
from merit.experiments.experiment import Experiment, Metric, ReadingRule
from merit.experiments.reading import MetricReading, Reading
from merit.experiments.sample_size import Baseline, Needed
from merit.experiments.verdict import guarded, verdict
from merit.wording.sentences import LANGUAGES, sentence

_RULES = {ReadingRule.ALWAYS: "experiment_rule_always", ReadingRule.ONCE: "experiment_rule_once"}


def show_plan(one: Experiment, baseline: Baseline, effect: float, rules: Mapping[ReadingRule, Needed | None]) -> None:
    """The baseline and, for both ways of reading, units of each arm, days, and what the planned days can show."""
    metric = one.primary
    out.print(
        f"{metric_title(metric, language())} {figure(metric, baseline.value)}  "
        f"{word('experiment_units_per_day')} {baseline.units_per_day:,.1f}  "
        f"{word('experiment_effect_wanted')} {figure(metric, effect)}"
    )
    heading = [word("experiment_rule"), *(arm_title(one, each.arm, language()) for each in one.arms)]
    heading += [word(each) for each in ("experiment_total", "experiment_days_needed", "experiment_detectable")]
    show_table(heading, [_needed_row(one, rule, found) for rule, found in rules.items()])


def show_reading(reading: Reading, evidence: Evidence, currency: str) -> None:
    """What a manager should do first, and nothing but the split where that is broken."""
    found = verdict(reading)
    for tongue in LANGUAGES:
        told = [advice_told(reading, found, tongue), reason_told(reading, found, tongue)]
        told += [money_told(found.money, currency)] if found.money is not None else []
        out.print(
            " ".join(_said(each, tongue) for each in told), style="dim" if tongue == "en" else "bold", markup=False
        )
    _show_split(reading, evidence)
    if reading.split.broken:
        for code in CAUSES:
            out.print("· " + sentence(code, {}, language()), markup=False)
        return
    show_table(_heading(), [row for each in reading.metrics for row in _metric_rows(reading, each)])
    _show_beliefs(reading)
    _show_segments(reading)


def _show_split(reading: Reading, evidence: Evidence) -> None:
    rows = [
        (arm_title(reading.experiment, each.arm, language()), f"{counted:,}", f"{promised:,.0f}")
        for each, counted, promised in zip(
            reading.experiment.arms, reading.split.counted, reading.split.promised, strict=True
        )
    ]
    title = f"{word('experiment_split')} p = {reading.split.p:.4g}  {word('experiment_through')} {reading.through}"
    show_table([word("experiment_arm"), word("experiment_units"), word("experiment_promised")], rows, title)
    if evidence.twice:
        err.print(sentence("experiments.twice_assigned", {"count": evidence.twice}, language()), markup=False)
    for arm, count in evidence.unknown_arms.items():
        params: dict[str, str | int] = {"arm": arm, "count": count}
        err.print(sentence("experiments.arm_not_declared", params, language()), markup=False)


def _heading() -> list[str]:
    names = ("metric", "arm", "value", "difference", "always", "once", "p", "corrected", "role")
    return [word(f"experiment_{name}") for name in names]


def _metric_rows(reading: Reading, read: MetricReading) -> list[tuple[str, ...]]:
    states = {(each.metric, each.arm): word(f"experiment_guard_{each.state}") for each in guarded(reading)}
    saved = "" if read.saved is None else f" (CUPED −{read.saved * 100:.0f}%)"
    return [
        (
            metric_title(read.metric, language()) + saved,
            arm_title(reading.experiment, effect.arm, language()),
            f"{figure(read.metric, effect.control.value)} → {figure(read.metric, effect.treated.value)}",
            _difference(read.metric, effect),
            _span(read.metric, effect.always),
            _span(read.metric, effect.once),
            chance_text(effect.p),
            chance_text(corrected),
            states.get((read.metric.metric, effect.arm), word(f"experiment_role_{read.metric.role}")),
        )
        for effect, corrected in zip(read.effects, read.corrected_ps, strict=True)
    ]


def _show_beliefs(reading: Reading) -> None:
    metric, experiment = reading.experiment.primary, reading.experiment
    rows = [
        (arm_title(experiment, each.arm, language()), f"{each.best * 100:.1f}%", figure(metric, each.loss))
        for each in reading.beliefs
    ]
    if rows:
        show_table([word("experiment_arm"), word("experiment_best"), word("experiment_loss")], rows)


def _show_segments(reading: Reading) -> None:
    metric = reading.experiment.primary
    rows = [
        (
            f"{each.segment} = {each.value}",
            arm_title(reading.experiment, each.effect.arm, language()),
            _difference(metric, each.effect),
            _span(metric, each.effect.once),
            chance_text(each.corrected_p),
            word("experiment_declared" if each.declared else "experiment_exploratory"),
        )
        for each in reading.segments
    ]
    if rows:
        names = ("segment", "arm", "difference", "once", "corrected", "standing")
        show_table([word(f"experiment_{name}") for name in names], rows)
    for each in reading.interactions:
        out.print(f"{each.segment}: {word('experiment_interaction')} p = {each.p:.4f}", markup=False)


def _needed_row(one: Experiment, rule: ReadingRule, needed: Needed | None) -> tuple[str, ...]:
    if needed is None:
        return (word(_RULES[rule]), *("—" for _ in one.arms), "—", "—", "—")
    shown = "—" if needed.detectable is None else figure(one.primary, needed.detectable)
    days = "—" if needed.days is None else str(needed.days)
    return (word(_RULES[rule]), *(f"{each:,}" for each in needed.units), f"{needed.total:,}", days, shown)


def _difference(metric: Metric, effect: Effect) -> str:
    relative = "" if effect.relative is None else f" ({effect.relative * 100:+.1f}%)"
    return figure(metric, effect.difference, signed=True) + relative.replace("-", "−")


def _span(metric: Metric, span: Span | None) -> str:
    if span is None:
        return "—"
    return f"{figure(metric, span.low, signed=True)} … {figure(metric, span.high, signed=True)}"


def _said(told: Told, tongue: str) -> str:
    return sentence(*told, tongue)
