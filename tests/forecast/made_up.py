"""Histories made by hand: days from Monday 2026-01-05 on."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from merit.forecast.history import Histories, History
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Period

MONDAY = date(2026, 1, 5)


def shop(name: str) -> Node:
    return Node(NodeKind.SHOP, name)


def histories(rows: dict[Node, Sequence[int]], wholes: dict[Node, Sequence[int]] | None = None) -> Histories:
    """Rows of the same length."""
    length = len(next(iter(rows.values())))
    span = Period(MONDAY, MONDAY + timedelta(days=length))
    found = tuple(
        History(node, _exact(values), _exact(wholes[node]) if wholes else None) for node, values in rows.items()
    )
    return Histories("paid_sales", span, found)


def one(values: Sequence[int]) -> Histories:
    return histories({COMPANY: values})


def days_from(history: Histories, first: int, length: int) -> Period:
    """`first` 0 is the day after the history."""
    start = history.span.end + timedelta(days=first)
    return Period(start, start + timedelta(days=length))


def _exact(values: Sequence[int]) -> tuple[Fraction, ...]:
    return tuple(Fraction(value) for value in values)
