"""Two 63-bit digests of a row, by MD5 over its text so that they stay the same in every later release of the engine.

They find equal rows quickly; what a new version replaces in the store is decided by the key itself.
"""

import pyarrow as pa

from merit.facts.columns import FactTable
from merit.store.schema import arrow_schema, content_names, dating_day

_EMPTY = "chr(30)"
_BETWEEN = "chr(31)"


def with_hashes(table: FactTable, source: str) -> str:
    """SELECT of all rows of `source` with `key_hash`, `row_hash` and `in_month` added."""
    key = _digest(table, table.key)
    row = _digest(table, content_names(table))
    month = f"coalesce(strftime({quoted(dating_day(table))}, '%Y-%m'), 'undated')"
    return f"SELECT *, {key} AS key_hash, {row} AS row_hash, {month} AS in_month FROM {source}"  # noqa: S608


def quoted(name: str) -> str:
    """A column name as SQL writes it (`from` and `to` are columns here)."""
    return f'"{name}"'


def same_key(table: FactTable, left: str, right: str) -> str:
    """The condition that two rows have the same key; empty parts are equal to each other."""
    parts = [f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}" for name in table.key]
    return " AND ".join([f"{left}.key_hash = {right}.key_hash", *parts])


def _digest(table: FactTable, names: tuple[str, ...]) -> str:
    schema = arrow_schema(table)
    texts = ", ".join(f"coalesce({_as_text(name, schema.field(name).type)}, {_EMPTY})" for name in names)
    return f"(md5_number_upper(concat_ws({_BETWEEN}, {texts})) >> 1)::BIGINT"


def _as_text(name: str, kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return f"epoch_us({quoted(name)})::VARCHAR"
    return quoted(name) if pa.types.is_string(kind) else f"{quoted(name)}::VARCHAR"
