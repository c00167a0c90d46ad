"""A definition as the text its author would write: `read_documents` gives back equal data, in the order given.

The form is that of docs/kpi-files.md and docs/plan-files.md: a key per line, short parts in braces on one line.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

WIDEST = 150
"""A part that is longer than this on one line is written over several."""
_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff \-./（）()·，、。；=<>+*]*", re.ASCII)
_WORDS = frozenset({"true", "True", "false", "False", "null", "Null", "NULL", "~"})
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def written_document(data: dict[str, Any]) -> str:
    """The YAML text of one document: words, whole numbers, Decimals, dates, yes and no, lists and mappings of them."""
    return "".join(f"{line}\n" for line in _block(data))


def _block(data: dict[Any, Any]) -> Iterator[str]:
    for key, value in data.items():
        name, flow = _key(key), _flow(value)
        if not isinstance(value, dict | list) or not value or _is_short(name, value, flow):
            yield f"{name}: {flow}"
            continue
        yield f"{name}:"
        inner = _block(value) if isinstance(value, dict) else _items(value)
        yield from (f"  {line}" for line in inner)


def _is_short(name: str, value: Any, flow: str) -> bool:
    lists_parts = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return not lists_parts and len(name) + len(flow) < WIDEST


def _items(entries: list[Any]) -> Iterator[str]:
    for each in entries:
        flow = _flow(each)
        if isinstance(each, dict) and each and len(flow) > WIDEST:
            first, *rest = _block(each)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        else:
            yield f"- {flow}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return _scalar(value)


def _key(key: object) -> str:
    return str(key) if isinstance(key, int) and not isinstance(key, bool) else _text(str(key))


def _scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case str():
            return _text(value)
        case _:
            raise TypeError(f"a definition holds no {type(value).__name__}")


def _text(text: str) -> str:
    """Bare where it can be read as nothing else, else in double quotes."""
    bare = _PLAIN.fullmatch(text) and text == text.strip() and text not in _WORDS and len(text) < WIDEST
    if bare:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
