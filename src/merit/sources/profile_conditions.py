"""Conditions of a profile over a chunk of raw rows: which rows go to which table, and which are left out."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.problems import Problem
from merit.sources.parsing.numbers import read_numbers, scaled_number
from merit.sources.parsing.parsed import Fault, Parsed, trimmed
from merit.sources.profile import Comparison, Condition, Test
from merit.sources.profile_cells import Evaluated, Sheet, as_text

_ORDERED: dict[Comparison, Callable[[pa.Array, int], pa.Array]] = {
    Comparison.ABOVE: pc.greater,
    Comparison.AT_LEAST: pc.greater_equal,
    Comparison.BELOW: pc.less,
    Comparison.AT_MOST: pc.less_equal,
}


def holds(condition: Condition, sheet: Sheet) -> Parsed:
    """Yes or no for every row; a cell that should be a number and is none is a fault of its row."""
    if not condition:
        return Parsed(pa.repeat(pa.scalar(True), len(sheet)))
    faults: list[Fault] = []
    any_of = pa.repeat(pa.scalar(False), len(sheet))
    for group in condition:
        all_of = pa.repeat(pa.scalar(True), len(sheet))
        for test in group:
            result = _test(test, sheet)
            faults += result.faults
            all_of = pc.and_(all_of, result.values)
        any_of = pc.or_(any_of, all_of)
    return Parsed(any_of, tuple(faults))


def _test(test: Test, sheet: Sheet) -> Parsed:
    cells = sheet.cells(tuple(test.header.split("|")))
    if cells is None:
        cells = pa.nulls(len(sheet), pa.string())
    if test.comparison in _ORDERED:
        return _ordered(test, cells)
    texts = trimmed(as_text(Evaluated(cells)))
    return Parsed(pc.fill_null(_text_test(test, texts), False))


def _ordered(test: Test, cells: pa.Array) -> Parsed:
    numbers = read_numbers(cells)
    bound = scaled_number(test.operand[0])
    if isinstance(bound, Problem):
        return Parsed(pa.repeat(pa.scalar(False), len(cells)), numbers.faults)
    return Parsed(pc.fill_null(_ORDERED[test.comparison](numbers.values, bound), False), numbers.faults)


def _text_test(test: Test, texts: pa.Array) -> pa.Array:
    if test.comparison is Comparison.EMPTY:
        return texts.is_null() if test.operand == ("true",) else texts.is_valid()
    if test.comparison in (Comparison.IS_NOT, Comparison.STARTS_NOT_WITH):
        return pc.invert(_matches(_POSITIVE[test.comparison], test.operand, pc.fill_null(texts, "")))
    return _matches(test.comparison, test.operand, pc.fill_null(texts, ""))


_POSITIVE = {Comparison.IS_NOT: Comparison.IS, Comparison.STARTS_NOT_WITH: Comparison.STARTS_WITH}


def _matches(comparison: Comparison, operand: tuple[str, ...], texts: pa.Array) -> pa.Array:
    if comparison is Comparison.IS:
        return pc.is_in(texts, value_set=pa.array(operand))
    if comparison is Comparison.STARTS_WITH:
        return _any([pc.starts_with(texts, each) for each in operand])
    if comparison is Comparison.CONTAINS:
        return _any([pc.match_substring(texts, each) for each in operand])
    return pc.match_substring_regex(texts, operand[0])


def _any(masks: list[pa.Array]) -> pa.Array:
    result = masks[0]
    for mask in masks[1:]:
        result = pc.or_(result, mask)
    return result
