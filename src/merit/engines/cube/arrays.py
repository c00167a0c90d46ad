"""Arrow columns as arrays of whole numbers; texts become codes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from merit.metrics.rollup import TooWideError, Whole, narrowed, numbered


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as positions in its list of different values."""

    codes: Whole
    values: list[Any]


def coded(column: pa.ChunkedArray) -> Coded:
    """Number the different values in the order in which they first appear."""
    one = _numbered(column)
    return Coded(_filled(one.indices), one.dictionary.to_pylist())


def codes_of(column: pa.ChunkedArray) -> Whole:
    """The same numbers without the values."""
    if pa.types.is_integer(column.type):
        return numbered(_filled(column)).positions
    return _filled(_numbered(column).indices)


def _numbered(column: pa.ChunkedArray) -> pa.DictionaryArray:
    one = column.combine_chunks().dictionary_encode()
    return one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one


def whole_days(column: pa.ChunkedArray) -> Whole:
    """Days since 1970-01-01."""
    return _filled(column.cast(pa.int32()))


def whole_numbers(column: pa.ChunkedArray) -> Whole:
    """Integers of any width that fit in 64 bits. Raises TooWideError."""
    if pa.types.is_decimal(column.type):
        low, high = _halves(column)
        if np.any(high != low >> 63):
            raise TooWideError
        return low
    return _filled(column)


def shared_numbers(columns: list[pa.ChunkedArray], whole: int) -> tuple[list[Whole], int]:
    """Sums without the factor common to all, such that they still fit once shared out; and the factor."""
    halves = [_halves(column) for column in columns]
    low, high = (np.concatenate([each[half] for each in halves]) for half in (0, 1))
    smaller, factor = narrowed(low, high, whole)
    edges = np.cumsum([len(each[0]) for each in halves])[:-1]
    return np.split(smaller, edges), factor


def _halves(column: pa.ChunkedArray) -> tuple[Whole, Whole]:
    """The low and the high 64 bits of 128-bit decimals."""
    one = column.cast(pa.decimal128(38, 0)).combine_chunks()
    if isinstance(one, pa.ChunkedArray):
        one = one.chunk(0) if one.num_chunks else pa.array([], pa.decimal128(38, 0))
    if not len(one):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    both = np.frombuffer(one.buffers()[1], np.int64).reshape(-1, 2)[one.offset : one.offset + len(one)]
    return np.ascontiguousarray(both[:, 0]), np.ascontiguousarray(both[:, 1])


def _filled(column: Any) -> Whole:
    return np.asarray(
        column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy(), np.int64
    )
