"""Ids and other text: guards that spreadsheets put around ids come off; an id that became a number is refused."""

import hashlib
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.problems import Problem
from merit.sources.parsing.parsed import Parsed, faults_where, read_distinct, rest_of, shown, trimmed

LAST_EXACT = 10**15
"""Spreadsheets keep fifteen digits; a whole float from here on may have lost some."""

_SUSPICIOUS = r"""^['"=‘’＇＝]|["]$|^[+-]?\d+(\.\d+)?[eE][+]?\d+$|^\d+\.0+$|^#[A-Z/0]+[!?]$"""
_GUARDED = re.compile(r"""^[=＝]?\s*["“](.*)["”]$""", re.DOTALL)
_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE]\+\d+|[+-]?\d\.\d+[eE]\d+")
_SHEET_ERROR = re.compile(r"#[A-Z/0]+[!?]")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")


def read_ids(cells: pa.Array) -> Parsed:
    """Ids as text: `\\t6917…`, `'6917…` and `="6917…"` lose their guard, `5.11E+18` is a fault."""
    if pa.types.is_floating(cells.type):
        return _ids_of_floats(cells)
    if not pa.types.is_string(cells.type):
        return Parsed(trimmed(cells.cast(pa.string())))
    texts = trimmed(cells)
    odd = pc.match_substring_regex(texts, _SUSPICIOUS)
    if not pc.any(odd, min_count=0).as_py():
        return Parsed(texts)
    careful = read_distinct(rest_of(texts, pc.invert(odd)), clean_id, pa.string())
    return Parsed(pc.if_else(pc.fill_null(odd, False), careful.values, texts), careful.faults)


def clean_id(text: str) -> str | Problem | None:
    """One id without its guard."""
    plain = text.lstrip("'‘’＇").strip()
    guarded = _GUARDED.match(plain)
    if guarded:
        plain = guarded[1].strip().lstrip("'").strip()
    if _SCIENTIFIC.fullmatch(plain) or _SHEET_ERROR.fullmatch(plain):
        return Problem("sources.damaged_id", params={"text": shown(text)})
    whole = _WHOLE_FLOAT.fullmatch(plain)
    if whole:
        plain = whole[1]
    return plain or None


def read_texts(cells: pa.Array) -> Parsed:
    """Free text, without blanks at its ends."""
    return Parsed(trimmed(cells if pa.types.is_string(cells.type) else cells.cast(pa.string())))


def hidden(values: pa.Array, salt: bytes) -> pa.Array:
    """Personal values as keyed hashes: the same person is the same hash within a company and nowhere else."""
    return read_distinct(values, lambda text: hidden_text(text, salt), pa.string()).values


def hidden_text(text: str, salt: bytes) -> str:
    """The keyed hash of one personal value (BLAKE2b, 128 bits)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=salt, digest_size=16).hexdigest()


def _ids_of_floats(cells: pa.Array) -> Parsed:
    numbers = cells.cast(pa.float64()).to_numpy(zero_copy_only=False)
    empty = np.isnan(numbers)
    held = np.where(empty, 0, numbers)
    broken = (np.abs(held) >= LAST_EXACT) | (held != np.rint(held))
    texts = pa.array(np.where(broken, 0, held).astype(np.int64), mask=empty | broken).cast(pa.string())
    faults = faults_where(
        pa.array(broken), lambda row: Problem("sources.damaged_id", params={"text": shown(cells[row])})
    )
    return Parsed(texts, faults)
