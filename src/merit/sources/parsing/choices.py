"""Flags and columns whose values are a closed set."""

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.problems import Problem
from merit.sources.parsing.parsed import Parsed, faults_where, read_distinct, shown, trimmed

_FLAGS = {
    **dict.fromkeys(("是", "true", "1", "yes", "y", "t", "有", "√", "已"), True),
    **dict.fromkeys(("否", "false", "0", "no", "n", "f", "没有", "×", "未"), False),
}


def read_flags(cells: pa.Array) -> Parsed:
    """是/否, true/false, 1/0, yes/no."""
    if pa.types.is_boolean(cells.type):
        return Parsed(cells)
    return read_distinct(_as_text(cells), _flag, pa.bool_())


def only_choices(parsed: Parsed, choices: tuple[str, ...]) -> Parsed:
    """The values that are one of the choices, whatever their case; the others are faults."""
    if not choices or pc.all(pc.is_in(parsed.values, value_set=pa.array([*choices, None])), min_count=0).as_py():
        return parsed
    checked = read_distinct(parsed.values, lambda text: _choice(text, choices), pa.string())
    return Parsed(checked.values, (*parsed.faults, *checked.faults))


def without_empty(parsed: Parsed) -> Parsed:
    """A required column: an empty cell is a fault, unless the cell has one already."""
    if not parsed.values.null_count:
        return parsed
    known = {fault.row for fault in parsed.faults}
    empty = faults_where(parsed.values.is_null(), lambda _: Problem("sources.cell_empty"))
    return Parsed(parsed.values, (*parsed.faults, *(fault for fault in empty if fault.row not in known)))


def _as_text(cells: pa.Array) -> pa.Array:
    return trimmed(cells if pa.types.is_string(cells.type) else cells.cast(pa.string()))


def _flag(text: str) -> bool | Problem:
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = {"1.0": "1", "0.0": "0"}.get(plain, plain)
    return _FLAGS[plain] if plain in _FLAGS else Problem("sources.not_a_flag", params={"text": shown(text)})


def _choice(text: str, choices: tuple[str, ...]) -> str | Problem:
    folded = text.casefold().replace(" ", "_").replace("-", "_")
    if folded in choices:
        return folded
    return Problem("sources.not_a_choice", params={"text": shown(text), "choices": ", ".join(choices)})
