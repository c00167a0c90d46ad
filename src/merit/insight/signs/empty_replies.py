"""Fast empty replies: the first answer comes sooner than anybody's, and the matter is not settled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from merit.company import SignRules
from merit.insight.signs.chance import at_least, more_often, percent
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject
from merit.kernel.exact import plain
from merit.kernel.period import Period

FAST = 1.5
"""Share of very quick first replies ÷ that of the others."""
UNSETTLED = 1.5
"""Share of conversations left unsettled ÷ that of the others."""


@dataclass(frozen=True, slots=True)
class Replies:
    """One agent's answered conversations of one kind (before or after the sale).

    `quick`: answered sooner than the quickest quarter of all agents' together. `unsettled`: never resolved, reopened,
    or rated two stars or less. `middle` is the median of the first reply in seconds.
    """

    subject: Subject
    presale: bool
    answered: int
    quick: int
    unsettled: int
    middle: int


def empty_reply_signs(
    period: Period,
    agents: Iterable[Replies],
    rows: Mapping[Subject, tuple[int, Sequence[Evidence]]],
    rules: SignRules,
) -> Iterator[Sign]:
    """Each agent against the others who do the same work; `rows`: quick replies after which nothing was settled."""
    everybody = sorted(agents, key=lambda each: (each.subject, each.presale))
    told: set[Subject] = set()
    for each in everybody:
        others = [other for other in everybody if other.presale is each.presale and other.subject != each.subject]
        chance = _chance(each, others) * len(everybody)
        if others and each.subject not in told and chance < rules.certainty:
            told.add(each.subject)
            yield _sign(period, each, others, rows.get(each.subject, (0, ())), chance)


def _chance(own: Replies, others: Sequence[Replies]) -> float:
    """The less convincing of the two: quicker than the others, and more left unsettled."""
    answered, quick, unsettled = _together(others)
    if not answered or not own.answered:
        return 1.0
    faster = own.quick * answered >= FAST * quick * own.answered
    worse = own.unsettled * answered >= UNSETTLED * unsettled * own.answered
    if not faster or not worse:
        return 1.0
    return max(
        at_least(own.quick, own.answered, quick / answered),
        more_often(own.unsettled, own.answered, unsettled, answered),
    )


def _together(others: Sequence[Replies]) -> tuple[int, int, int]:
    return (
        sum(each.answered for each in others),
        sum(each.quick for each in others),
        sum(each.unsettled for each in others),
    )


def _sign(
    period: Period, own: Replies, others: Sequence[Replies], rows: tuple[int, Sequence[Evidence]], chance: float
) -> Sign:
    answered, _, unsettled = _together(others)
    middles = sorted(each.middle for each in others)
    seen: dict[str, str | int] = {
        "answered": own.answered,
        "seconds": plain(own.middle),
        "usual_seconds": plain(middles[len(middles) // 2]),
        "unsettled": own.unsettled,
        "share": percent(own.unsettled, own.answered),
        "usual_share": percent(unsettled, answered),
    }
    evidence, count = tuple(rows[1]), max(rows[0], len(rows[1]))
    return Sign(SignKind.EMPTY_REPLIES, own.subject, period, seen, evidence, count, chance, Method.FISHER)
