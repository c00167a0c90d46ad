"""Whole numbers of this package into columns as users' files hold them: decimals, local times, ids as text."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.demo.setting import DAY, Flags, Floats, Ints

Column: TypeAlias = Any
"""A pyarrow array."""


def money(fen: Ints) -> Column:
    """Fen into decimals of currency units with two places."""
    return decimals(fen, 2)


def decimals(scaled: Ints, places: int) -> Column:
    """Whole numbers of 10^-places into decimals."""
    low = scaled.astype(np.int64)
    words = np.ascontiguousarray(np.stack([low, low >> 63], axis=1))
    return pa.Array.from_buffers(pa.decimal128(18, places), len(low), [None, pa.py_buffer(words)])


def rounded(values: Floats, places: int) -> Column:
    """Measured numbers as decimals; NaN is empty."""
    missing = np.isnan(values)
    scaled = np.rint(np.where(missing, 0, values) * 10**places).astype(np.int64)
    return blank(decimals(scaled, places), missing)


def instants(seconds: Ints) -> Column:
    """Local times without a zone; negative ones are empty."""
    return pa.array(seconds.astype("datetime64[s]"), mask=seconds < 0)


def days(seconds: Ints) -> Column:
    """The days of those moments."""
    return pa.array((seconds // DAY).astype("datetime64[D]"))


def pick(choices: Sequence[str], index: Ints) -> Column:
    """The chosen texts; -1 is empty."""
    return pa.array(list(choices), pa.string()).take(pa.array(index.astype(np.int64), mask=index < 0))


def numbered(prefix: str, numbers: Ints, width: int = 0) -> Column:
    """prefix + number, zero-padded to `width`."""
    digits = pa.array(numbers.astype(np.int64)).cast(pa.string())
    return joined(prefix, pc.utf8_lpad(digits, width=width, padding="0") if width else digits)


def joined(*parts: Column | str) -> Column:
    """Texts joined row by row."""
    return pc.binary_join_element_wise(*parts, "")


def blank(column: Column, where: Flags) -> Column:
    """The column with those rows empty."""
    return pc.if_else(pa.array(where), pa.scalar(None, column.type), column)


def constant(value: str, count: int) -> Column:
    """The same text in every row."""
    return pa.repeat(pa.scalar(value), count)
