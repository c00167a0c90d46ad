"""Two 63-bit digests of a row, computed here alone so that they stay the same in every later release of every library.

They find equal rows quickly; what a new version replaces in the store is decided by the key itself. They guard against
chance, not against somebody who looks for two rows with one digest.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.facts.columns import FactTable
from merit.store.schema import content_names

Words = np.ndarray
"""Unsigned 64-bit numbers, one a row; sums and products wrap around."""

_START = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xD6E8FEB86659FD93)
_EMPTY = np.uint64(0x5851F42D4C957F2D)
"""Stands for an empty cell: as an amount it would be 636 trillion currency units, as a moment the year 203,000."""
_FINISH = ((30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB)))
_WORD = 8
_ROWS_AT_ONCE = 32_768
"""Few enough that the columns of a block stay in the processor's cache."""


def digests(table: FactTable, rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """The digest of the key and of the whole content of every row, as int64 from 0."""
    blocks = [_block(table, part) for part in rows.to_batches(_ROWS_AT_ONCE)]
    keys, contents = zip(*blocks, strict=True) if blocks else ((), ())
    nothing = np.empty(0, np.int64)
    return np.concatenate((nothing, *keys)), np.concatenate((nothing, *contents))


def _block(table: FactTable, rows: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray]:
    words = {name: _words(rows.column(name)) for name in content_names(table)}
    return _together([words[name] for name in table.key]), _together(list(words.values()))


def _together(columns: list[Words]) -> np.ndarray:
    state = np.full(len(columns[0]), _START)
    for words in columns:
        _take_in(state, words)
    for shift, factor in _FINISH:
        state ^= state >> np.uint64(shift)
        state *= factor
    return (state >> np.uint64(1)).view(np.int64)


def _take_in(state: Words, words: Words) -> None:
    state ^= words
    state *= _STEP
    state ^= state >> np.uint64(32)


def _words(column: pa.Array) -> Words:
    """One number for every cell: the number, day or moment itself; for text a digest of its bytes and its length."""
    if column.null_count == len(column):
        return np.full(len(column), _EMPTY)
    words = _text_words(column) if pa.types.is_string(column.type) else _number_words(column)
    if column.null_count:
        words[column.is_null().to_numpy(zero_copy_only=False)] = _EMPTY
    return words


def _number_words(column: pa.Array) -> Words:
    if pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    elif pa.types.is_timestamp(column.type):
        column = column.view(pa.int64())
    whole = pc.fill_null(column.cast(pa.int64()), 0)
    return np.array(whole.to_numpy(zero_copy_only=False)).view(np.uint64)


def _text_words(column: pa.Array) -> Words:
    ends = np.frombuffer(column.buffers()[1], "<i4", len(column) + 1, column.offset * 4).astype(np.int64)
    first, last = int(ends[0]), int(ends[-1])
    text = np.zeros(last - first + _WORD, np.uint8)
    if last > first:
        text[: last - first] = np.frombuffer(column.buffers()[2], np.uint8, last - first, first)
    starts, lengths = ends[:-1] - first, np.diff(ends)
    # Eight bytes from every position on: position p of this view overlaps the next seven.
    at = np.ndarray((last - first + 1,), "<u8", text.data, strides=(1,))
    state = lengths.astype(np.uint64) * _STEP
    for done in range(0, int(lengths.max()), _WORD):
        _take_in_word(state, at, starts, lengths, done)
    return state


def _take_in_word(state: Words, at: np.ndarray, starts: np.ndarray, lengths: np.ndarray, done: int) -> None:
    left = lengths - done
    going_on = np.flatnonzero(left > 0)
    if len(going_on) == len(state):
        _take_in(state, _bytes(at, starts + done, left))
    else:
        some = state[going_on]
        _take_in(some, _bytes(at, starts[going_on] + done, left[going_on]))
        state[going_on] = some


def _bytes(at: np.ndarray, starts: np.ndarray, left: np.ndarray) -> Words:
    words: Words = at[starts]
    if int(left.min()) < _WORD:
        beyond = (np.maximum(_WORD - left, 0) * 8).astype(np.uint64)
        words &= np.uint64(0xFFFFFFFFFFFFFFFF) >> beyond
    return words


def quoted(name: str) -> str:
    """A column name as SQL writes it (`from` and `to` are columns here)."""
    return f'"{name}"'


def same_key(table: FactTable, left: str, right: str) -> str:
    """The condition that two rows have the same key; empty parts are equal to each other."""
    parts = [f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}" for name in table.key]
    return " AND ".join([f"{left}.key_hash = {right}.key_hash", *parts])
