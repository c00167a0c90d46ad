"""Rows of a file handed on so that all rows of an order come in one piece, or are set aside together.

For exports that write the order's own amounts on every line or on its first one only: an order of which a line is
missing would share its amounts out wrongly.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from merit.kernel.problems import Place, Problem
from merit.sources.parsing.ids import clean_id
from merit.sources.parsing.parsed import EMPTY_MARKS, shown
from merit.sources.profile import MappingProfile
from merit.sources.raw_rows import BrokenRow, RawPart, RawRows, plain_header

_LOST = ("sources.quote_not_closed", "sources.row_torn")
"""Broken rows whose cell for the order says nothing: rows were swallowed, or the cell was cut."""


@dataclass(slots=True)
class WholeOrders:
    """One file on its way; it holds back the last order of every piece until the next one shows where it ends."""

    profile: MappingProfile
    file: str
    held: RawRows | None = None
    seen: set[str] = field(default_factory=set)
    torn: set[str] = field(default_factory=set)
    """Orders of which a line was set aside."""
    lost: list[int] = field(default_factory=list)
    """Lines that belong to an unknown order: that before or after them may have lost one."""

    def parts(self, parts: Iterable[RawPart]) -> Iterator[RawPart]:
        """The same parts with rows regrouped; nothing changes for a profile that keeps no rows together."""
        if not self.profile.together:
            yield from parts
            return
        for part in parts:
            if isinstance(part, RawRows) and len(part):
                yield from self._taken_in(part)
            else:
                yield part
                self._note(part)
        if self.held is not None and len(self.held):
            yield from self._handed_on(self.held, self._orders(self.held))

    def _note(self, part: RawPart) -> None:
        if not isinstance(part, BrokenRow):
            return
        at = self._position(part.header)
        order = _order_in(part.cells[at]) if at is not None and at < len(part.cells) else None
        if order is None or part.problem.code in _LOST:
            self.lost.append(part.problem.place.line)
        if order is not None:
            self.torn.add(order)

    def _taken_in(self, part: RawRows) -> Iterator[RawPart]:
        rows = part if self.held is None else _joined(self.held, part)
        orders = self._orders(rows)
        last = next((at for at in range(len(orders) - 1, -1, -1) if orders[at] != orders[-1]), -1) + 1
        self.held = rows_of(rows, slice(last, len(rows)))
        if last:
            yield from self._handed_on(rows_of(rows, slice(0, last)), orders[:last])

    def _orders(self, rows: RawRows) -> list[str | None]:
        at = self._position(rows.header)
        if at is None:
            return [""] * len(rows)
        return [_order_in(cell) for cell in rows.columns[at].cast(pa.string()).to_pylist()]

    def _position(self, header: tuple[str, ...]) -> int | None:
        names = [plain_header(name) for name in header]
        asked = (plain_header(name) for name in self.profile.together)
        return next((names.index(name) for name in asked if name in names), None)

    def _handed_on(self, rows: RawRows, orders: list[str | None]) -> Iterator[RawPart]:
        self._beside_lost(rows, orders)
        for at in (row for row, order in enumerate(orders) if order is None):
            self.torn.update(order for order in (orders[max(at - 1, 0)], *orders[at + 1 : at + 2]) if order)
        known = {order for order in orders if order is not None}
        apart = self.torn | (known & self.seen)
        self.seen |= known
        kept = np.array([order not in apart for order in orders])
        for row in np.flatnonzero(~kept):
            problem = Problem(
                "sources.order_torn", Place(self.file, rows.lines[int(row)].as_py(), self.profile.together[0])
            )
            yield BrokenRow(problem, rows.header, rows.cells(int(row)))
        whole = rows if kept.all() else _filtered(rows, kept)
        yield self._filled(whole, [order for order, keep in zip(orders, kept, strict=True) if keep])

    def _beside_lost(self, rows: RawRows, orders: list[str | None]) -> None:
        lines = rows.lines.to_numpy()
        for line in self.lost:
            after = int(np.searchsorted(lines, line))
            self.torn.update(order for order in orders[max(after - 1, 0) : after + 1] if order)
        self.lost = [line for line in self.lost if line > lines[-1]]

    def _filled(self, rows: RawRows, orders: list[str | None]) -> RawRows:
        """The cells of an order's first row put down on its other rows, where those are empty."""
        wanted = {plain_header(name) for name in self.profile.first_line_only}
        columns = [
            _put_down(column, orders) if plain_header(name) in wanted else column
            for name, column in zip(rows.header, rows.columns, strict=True)
        ]
        return RawRows(rows.header, tuple(columns), rows.lines)


def _order_in(cell: str | None) -> str | None:
    """The order that a cell names; None for an empty cell and for an id that has lost digits."""
    found = None if cell is None or cell.strip() in EMPTY_MARKS else clean_id(cell.strip())
    return found if isinstance(found, str) else None


def _put_down(column: pa.Array, orders: list[str | None]) -> pa.Array:
    first: dict[str, object] = {}
    cells = column.to_pylist()
    for order, cell in zip(orders, cells, strict=True):
        if order is not None and order not in first and cell is not None and shown(cell).strip() not in EMPTY_MARKS:
            first[order] = cell
    empty = [cell is None or shown(cell).strip() in EMPTY_MARKS for cell in cells]
    filled = [
        first.get(order or "") if nothing else cell for order, cell, nothing in zip(orders, cells, empty, strict=True)
    ]
    return pa.array(filled, column.type)


def _joined(first: RawRows, second: RawRows) -> RawRows:
    columns = tuple(
        pa.concat_arrays([one, other] if one.type == other.type else [one.cast(pa.string()), other.cast(pa.string())])
        for one, other in zip(first.columns, second.columns, strict=True)
    )
    return RawRows(first.header, columns, pa.concat_arrays([first.lines, second.lines]))


def rows_of(rows: RawRows, piece: slice) -> RawRows:
    """Some consecutive rows."""
    length = piece.stop - piece.start
    columns = tuple(column.slice(piece.start, length) for column in rows.columns)
    return RawRows(rows.header, columns, rows.lines.slice(piece.start, length))


def _filtered(rows: RawRows, kept: np.ndarray) -> RawRows:
    mask = pa.array(kept)
    return RawRows(rows.header, tuple(column.filter(mask) for column in rows.columns), rows.lines.filter(mask))
