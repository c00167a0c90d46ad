"""One column of a profile, evaluated over a chunk of raw rows: cells, constants, maps, products, numbering."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.facts.columns import ColumnKind
from merit.kernel.exact import STORED_SCALE
from merit.kernel.problems import Problem
from merit.sources.parsing.ids import clean_id, read_ids
from merit.sources.parsing.numbers import LARGEST, read_numbers, share_in
from merit.sources.parsing.parsed import Fault, Parsed, faults_where, read_distinct, shown, trimmed
from merit.sources.profile import (
    Added,
    Cell,
    ColumnRule,
    Constant,
    FileLine,
    FileName,
    FirstOf,
    Joined,
    NumberWithin,
    Product,
    Quotient,
    SharedOut,
)
from merit.sources.raw_rows import RawRows, plain_header
from merit.sources.shared_amounts import shares_of

Combined: TypeAlias = FirstOf | Joined | Product | Quotient | Added | SharedOut

_AMOUNT = re.compile(r"\d+\.\d\d+")
Counters = dict[tuple[str, ...], dict[str, int]]
"""Of every numbered column: how many rows each group has had so far."""


@dataclass(slots=True)
class Sheet:
    """A chunk of raw rows whose cells are found by header, and the running numbers of its file."""

    rows: RawRows
    counters: Counters
    file: str = ""
    together: tuple[str, ...] = ()
    positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, name in reversed(list(enumerate(self.rows.header))):
            self.positions[plain_header(name)] = position

    def cells(self, headers: tuple[str, ...]) -> pa.Array | None:
        """The column under the first of the headers that the file has."""
        found = next((at for header in headers if (at := self.positions.get(plain_header(header))) is not None), None)
        return None if found is None else self.rows.columns[found]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A column before it is read as its kind; `scaled` ones are whole ten-thousandths already."""

    cells: pa.Array
    scaled: bool = False
    faults: tuple[Fault, ...] = ()


def evaluate(rule: ColumnRule, sheet: Sheet, name: tuple[str, ...]) -> Evaluated:
    """The column over the chunk. `name` tells numbered columns apart."""
    found = _origin(rule, sheet, name)
    if rule.split:
        found = Evaluated(_part(as_text(found), rule.split, rule.part))
    if rule.regex:
        found = Evaluated(_matched(trimmed(as_text(found)), rule.regex))
    if rule.like:
        liked = _like(as_text(found), rule.like)
        found = Evaluated(liked.values, faults=(*found.faults, *liked.faults))
    if rule.values is not None:
        mapped = _mapped(as_text(found), rule.values, rule.default)
        found = Evaluated(mapped.values, faults=(*found.faults, *mapped.faults))
    elif rule.default is not None:
        found = Evaluated(trimmed(as_text(found)).fill_null(rule.default))
    return _as_number(rule, found)


def _as_number(rule: ColumnRule, found: Evaluated) -> Evaluated:
    if not (rule.percent or rule.absolute or rule.negate or rule.parse in (ColumnKind.AMOUNT, ColumnKind.NUMBER)):
        return found
    number = read_distinct(trimmed(as_text(found)), share_in, pa.int64()) if rule.percent else numbers_of(found)
    values = pc.abs(number.values) if rule.absolute else number.values
    return Evaluated(pc.negate(values) if rule.negate else values, True, number.faults)


def order_codes(sheet: Sheet) -> np.ndarray:
    """A number for the order of each row, by the header that keeps rows together; -1 where the cell is empty."""
    cells = sheet.cells(sheet.together)
    if cells is None:
        return np.full(len(sheet), -1)
    ids = read_ids(as_text(Evaluated(cells))).values.dictionary_encode()
    codes: np.ndarray = pc.fill_null(ids.indices, -1).to_numpy(zero_copy_only=False)
    return codes


def numbers_of(found: Evaluated) -> Parsed:
    """The column as whole ten-thousandths."""
    if found.scaled:
        return Parsed(found.cells, found.faults)
    parsed = read_numbers(found.cells)
    return Parsed(parsed.values, (*found.faults, *parsed.faults))


def as_text(found: Evaluated) -> pa.Array:
    """The column as text."""
    if found.scaled:
        return pc.cast(pc.divide(pc.cast(found.cells, pa.float64()), STORED_SCALE), pa.string())
    return found.cells if pa.types.is_string(found.cells.type) else found.cells.cast(pa.string())


def _origin(rule: ColumnRule, sheet: Sheet, name: tuple[str, ...]) -> Evaluated:
    match rule.origin:
        case Cell(headers):
            cells = sheet.cells(headers)
            return Evaluated(pa.nulls(len(sheet), pa.string()) if cells is None else cells)
        case Constant(text):
            return Evaluated(pa.repeat(pa.scalar(text), len(sheet)))
        case FileLine():
            return Evaluated(pc.binary_join_element_wise(sheet.file, sheet.rows.lines.cast(pa.string()), ":"))
        case FileName():
            return Evaluated(pa.repeat(pa.scalar(sheet.file.rsplit("/", 1)[-1]), len(sheet)))
        case NumberWithin(headers):
            return Evaluated(_numbered(headers, sheet, name))
        case FirstOf(parts) | Joined(parts) | Product(parts) | Quotient(parts) | Added(parts) | SharedOut(parts):
            found = [evaluate(part, sheet, (*name, str(index))) for index, part in enumerate(parts)]
            return _combined(rule.origin, found, sheet)


def _combined(origin: Combined, found: list[Evaluated], sheet: Sheet) -> Evaluated:
    match origin:
        case FirstOf():
            return Evaluated(pc.coalesce(*(trimmed(as_text(each)) for each in found)))
        case Joined(_, between):
            ids = [read_ids(as_text(each)) for each in found]
            faults = tuple(fault for each in ids for fault in each.faults)
            return Evaluated(pc.binary_join_element_wise(*(each.values for each in ids), between), faults=faults)
        case Product():
            return _product(found)
        case Quotient():
            return _quotient(*found)
        case Added():
            return _sum(found)
        case SharedOut():
            amount, weight = map(numbers_of, found)
            shared = shares_of(order_codes(sheet), amount.values, weight.values)
            return Evaluated(shared.values, True, (*amount.faults, *weight.faults, *shared.faults))


def _like(texts: pa.Array, regex: str) -> Parsed:
    """Ids that look as they should; one with decimals is an amount that came into the wrong column."""
    pattern = re.compile(regex)

    def one(text: str) -> str | Problem | None:
        found = clean_id(text)
        alike = isinstance(found, str) and pattern.fullmatch(found) and not _AMOUNT.fullmatch(text)
        return (
            found if alike or not isinstance(found, str) else Problem("sources.not_like", params={"text": shown(text)})
        )

    return read_distinct(trimmed(texts), one, pa.string())


def _part(texts: pa.Array, mark: str, part: int) -> pa.Array:
    def one(text: str) -> str | None:
        pieces = text.split(mark)
        return pieces[part - 1].strip() if 1 <= part <= len(pieces) else None

    return read_distinct(texts, one, pa.string()).values


def _matched(texts: pa.Array, regex: str) -> pa.Array:
    pattern = re.compile(regex)

    def one(text: str) -> str | None:
        found = pattern.search(text)
        return found[1 if pattern.groups else 0] if found else None

    return read_distinct(texts, one, pa.string()).values


def _mapped(texts: pa.Array, values: Mapping[str, str], default: str | None) -> Parsed:
    """Enum values by their text, case and full-width forms aside; without a default an unknown one is a fault."""
    plain = {_comparable(key): value for key, value in values.items()}

    def one(text: str) -> str | Problem:
        found = plain.get(_comparable(text), default)
        return Problem("sources.value_not_mapped", params={"text": shown(text)}) if found is None else found

    parsed = read_distinct(trimmed(texts), one, pa.string())
    nothing = plain.get("", default)
    return parsed if nothing is None else Parsed(pc.fill_null(parsed.values, nothing), parsed.faults)


def _comparable(text: str) -> str:
    return plain_header(text) or text.strip()


def _numbered(headers: tuple[str, ...], sheet: Sheet, name: tuple[str, ...]) -> pa.Array:
    columns = [sheet.cells((header,)) for header in headers]
    texts = [pc.fill_null(trimmed(as_text(Evaluated(column))), "") for column in columns if column is not None]
    if not texts or not len(sheet):
        return pa.nulls(len(sheet), pa.string())
    coded = pc.binary_join_element_wise(*texts, "\x1f").dictionary_encode()
    codes = coded.indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    groups, starts, sizes = np.unique(codes[order], return_index=True, return_counts=True)
    counters = sheet.counters.setdefault(name, {})
    keys = coded.dictionary.to_pylist()
    before = np.array([counters.get(keys[group], 0) for group in groups], dtype=np.int64)
    numbers = np.empty(len(codes), dtype=np.int64)
    numbers[order] = np.arange(len(codes)) - np.repeat(starts - before, sizes) + 1
    counters.update((keys[group], int(total)) for group, total in zip(groups, before + sizes, strict=True))
    return pa.array(numbers).cast(pa.string())


def _product(factors: list[Evaluated]) -> Evaluated:
    numbers = [numbers_of(each) for each in factors]
    faults = tuple(fault for each in numbers for fault in each.faults)
    result = numbers[0].values
    for each in numbers[1:]:
        step = _times(result, each.values)
        result, faults = step.values, (*faults, *step.faults)
    return Evaluated(result, True, faults)


def _times(left: pa.Array, right: pa.Array) -> Parsed:
    """Product of ten-thousandths; a result beyond four decimals or the 64-bit range is a fault."""
    estimate = np.abs(left.fill_null(0).to_numpy().astype(float) * right.fill_null(0).to_numpy())
    large = pa.array(estimate >= 9e18)
    raw = pc.multiply(pc.if_else(large, 0, left), right)
    values = pc.divide(raw, STORED_SCALE)
    inexact = pc.not_equal(pc.multiply(values, STORED_SCALE), raw)
    problems = (
        *faults_where(large, lambda _: Problem("sources.too_large", params={"text": f"> {LARGEST}"})),
        *faults_where(inexact, lambda row: Problem("sources.too_many_decimals", params={"text": f"{raw[row]} / 10^8"})),
    )
    return Parsed(values, problems)


def _quotient(dividend: Evaluated, divisor: Evaluated) -> Evaluated:
    upper, lower = numbers_of(dividend), numbers_of(divisor)
    above = upper.values.fill_null(0).to_numpy()
    below = lower.values.fill_null(0).to_numpy()
    large = np.abs(above) > LARGEST * 4
    empty = (below == 0) | ~upper.values.is_valid().to_numpy(zero_copy_only=False)
    size = np.abs(np.where(large, 0, above)) * STORED_SCALE
    by = np.where(empty, 1, np.abs(below))
    rounded = size // by + (size % by * 2 >= by)
    values = pa.array(np.where((above < 0) ^ (below < 0), -rounded, rounded), mask=empty | large)
    faults = faults_where(pa.array(large), lambda _: Problem("sources.too_large", params={"text": f"> {LARGEST}"}))
    return Evaluated(values, True, (*upper.faults, *lower.faults, *faults))


def _sum(parts: list[Evaluated]) -> Evaluated:
    numbers = [numbers_of(each) for each in parts]
    faults = tuple(fault for each in numbers for fault in each.faults)
    result = numbers[0].values
    for each in numbers[1:]:
        both = pc.add(result.fill_null(0), each.values.fill_null(0))
        result = pc.if_else(pc.and_(result.is_null(), each.values.is_null()), pa.scalar(None, pa.int64()), both)
    return Evaluated(result, True, faults)
