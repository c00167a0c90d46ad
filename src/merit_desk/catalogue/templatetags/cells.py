"""Looking things up by a name that stands in a variable."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def cells(names: str) -> list[str]:
    """The words of a text."""
    return names.split()


@register.filter
def item(things: Any, name: Any) -> Any:
    """`things[name]`; None where a mapping or a list has no such part."""
    if isinstance(things, Mapping):
        return things.get(name)
    return None if isinstance(things, list) and not 0 <= name < len(things) else things[name]
