"""Stored columns → finished fact rows: rows of one order put together, business days derived, in the store's schema."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from merit.facts.columns import ColumnKind, FactTable
from merit.kernel.problems import Place, Problem
from merit.sources.parsing.instants import Clock, business_days, local_times, minutes_of_day, zones_of
from merit.sources.profile import Output
from merit.sources.rejected import RejectedRow
from merit.store.schema import arrow_schema

ROWS_AT_ONCE = 100_000


def finished(table: FactTable, columns: pa.Table, clock: Clock) -> pa.Table:
    """The rows in the store's schema, with the business day of every instant and the minute of clock columns."""
    columns = columns.combine_chunks()
    shops = _single(columns, "shop") if "shop" in columns.column_names else None
    zones = zones_of(shops, columns.num_rows, clock)
    made = {name: columns[name] for name in columns.column_names}
    for column in table.columns:
        if column.kind is ColumnKind.INSTANT:
            local = local_times(_single(columns, column.name), zones)
            made[f"{column.name}_day"] = business_days(local, clock.day_cut)
            if column.clock:
                made[f"{column.name}_minute"] = minutes_of_day(local)
    schema = arrow_schema(table)
    return pa.table({name: made[name] for name in schema.names}, schema=schema)


def _single(columns: pa.Table, name: str) -> pa.Array:
    column = columns[name]
    return (
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks)
        if column.num_chunks
        else pa.array([], column.type)
    )


@dataclass(slots=True)
class Gathering:
    """Puts together the rows that share the columns of `one_row_per`, over all chunks of a file or of several."""

    output: Output
    parts: list[pa.Table] = field(default_factory=list)

    def add(self, columns: pa.Table) -> None:
        """Take in the rows of a chunk; the parts are put together now and then, so that memory stays small."""
        if columns.num_rows:
            self.parts.append(self._together(columns))
        if len(self.parts) > 16:
            self.parts = [self._together(pa.concat_tables(self.parts))]

    def rows(self) -> tuple[pa.Table | None, list[RejectedRow]]:
        """The rows put together, less those that lack a required value; nothing is kept back."""
        if not self.parts:
            return None, []
        whole = self._together(pa.concat_tables(self.parts))
        self.parts = []
        rejected: dict[int, RejectedRow] = {}
        for column in self.output.table.columns:
            if column.required and whole[column.name].null_count:
                for row in pc.indices_nonzero(whole[column.name].is_null()).to_pylist():
                    rejected[row] = _without(whole, row, column.name)
        if rejected:
            kept = pa.array([row not in rejected for row in range(whole.num_rows)])
            whole = whole.filter(kept)
        return whole, list(rejected.values())

    def _together(self, columns: pa.Table) -> pa.Table:
        keys = list(self.output.one_row_per)
        rules = {name: rule.keep.value for name, rule in self.output.columns.items()}
        others = {name: rules.get(name, "first") for name in columns.column_names if name not in keys}
        others["source_line"] = "first"
        grouped = columns.group_by(keys, use_threads=False).aggregate(list(others.items()))
        renamed = {f"{name}_{how}": name for name, how in others.items()}
        return grouped.rename_columns([renamed.get(name, name) for name in grouped.column_names]).select(
            columns.column_names
        )


def _without(whole: pa.Table, row: int, column: str) -> RejectedRow:
    file, line = whole["source_file"][row].as_py(), whole["source_line"][row].as_py()
    names = tuple(name for name in whole.column_names if not name.startswith("source_"))
    cells = tuple(str(whole[name][row].as_py() or "") for name in names)
    return RejectedRow(file, line, (Problem("sources.cell_empty", Place(file, line, column)),), names, cells)


def slices(rows: pa.Table) -> Iterator[pa.Table]:
    """The rows in pieces of bounded size."""
    for start in range(0, rows.num_rows, ROWS_AT_ONCE):
        yield rows.slice(start, ROWS_AT_ONCE)
