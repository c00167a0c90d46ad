"""Where two JSON values differ, as places like outcomes › versions › 1 › total."""

from typing import Any


def differing_places(left: Any, right: Any, place: tuple[str, ...] = ()) -> list[str]:
    """Every innermost place whose value is not the same, in order; empty for equal values."""
    if isinstance(left, dict) and isinstance(right, dict):
        names = list(dict.fromkeys([*left, *right]))
        return [
            found for name in names for found in differing_places(left.get(name), right.get(name), (*place, str(name)))
        ]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = enumerate(zip(left, right, strict=True), 1)
        return [found for at, (one, two) in pairs for found in differing_places(one, two, (*place, str(at)))]
    return [] if left == right else [" › ".join(place)]
