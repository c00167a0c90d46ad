"""A written working, computed again step by step: whether each rule still comes to the stated result."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import merit.run  # noqa: F401 (declares every rule)
from merit.kernel.explain import RULES, as_data
from merit.kernel.money import FEN_PER_UNIT, Money
from merit_desk.results.queries.period_files import Working

_NUMBER = re.compile(r"-?\d+(\.\d+)?(/\d+)?")


def recomputes(working: Working) -> bool:
    """True only when every step of the working was just computed again and came to what is written."""
    return all(_holds(step) for step in written_steps(working))


def written_steps(thing: Any) -> Iterator[Working]:
    """Every step inside, outermost first."""
    if isinstance(thing, dict):
        if "rule" in thing:
            yield thing
        for each in thing.values():
            yield from written_steps(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from written_steps(each)


def _holds(step: Working) -> bool:
    try:
        again = RULES[step["rule"]](**{name: as_written(each) for name, each in step["inputs"].items()})
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return False
    return bool(as_data(again) == step["value"])


def as_written(thing: Any) -> Any:
    """The value that stands in the file: exact numbers, money, text, and structures of them."""
    if isinstance(thing, dict):
        if "rule" in thing:
            return as_written(thing["value"])
        if "money" in thing:
            return Money(int(Fraction(thing["money"]) * FEN_PER_UNIT), thing["currency"])
        return {name: as_written(each) for name, each in thing.items()}
    if isinstance(thing, list):
        return tuple(as_written(each) for each in thing)
    return Fraction(thing) if isinstance(thing, str) and _NUMBER.fullmatch(thing) else thing
