"""A mapping profile: how the rows of one export become rows of fact tables. Data only; grammar: `docs/profiles.md`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from merit.facts.columns import ColumnKind, FactTable
from merit.sources.raw_rows import Layout


class Keep(StrEnum):
    """Which of several rows gives a column its value where rows are put together."""

    FIRST = "first"
    LAST = "last"
    SUM = "sum"
    MIN = "min"
    MAX = "max"


class Comparison(StrEnum):
    """How a condition compares a cell."""

    IS = "is"
    IS_NOT = "is_not"
    STARTS_WITH = "starts_with"
    STARTS_NOT_WITH = "starts_not_with"
    CONTAINS = "contains"
    MATCHES = "matches"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    EMPTY = "empty"


ORDERED = (Comparison.ABOVE, Comparison.AT_LEAST, Comparison.BELOW, Comparison.AT_MOST)
"""The comparisons of numbers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell under the first of these headers that the file has."""

    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """The same text in every row."""

    text: str


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first part that is not empty."""

    parts: tuple["ColumnRule", ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts set side by side; empty when one of them is."""

    parts: tuple["ColumnRule", ...]
    between: str = "-"


@dataclass(frozen=True, slots=True)
class Product:
    """Numbers multiplied, exactly."""

    parts: tuple["ColumnRule", ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """The first number over the second, rounded half up to four decimals; empty over zero."""

    parts: tuple["ColumnRule", ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Numbers added; an empty one counts as nothing, and all empty is empty."""

    parts: tuple["ColumnRule", ...]


@dataclass(frozen=True, slots=True)
class NumberWithin:
    """1, 2, 3… among the rows of this table that share these cells, in the order of the file."""

    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """File and line of the row: an id for rows that have none."""


@dataclass(frozen=True, slots=True)
class FileName:
    """The name of the file without its folder: for exports that say only there which day they are of."""


@dataclass(frozen=True, slots=True)
class SharedOut:
    """An amount of the whole order, shared out over its rows by a second number; the rows make up the amount exactly.

    Needs `MappingProfile.together`.
    """

    parts: tuple["ColumnRule", ...]


Origin: TypeAlias = (
    FileLine | FileName | Cell | Constant | FirstOf | Joined | Product | Quotient | Added | SharedOut | NumberWithin
)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """Where a column comes from and what is done to it, in the order of the fields."""

    origin: Origin
    split: str = ""
    part: int = 1
    regex: str = ""
    like: str = ""
    values: Mapping[str, str] | None = None
    default: str | None = None
    parse: ColumnKind | None = None
    format: str = ""
    percent: bool = False
    absolute: bool = False
    negate: bool = False
    keep: Keep = Keep.FIRST


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one cell."""

    header: str
    comparison: Comparison
    operand: tuple[str, ...]


Condition: TypeAlias = tuple[tuple[Test, ...], ...]
"""Any of the groups, of which all tests hold. Without groups it always holds."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that carry nothing for Merit; they are counted and the reason is shown."""

    when: Condition
    because: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows that the export has damaged beyond use; they are rejected with the reason."""

    when: Condition
    because: str


@dataclass(frozen=True, slots=True)
class AddsUp:
    """What the rows of an order have to come to: at least the order's own amount, else a row of it is missing."""

    rows: ColumnRule
    order: ColumnRule


@dataclass(frozen=True, slots=True)
class ConversionWindow:
    """Of an ad report: the headers of the conversion window and of the spend, and the window in days that is read.

    `days`: the platform's usual one, None where it has none; `asked`: sources.yaml has chosen it.
    """

    headers: tuple[str, ...]
    spend: tuple[str, ...]
    days: int | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """Rows of one fact table out of the rows for which `when` holds."""

    table: FactTable
    columns: Mapping[str, ColumnRule]
    when: Condition = ()
    one_row_per: tuple[str, ...] = ()
    unwanted: bool = False
    """sources.yaml asks for other tables of this profile only: rows are routed here and not read."""


@dataclass(frozen=True, slots=True)
class MappingProfile:
    """How one kind of file is read. `canonical`: its headers are the table's own columns."""

    name: str
    layout: Layout
    outputs: tuple[Output, ...]
    skips: tuple[Skip, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    personal: frozenset[str] = field(default_factory=frozenset)
    across_files: bool = False
    canonical: bool = False
    title: Mapping[str, str] = field(default_factory=dict)
    """How people call the export, by language."""
    unused: tuple[str, ...] = ()
    """Headers that the export is known to have and that nothing is made of; any other one is new."""
    together: tuple[str, ...] = ()
    """The header that names the order a row belongs to: its rows are read together, all of them or none."""
    first_line_only: tuple[str, ...] = ()
    """Headers whose cells stand on the first row of an order only and hold for all of them."""
    adds_up: tuple[AddsUp, ...] = ()
    window: ConversionWindow | None = None

    def title_in(self, language: str) -> str:
        """The title, in Chinese where that language has none, else the name."""
        return self.title.get(language) or self.title.get("zh") or self.name


def headers_read(profile: MappingProfile) -> frozenset[str]:
    """Every header that the profile reads, under all its names."""
    rules = [rule for output in profile.outputs for rule in output.columns.values()]
    rules += [rule for each in profile.adds_up for rule in (each.rows, each.order)]
    conditions = [output.when for output in profile.outputs]
    conditions += [skip.when for skip in profile.skips] + [refusal.when for refusal in profile.refusals]
    tests = [test.header for condition in conditions for group in condition for test in group]
    named = (*profile.together, *profile.first_line_only, *(profile.window.headers if profile.window else ()))
    return frozenset(header for rule in rules for header in headers_of(rule)).union(tests, named)


def headers_of(rule: ColumnRule) -> tuple[str, ...]:
    """The headers that one column is made from."""
    match rule.origin:
        case Cell(headers) | NumberWithin(headers):
            return headers
        case Constant() | FileLine() | FileName():
            return ()
        case FirstOf(parts) | Joined(parts) | Product(parts) | Quotient(parts) | Added(parts) | SharedOut(parts):
            return tuple(header for part in parts for header in headers_of(part))


def canonical_profile(table: FactTable) -> MappingProfile:
    """The profile of a file whose headers are the table's own columns."""
    columns = {column.name: ColumnRule(Cell((column.name,))) for column in table.columns}
    return MappingProfile(table.name, Layout(), (Output(table, columns),), canonical=True)
