"""The figures of a period as plain sentences: what was found, whether that is well, and what to do about it."""

from dataclasses import dataclass
from fractions import Fraction

from merit.insight.effect.rank_relation import RankRelation, Relation
from merit.insight.effect.rater_agreement import Agreement, RaterAgreement
from merit.insight.effect.score_spread import Differing, ScoreSpread
from merit.reviews.leniency import Leniency, Tendency
from merit_desk.effectiveness.queries.period import Effectiveness
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

TONES: dict[str, str] = {
    Differing.DIFFERS: "good",
    Differing.NARROW: "watch",
    Differing.CROWDED: "watch",
    Differing.ALL_ALIKE: "bad",
    Agreement.POOR: "bad",
    Agreement.MODERATE: "watch",
    Agreement.GOOD: "good",
    Agreement.EXCELLENT: "good",
    Relation.STRONG: "good",
    Relation.CLEAR: "good",
    Relation.WEAK: "watch",
    Relation.NOT_PROVEN: "watch",
    Relation.NO_DIFFERENCE: "watch",
    Relation.OPPOSITE: "bad",
}
ICONS = {"good": "circle-check", "watch": "alert-triangle", "bad": "alert-octagon", "": "help-circle"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One question: the figure that answers it, a word with its tone, what it means and what to do."""

    code: str
    question: str
    figure: str
    word: str
    tone: str
    meaning: str
    icon: str


def readings(found: Effectiveness) -> list[Reading]:
    """The questions in the order of the page."""
    return [_spread(found.spread), _agreement(found.agreement), _raters(found.raters), _pay(found.pay)]


def _reading(code: str, figure: str, word: str, **gaps: str | int) -> Reading:
    tone = TONES.get(word, "")
    return Reading(
        code,
        say(f"effectiveness.{code}.question"),
        figure,
        say(f"effectiveness.{code}.{word}"),
        tone,
        say(f"effectiveness.{code}.{word}.means", **gaps),
        ICONS[tone],
    )


def _spread(found: ScoreSpread) -> Reading:
    crowded = found.crowded or ("", Fraction(0))
    return _reading(
        "spread",
        say("effectiveness.spread.figure", deviation=two(found.deviation)),
        found.word,
        people=found.people,
        grade=crowded[0],
        share=formats.percent(crowded[1]),
        deviation=two(found.deviation),
        low=two(found.lowest),
        high=two(found.highest),
    )


def _agreement(found: RaterAgreement) -> Reading:
    return _reading(
        "agreement",
        say("effectiveness.agreement.figure", icc=two(found.single), low=two(found.low), high=two(found.high)),
        found.word,
        people=found.people,
        ratings=found.ratings,
        mean=two(found.mean),
        raters=formats.short_number(Fraction(round(found.raters * 10), 10), 1),
    )


def _raters(found: tuple[Leniency, ...]) -> Reading:
    out = [each for each in found if each.tendency in (Tendency.LENIENT, Tendency.STRICT)]
    judged = [each for each in found if each.tendency is not Tendency.TOO_FEW]
    word = "apart" if out else "alike" if judged else "too_few"
    tone = {"apart": "watch", "alike": "good", "too_few": ""}[word]
    widest = max((abs(each.deviation) for each in out if each.deviation is not None), default=0.0)
    gaps = {"count": len(out), "of": len(found), "judged": len(judged), "widest": two(widest)}
    return Reading(
        "raters",
        say("effectiveness.raters.question"),
        say("effectiveness.raters.figure", count=len(out), of=len(found)),
        say(f"effectiveness.raters.{word}"),
        tone,
        say(f"effectiveness.raters.{word}.means", **gaps),
        ICONS[tone],
    )


def _pay(found: RankRelation) -> Reading:
    return _reading(
        "pay",
        say("effectiveness.pay.figure", rank=two(found.rank), low=two(found.low), high=two(found.high)),
        found.word,
        pairs=found.pairs,
    )


def two(value: float | Fraction | None) -> str:
    """Two decimals; a dash where nothing can be said."""
    return formats.NO_VALUE if value is None else formats.fixed_places(Fraction(round(value * 100), 100), 2)
