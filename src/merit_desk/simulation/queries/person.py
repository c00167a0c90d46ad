"""One person's difference: per period and per line, both sides, with the way to both workings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from merit.company import Company
from merit.kernel.exact import plain
from merit.what_if.outcome import Outcome
from merit_desk.explain.queries.sums import named_line
from merit_desk.results.queries.names import reward_title
from merit_desk.shell import formats
from merit_desk.simulation.models import Replay, ReplayedPerson
from merit_desk.simulation.queries.shadows import SETTLED
from merit_desk.simulation.queries.shown import amount, signed


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of both statements; an address is empty where that side has no such line."""

    name: str
    now: str
    draft: str
    moved: str
    now_address: str
    draft_address: str


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """One period of a person."""

    period: str
    name: str
    now: str
    draft: str
    moved: str
    scores: str
    lines: tuple[ShownLine, ...] = ()


def from_outcome(outcome: Outcome, person: str) -> list[ShownPeriod]:
    """From the fast figures, which have no lines. Empty for somebody who is not in them."""
    if person not in outcome.frame.people:
        return []
    found = []
    for each in outcome.person(person):
        now, draft = each.pay_now.fen, each.pay_draft.fen
        totals = (_points(each.total_now, each.grade_now), _points(each.total_draft, each.grade_draft))
        name = formats.period_name(str(each.period))
        shown = (amount(now), amount(draft), signed(draft - now), _scores(*totals))
        found.append(ShownPeriod(str(each.period), name, *shown))
    return found


def from_replay(company: Company, replay: Replay, row: ReplayedPerson) -> list[ShownPeriod]:
    """From a kept replay, with every line and its workings."""
    return [_period(company, replay, row.person, each) for each in row.periods]


def _period(company: Company, replay: Replay, person: str, kept: dict[str, Any]) -> ShownPeriod:
    totals = tuple(_kept_points(kept[f"score_{side}"], kept[f"grade_{side}"]) for side in ("now", "draft"))
    counts: dict[tuple[str, str, str], int] = {}
    lines = tuple(_line(company, replay, (person, kept["period"]), each, counts) for each in kept["lines"])
    return ShownPeriod(
        kept["period"],
        formats.period_name(kept["period"]),
        amount(kept["now"]),
        amount(kept["draft"]),
        signed(kept["draft"] - kept["now"]),
        _scores(*totals),
        lines,
    )


def _line(
    company: Company, replay: Replay, whose: tuple[str, str], kept: dict[str, Any], counts: dict[Any, int]
) -> ShownLine:
    ways = []
    for side in ("now", "draft"):
        if not kept.get(f"has_{side}", True) or _elsewhere(replay, side, kept["line"]):
            ways.append("")
            continue
        key = (side, kept["reward"], kept["line"])
        counts[key] = counts.get(key, 0) + 1
        parts = (replay.pk, side, whose[1], whose[0], kept["reward"], kept["line"], counts[key])
        ways.append(reverse("simulation:working", args=parts))
    name = f"{reward_title(company, kept['reward'])} · {named_line(kept['line'], kept['concerns'])}"
    moved = kept["draft"] - kept["now"]
    return ShownLine(name, amount(kept["now"]), amount(kept["draft"]), signed(moved), *ways)


def _elsewhere(replay: Replay, side: str, line: str) -> bool:
    """Beside a shadow the live side's workings, and those of lines taken over from it, stand in its statement."""
    return replay.shadow_id is not None and (side == "now" or line in SETTLED)


def _kept_points(text: str, grade: str) -> str:
    return _points(Fraction(text) if text else None, grade)


def _points(total: Fraction | None, grade: str) -> str:
    return "—" if total is None else f"{plain(total, 2)} {grade}".strip()


def _scores(now: str, draft: str) -> str:
    return now if now == draft else f"{now} → {draft}"


def with_sliders(address: str, sliders: dict[str, str]) -> str:
    """The address with where the sliders stand."""
    return f"{address}?{urlencode(sliders)}" if sliders else address
