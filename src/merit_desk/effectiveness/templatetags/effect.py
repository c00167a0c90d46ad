"""Statistics as a reader writes them."""

from fractions import Fraction

from django import template

from merit_desk.effectiveness.queries import reading

register = template.Library()


@register.filter
def two(value: float | Fraction | None) -> str:
    """Two decimals; a dash where nothing can be said."""
    return reading.two(value)
