"""What is typed into a form as the plain data of a document: numbers keep their written digits."""

import re
from decimal import Decimal
from typing import Any

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+")
_PERCENT = re.compile(r"([-+]?[0-9]*\.?[0-9]+)\s*[%％]")
_APART = re.compile(r"[\s,，;；:：=]+")


def typed(text: str) -> int | Decimal | str:
    """A number where the text is one (also with % and with separators of thousands), else the text itself."""
    text = text.strip()
    if share := _PERCENT.fullmatch(text):
        return (Decimal(share[1]) / 100).normalize() + Decimal(0)
    bare = text.replace(",", "") if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text) else text
    if _WHOLE.fullmatch(bare):
        return int(bare)
    return Decimal(bare) if _DECIMAL.fullmatch(bare) else text


def shown(value: Any) -> str:
    """The text that is typed for it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def words_of(text: str) -> list[str]:
    """Names apart by commas, spaces or new lines."""
    return [word for word in _APART.split(text.strip()) if word]


def rows_of(text: str) -> list[list[int | Decimal | str]]:
    """A row per line, cells apart by spaces, commas, colons or tabs, as a spreadsheet pastes them."""
    return [[typed(cell) for cell in words_of(line)] for line in text.splitlines() if line.strip()]


def rows_shown(rows: Any) -> str:
    """The rows as lines; what is no list of lists is shown as it is."""
    if not isinstance(rows, list):
        return shown(rows)
    return "\n".join(" ".join(shown(cell) for cell in row) if isinstance(row, list) else shown(row) for row in rows)


def pairs_of(text: str) -> dict[Any, Any]:
    """`S 0.1, A 0.2` or a pair per line: names and numbers; a name without a number stays without."""
    cells = words_of(text)
    return {_key(name): typed(number) for name, number in zip(cells[::2], [*cells[1::2], ""], strict=False)}


def _key(name: str) -> int | str:
    key = typed(name)
    return key if isinstance(key, int) else name


def pairs_shown(pairs: Any) -> str:
    """The pairs in one line."""
    if not isinstance(pairs, dict):
        return shown(pairs)
    return ", ".join(f"{name} {shown(value)}" for name, value in pairs.items())


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
