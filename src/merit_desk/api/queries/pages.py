"""Lists in pages: a cursor is the key of the last item given, so that what is added meanwhile moves nothing."""

import base64
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from merit.kernel.refusals import ConflictRefusal

T = TypeVar("T")


def page_of(items: Iterable[T], key: Callable[[T], tuple[Any, ...]], limit: int, cursor: str) -> dict[str, Any]:
    """The items behind the cursor in the order of their keys. Raises ConflictRefusal for a cursor of another list."""
    ordered = sorted(items, key=key)
    if cursor:
        after = _read(cursor)
        try:
            ordered = [item for item in ordered if key(item) > after]
        except TypeError:
            raise ConflictRefusal("api.no_such_cursor") from None
    taken = ordered[:limit]
    return {"items": taken, "next": write_cursor(key(taken[-1])) if len(ordered) > limit and taken else None}


def write_cursor(key: tuple[Any, ...]) -> str:
    """A key as one opaque word."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def number_of(cursor: str) -> int:
    """The one number of a cursor over numbered rows; 0 without one."""
    if not cursor:
        return 0
    match _read(cursor):
        case (int(number),) if 0 <= number < 2**62:
            return number
    raise ConflictRefusal("api.no_such_cursor")


def _read(cursor: str) -> tuple[Any, ...]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ConflictRefusal("api.no_such_cursor")
    return tuple(found)
