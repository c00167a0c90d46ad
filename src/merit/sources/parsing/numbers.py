"""Amounts, measured numbers and counts → whole ten-thousandths or whole numbers in 64 bits, exactly or not at all."""

import re
import unicodedata
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.exact import STORED_PLACES, STORED_SCALE
from merit.kernel.problems import Problem
from merit.sources.parsing.parsed import (
    Fault,
    Parsed,
    faults_where,
    read_distinct,
    read_mostly,
    rest_of,
    shown,
    trimmed,
)

LARGEST = 10**14
"""Amounts must stay below that many units."""

_USUAL = r"^[+-]?\d{1,14}(\.\d{1,4})?$"
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_IN_BRACKETS = re.compile(r"\((.+)\)")
_MONEY_SIGNS = re.compile(
    r"^([+-]?)(?:CNY|RMB|USD|EUR|GBP|US\$|[¥$€£])\s*|\s*(?:元|CNY|RMB|USD|EUR|GBP)$", re.IGNORECASE
)
_STORED = pa.decimal128(18, STORED_PLACES)


def read_numbers(cells: pa.Array) -> Parsed:
    """Ten-thousandths from text, whole numbers, decimals or floats of any column."""
    if pa.types.is_string(cells.type):
        return _numbers_of_text(cells)
    if pa.types.is_floating(cells.type):
        return _numbers_of_floats(cells)
    if pa.types.is_integer(cells.type):
        whole = cells.cast(pa.int64())
        large = pc.or_(pc.greater(whole, LARGEST), pc.less(whole, -LARGEST))
        small = pc.if_else(large, pa.scalar(None, pa.int64()), whole)
        return Parsed(pc.multiply(small, STORED_SCALE), _too_large(large, cells))
    return _numbers_of_text(cells.cast(pa.string()))


def read_counts(cells: pa.Array) -> Parsed:
    """Whole numbers; `3.0` is 3 and `3.5` a fault."""
    return counts_in(read_numbers(cells), cells)


def counts_in(parsed: Parsed, cells: pa.Array) -> Parsed:
    """Ten-thousandths as whole numbers; `cells` is what a fault quotes."""
    whole = pc.divide(parsed.values, STORED_SCALE)
    broken = pc.not_equal(pc.multiply(whole, STORED_SCALE), parsed.values)
    faults = faults_where(broken, lambda row: Problem("sources.not_whole", params={"text": shown(cells[row])}))
    return Parsed(whole, (*parsed.faults, *faults))


def scaled_number(text: str) -> int | Problem:
    """One written number as ten-thousandths: `¥1,234.50`, `12元`, `(3.20)` for minus."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    bracketed = _IN_BRACKETS.fullmatch(plain)
    if bracketed:
        plain = "-" + bracketed[1]
    plain = _MONEY_SIGNS.sub(r"\1", plain).strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        return Problem("sources.not_a_number", params={"text": shown(text)})
    exact = Fraction(plain) * STORED_SCALE
    if exact.denominator != 1:
        return Problem("sources.too_many_decimals", params={"text": shown(text)})
    if abs(exact) >= LARGEST * STORED_SCALE:
        return Problem("sources.too_large", params={"text": shown(text)})
    return int(exact)


def share_in(text: str) -> int | Problem:
    """A share as ten-thousandths: `98.5%` or `0.985`. A number above 1 without the sign could mean either."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = scaled_number(plain.removesuffix("%"))
    if isinstance(found, Problem):
        return Problem(found.code, params={"text": shown(text)})
    if plain.endswith("%"):
        return found // 100 if found % 100 == 0 else Problem("sources.too_many_decimals", params={"text": shown(text)})
    return found if abs(found) <= STORED_SCALE else Problem("sources.not_a_share", params={"text": shown(text)})


def _numbers_of_text(cells: pa.Array) -> Parsed:
    texts = trimmed(cells)
    usual = pc.match_substring_regex(texts, _USUAL)
    if pc.all(usual, min_count=0).as_py():
        return Parsed(_stored(texts))
    return read_mostly(texts, usual, _stored, read_distinct(rest_of(texts, usual), scaled_number, pa.int64()))


def _stored(texts: pa.Array) -> pa.Array:
    """Ten-thousandths of well-formed numbers: the low word of the 128-bit decimal."""
    decimals = texts.cast(_STORED)
    if not len(decimals):
        return pa.array([], pa.int64())
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)[::2]
    values = words[decimals.offset : decimals.offset + len(decimals)]
    return pa.array(values, mask=decimals.is_null().to_numpy(zero_copy_only=False))


def _numbers_of_floats(cells: pa.Array) -> Parsed:
    """A float is taken for the decimal of at most four places that it is nearest to, when it is that one."""
    floats = cells.cast(pa.float64())
    numbers = floats.to_numpy(zero_copy_only=False)
    scaled = np.rint(numbers * STORED_SCALE)
    empty = np.isnan(numbers)
    large = np.abs(np.where(empty, 0, numbers)) >= 1e11
    exact = (scaled / STORED_SCALE == numbers) | empty | large
    values = np.where(empty | large | ~exact, 0, scaled).astype(np.int64)
    faults = [
        *faults_where(
            pa.array(~exact), lambda row: Problem("sources.too_many_decimals", params={"text": shown(cells[row])})
        ),
        *_too_large(pa.array(large), cells),
    ]
    return Parsed(pa.array(values, mask=empty | large | ~exact), tuple(faults))


def _too_large(mask: pa.Array, cells: pa.Array) -> tuple[Fault, ...]:
    return faults_where(mask, lambda row: Problem("sources.too_large", params={"text": shown(cells[row])}))
