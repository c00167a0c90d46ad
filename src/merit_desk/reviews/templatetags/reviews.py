"""Looking things up by the key of a question, which holds a colon."""

from collections.abc import Mapping
from typing import TypeVar

from django import template

register = template.Library()
Value = TypeVar("Value")


@register.filter
def item(things: Mapping[str, Value], key: str) -> Value | None:
    """The thing under the key."""
    return things.get(key)


@register.filter
def slugged(key: str) -> str:
    """The key as an id of the page."""
    return key.replace(":", "-")
