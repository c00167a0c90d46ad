"""Template tags that every page uses: sentences and formats."""

from decimal import Decimal

from django import template

from merit_desk.shell import formats
from merit_desk.shell.sentences import say as say_sentence

register = template.Library()
register.simple_tag(say_sentence, name="say")
register.filter("period_name", formats.period_name)


@register.filter
def pay(value: Decimal) -> str:
    """Pay in full."""
    return formats.pay(value)


@register.filter
def figure(value: Decimal | None, unit: str) -> str:
    """A value in its unit."""
    return formats.figure(value, unit)
