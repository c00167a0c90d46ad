"""Every address of the desk, found by walking the URL configuration, so that a new one cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern: its full name, the names of its parts, and the view behind it."""

    name: str
    parts: tuple[str, ...]
    view: object
    pattern: str


def all_routes() -> list[Route]:
    """In the order of the configuration."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str, before: str) -> Iterator[Route]:
    for each in patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, inner, whole)
        else:
            parts = tuple(part for part in _parts(whole))
            yield Route(f"{space}{each.name or whole}", parts, each.callback, whole)


def _parts(pattern: str) -> Iterator[str]:
    for piece in pattern.split("<")[1:]:
        yield piece.split(">")[0].rpartition(":")[2]
