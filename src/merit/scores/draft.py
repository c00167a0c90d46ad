"""One person's result before grades: the lines of every segment, the rounded total, what gates and vetoes say."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.explain import Explained, Input
from merit.kernel.problems import Problem
from merit.people.duty import Duty, duty
from merit.scores.indicators.judge import judge
from merit.scores.indicators.missing import weigh
from merit.scores.scorecard import IndicatorScore, IndicatorStatus, ScoreStatus
from merit.scores.scoring import Scoring, place_of
from merit.scores.segments import Segment
from merit.scores.total.consequences import Consequences
from merit.scores.total.modifiers import modified_total, vetoes
from merit.scores.total.total import on_duty, rounded_total, segment_mean


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """Lines and unrounded total of one segment; no total when it is blocked or there was nothing to judge."""

    segment: Segment
    lines: tuple[IndicatorScore, ...]
    total: Explained[Fraction] | None
    consequences: Consequences
    status: ScoreStatus


@dataclass(frozen=True, slots=True)
class Draft:
    """A scorecard without its grade."""

    last: Segment
    """The segment whose plan names the scorecard and grades it."""
    lines: tuple[IndicatorScore, ...]
    total: Explained[Fraction] | None
    consequences: Consequences
    status: ScoreStatus
    duty: Duty
    on_duty: Explained[Fraction]
    results: tuple[SegmentResult, ...] = ()
    """The segments that were worked, in order."""


def drafted(segments: Sequence[Segment], scoring: Scoring) -> Draft:
    """Score the segments of one person, of which there is at least one, and put them together."""
    worked = [segment for segment in segments if segment.days_on_duty]
    results = [_result(segment, scoring) for segment in worked]
    status = _status(results)
    consequences = Consequences()
    for each in results:
        consequences = consequences.and_also(each.consequences)
    for segment in segments:
        if not segment.days_on_duty:
            consequences = consequences.and_also(vetoes(segment, scoring))
    first = segments[0]
    days = duty(scoring.declared.organisation, scoring.declared.calendar, first.person, first.whole)
    share = on_duty(days_on_duty=days.on_duty, working_days=days.working_days)
    return Draft(
        last=(worked or list(segments))[-1],
        lines=tuple(line for each in results for line in each.lines),
        total=_total(results) if status is ScoreStatus.FINAL else None,
        consequences=consequences,
        status=status,
        duty=days,
        on_duty=share.citing(*(segment.spell.source for segment in segments)),
        results=tuple(results),
    )


def _result(segment: Segment, scoring: Scoring) -> SegmentResult:
    found = [judge(indicator, segment, scoring) for indicator in segment.plan.indicators]
    lines = weigh(found, segment)
    blocked = [line for line in lines if line.status is IndicatorStatus.BLOCKED]
    for line in blocked:
        _report(line, segment, scoring)
    if blocked:
        return SegmentResult(segment, tuple(lines), None, vetoes(segment, scoring), ScoreStatus.BLOCKED)
    if all(line.status is IndicatorStatus.REWEIGHTED for line in lines):
        return SegmentResult(segment, tuple(lines), None, vetoes(segment, scoring), ScoreStatus.NOT_SCORED)
    total, consequences = modified_total(lines, segment, scoring)
    return SegmentResult(segment, tuple(lines), total, consequences, ScoreStatus.FINAL)


def _report(line: IndicatorScore, segment: Segment, scoring: Scoring) -> None:
    source = next(each.source for each in segment.plan.indicators if each.id == line.indicator)
    params: dict[str, str | int] = {
        "person": segment.person,
        "indicator": line.indicator,
        "period": str(segment.days),
    }
    scoring.problems.append(Problem("scores.blocked", place_of(source), params))


def _status(results: Sequence[SegmentResult]) -> ScoreStatus:
    found = {each.status for each in results}
    if ScoreStatus.BLOCKED in found:
        return ScoreStatus.BLOCKED
    return ScoreStatus.FINAL if ScoreStatus.FINAL in found else ScoreStatus.NOT_SCORED


def _total(results: Sequence[SegmentResult]) -> Explained[Fraction]:
    scored = [(each.total, each.segment) for each in results if each.total is not None]
    if len(scored) == 1:
        return rounded_total(total=scored[0][0])
    parts: tuple[Input, ...] = tuple(
        {"total": total, "days_on_duty": segment.days_on_duty} for total, segment in scored
    )
    return rounded_total(total=segment_mean(segments=parts))
