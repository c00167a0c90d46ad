"""A board in words and figures as its page shows it: cards, chart, departments, months."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from merit.insight.effect.rank_relation import RankRelation, Relation
from merit_desk.shell import formats
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say
from merit_desk.simulation.queries.board import Board, Part, Person

FEN = Decimal(100)
MOST_ROWS = 200
"""Longer tables are paged by the server."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A difference: text without sign of direction, and up, down or empty."""

    text: str
    way: str


@dataclass(frozen=True, slots=True)
class Row:
    """A department or a month, or the sum."""

    id: str
    name: str
    people: int
    now: str
    draft: str
    moved: Moved


@dataclass(frozen=True, slots=True)
class Cards:
    """The four figures on top; the exact amounts stand beside them for hovering."""

    cost: str
    cost_now: str
    cost_exact: str
    moved: Moved
    share: str
    share_now: str
    limit: str
    over: bool
    gain: int
    lose: int
    same: int
    total: int
    related: str
    related_now: str
    related_word: str
    related_tone: str
    unrelated: str
    """Why there is no figure; empty where there is one."""


def amount(fen: int) -> str:
    """Full, two decimals, without the currency."""
    return formats.grouped(Decimal(fen) / FEN, 2)


def short(fen: int) -> str:
    """12.34 万, 1.23 m."""
    return formats.business_money(Decimal(fen) / FEN)


def signed(fen: int) -> str:
    """+12,860.00, −9,420.00."""
    return f"+{amount(fen)}" if fen > 0 else amount(fen)


def moved(fen: int) -> Moved:
    """How far, and which way."""
    return Moved(short(abs(fen)), "up" if fen > 0 else "down" if fen < 0 else "")


def cards(board: Board, limit: Decimal | None) -> Cards:
    """`limit` in percent of gross profit."""
    share, share_now = board.share(board.draft), board.share(board.now)
    word, tone = _related_word(board)
    return Cards(
        short(board.draft),
        short(board.now),
        amount(board.draft),
        moved(board.draft - board.now),
        _percent(share),
        _percent(share_now),
        "" if limit is None else f"{formats.grouped(limit, 1)}%",
        limit is not None and share is not None and share > limit,
        len(board.gain),
        len(board.lose),
        board.same,
        len(board.people),
        _related(board.related_draft.rank),
        _related(board.related_now.rank),
        word,
        tone,
        "" if word else unrelated(board),
    )


def _percent(share: Decimal | None) -> str:
    return formats.NO_VALUE if share is None else f"{formats.grouped(share, 1)}%"


def _related(value: float | None) -> str:
    return formats.NO_VALUE if value is None else formats.grouped(Decimal(str(round(value, 2))), 2)


def _related_word(board: Board) -> tuple[str, str]:
    if board.related_now.rank is None or board.related_draft.rank is None:
        return "", ""
    difference = round(board.related_draft.rank, 2) - round(board.related_now.rank, 2)
    if difference > 0:
        return say("simulation.more_related"), "good up"
    return (say("simulation.less_related"), "bad down") if difference < 0 else (say("simulation.as_related"), "flat")


def unrelated(board: Board) -> str:
    """Why one of the two relations cannot be told."""
    few = board.related_draft.word is Relation.TOO_FEW
    return say("simulation.too_few", count=board.related_draft.pairs) if few else say("simulation.no_difference")


def related_in_words(board: Board) -> str:
    """What is related, and both relations with their intervals where they can be told."""
    told = say("simulation.related.how", count=board.related_draft.pairs)
    if board.related_now.rank is None or board.related_draft.rank is None:
        return f"{told} {unrelated(board)}"
    sides = {"now": _between(board.related_now), "draft": _between(board.related_draft)}
    return f"{told} {say('simulation.related.both', **sides)}"


def _between(found: RankRelation) -> str:
    return say("simulation.related.one", **{name: _related(getattr(found, name)) for name in ("rank", "low", "high")})


def chart(board: Board) -> dict[str, Any]:
    """One bar a person, in order; amounts in currency units for drawing only."""
    return {
        "names": [each.name for each in board.people],
        "values": [each.difference / 100 for each in board.people],
        "texts": [f"{signed(each.difference)} ({amount(each.now)} → {amount(each.draft)})" for each in board.people],
        "ends": [f"{each.name} {signed(each.difference)}" for each in _ends(board)],
    }


def _ends(board: Board) -> list[Person]:
    return [board.people[0], board.people[-1]] if board.people else []


def finding(board: Board) -> str:
    """What the chart shows, in words."""
    if not board.people:
        return say("simulation.nobody")
    first, last = _ends(board)
    return say(
        "simulation.finding",
        count=len(board.people),
        best=f"{first.name} {signed(first.difference)}",
        worst=f"{last.name} {signed(last.difference)}",
    )


def sums(board: Board) -> tuple[str, str]:
    """What those who gain gain together, and those who lose lose."""
    gained = sum(each.difference for each in board.gain)
    lost = sum(each.difference for each in board.lose)
    return f"+{short(gained)}", short(lost)


def cost_chart(board: Board) -> dict[str, Any]:
    """Months with both costs."""
    return {
        "names": [_month(each.id) for each in board.months],
        "now": [each.now / 100 for each in board.months],
        "draft": [each.draft / 100 for each in board.months],
        "texts": [f"{amount(each.now)} → {amount(each.draft)}" for each in board.months],
        "said": [say("simulation.now"), say("simulation.draft")],
        "zh": current_language() == "zh",
    }


def _month(period: str) -> str:
    return str(int(period[5:7])) if len(period) == 7 else period


def departments(board: Board) -> list[Row]:
    """Then the sum."""
    return [_row(each) for each in board.departments]


def months(board: Board) -> list[Row]:
    """By month."""
    return [_row(each, formats.period_name(each.id)) for each in board.months]


def total(board: Board) -> Row:
    """Everybody."""
    return _row(Part("", say("simulation.sum"), len(board.people), board.now, board.draft))


def _row(part: Part, name: str = "") -> Row:
    shown = name or part.name or say("simulation.no_department")
    return Row(part.id, shown, part.people, short(part.now), short(part.draft), moved(part.difference))
