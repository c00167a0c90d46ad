"""Where the total would stand with the grades that are being chosen: computed by the core, kept nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from merit.company import Company
from merit.kernel.explain import LineRef, Step, bare, steps
from merit.kernel.period import Period
from merit.scores.indicators.ratings import Rating, Relation
from merit.scores.score_people import score_person
from merit.scores.scorecard import Scorecard
from merit_desk.cycles.models import Participant
from merit_desk.results.queries.names import indicator_title
from merit_desk.results.queries.open_company import at_work
from merit_desk.results.queries.period_files import period_files, periods_run
from merit_desk.reviews.queries.answering import Answering
from merit_desk.reviews.queries.closed import was_closed
from merit_desk.reviews.queries.indicators import RatedLine, rated_lines
from merit_desk.reviews.queries.judgement import answers_on
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

_NOWHERE = LineRef("ratings.csv", 0)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the sum; `chosen` is the grade that it rests on, empty for what was measured."""

    title: str
    text: str
    chosen: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class LiveTotal:
    """`total` is empty where nothing can be computed; `why` says so."""

    total: str
    grade: str
    edges: str
    lines: tuple[LedgerLine, ...] = ()
    sum: str = ""
    changes: tuple[LedgerLine, ...] = ()
    why: str = ""


def live_total(asked: Answering, chosen: Mapping[str, str]) -> LiveTotal:
    """With the chosen grades (by question, as the form sends them) in place of what this rater handed in before."""
    one = asked.participant
    period = one.cycle.period
    if period not in periods_run():
        return LiveTotal("", "", "", why=say("reviews.live.not_run"))
    lines = rated_lines(one)
    with at_work(period_files(period).as_of) as workspace:
        company = _with_grades(workspace.company, asked, lines, chosen)
        card = score_person(company, workspace.figures, Period.parse(period), one.person)
    if card is None or card.total is None:
        return LiveTotal("", "", "", why=say("reviews.live.blocked" if card else "reviews.live.no_plan"))
    return _shown(company, card, {line.id: chosen.get(f"rated:{line.subject}", "") for line in lines})


def _with_grades(company: Company, asked: Answering, lines: list[RatedLine], chosen: Mapping[str, str]) -> Company:
    one, period = asked.participant, Period.parse(asked.participant.cycle.period)
    names = {name for line in lines for name in (line.id, line.subject)}
    kept = [
        each
        for each in company.ratings
        if not (each.subject == one.person and each.period == period and each.indicator in names)
    ]
    fresh = [
        Rating(period, one.person, rater, relation, line.subject, score, "", _NOWHERE)
        for line in lines
        for relation, given in _answers(asked, line, chosen.get(f"rated:{line.subject}", "")).items()
        for rater, score in given.items()
    ]
    return replace(company, ratings=(*kept, *fresh))


def _answers(asked: Answering, line: RatedLine, grade: str) -> Mapping[Relation, Mapping[str, Fraction]]:
    """While the rating is open, what others answered does not enter: the total would tell it."""
    one: Participant = asked.participant
    found = {relation: dict(given) for relation, given in answers_on(one, line).items()}
    if not was_closed(one):
        found = {relation: given for relation, given in found.items() if relation is Relation.MANAGER}
    own = found.setdefault(asked.relation, {})
    own.pop(asked.rater, None)
    if grade.lstrip("-").isdigit() and line.scheme.low <= int(grade) <= line.scheme.high:
        own[asked.rater] = Fraction(int(grade))
    return found


def _shown(company: Company, card: Scorecard, chosen: Mapping[str, str]) -> LiveTotal:
    plan = next(each for each in company.plans if (each.plan, each.version) == (card.plan, card.plan_version))
    lines = tuple(
        LedgerLine(
            indicator_title(company, card.plan, line.indicator),
            _two(line.weighted.value if line.weighted else None),
            chosen.get(line.indicator, "") if line.kind == "rated" else "",
        )
        for line in card.indicators
    )
    grade = str(card.grade.value) if card.grade else ""
    total = card.total.value if card.total else Fraction(0)
    found = list(steps(card.total)) if card.total else []
    sums = [each for each in found if each.code == "scores.weighted_sum"]
    return LiveTotal(
        _two(total),
        grade,
        _edges(plan.grades, grade),
        lines,
        _two(Fraction(str(sums[0].result))) if len(sums) == 1 else "",
        tuple(_changes(found)) if len(sums) == 1 else (),
    )


def _changes(found: Iterable[Step]) -> Iterable[LedgerLine]:
    """Bonus points, deductions, cost factor and caps, in the order of the sum."""
    by_code = {each.code: each for each in found}
    events = by_code.get("scores.total_with_events")
    if events is not None:
        for name, sign, tone in (("bonus_points", "+", "good"), ("deductions", "\N{MINUS SIGN}", "bad")):
            parts = bare(events.inputs[name])
            amount = sum(parts, Fraction(0)) if isinstance(parts, tuple) else Fraction(0)
            if amount:
                yield LedgerLine(say(f"reviews.live.{name}"), f"{sign}{_two(amount)}", tone=tone)
    if (factor := by_code.get("scores.total_times_factor")) is not None:
        product = Fraction(1)
        for each in _numbers(bare(factor.inputs["factors"])):
            product *= each
        if product != 1:
            yield LedgerLine(say("reviews.live.cost_factor"), f"× {formats.exact_number(product)}", tone="bad")
    if (gate := by_code.get("scores.gated_total")) is not None:
        held = bare(gate.inputs["total"]) == gate.result
        words = say("reviews.live.passed" if held else "reviews.live.capped")
        yield LedgerLine(say("reviews.live.gate"), words, tone="good" if held else "bad")


def _numbers(thing: object) -> list[Fraction]:
    return [each for each in thing if isinstance(each, Fraction)] if isinstance(thing, tuple) else []


def _edges(grades: tuple[tuple[str, Fraction], ...], grade: str) -> str:
    names = [name for name, _ in grades]
    if grade not in names:
        return ""
    at = names.index(grade)
    low = formats.exact_number(grades[at][1])
    if at == 0:
        return say("reviews.live.from", low=low)
    return say("reviews.live.between", low=low, high=formats.exact_number(grades[at - 1][1]))


def _two(value: Fraction | None) -> str:
    return formats.NO_VALUE if value is None else formats.fixed_places(value, 2)
