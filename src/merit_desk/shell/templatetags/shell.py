"""Template tags that every page uses: sentences, formats, and the figure that opens its explanation."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from merit_desk.shell import formats
from merit_desk.shell.sentences import knows
from merit_desk.shell.sentences import say as say_sentence
from merit_desk.shell.templatetags import marks, parts

register = template.Library()
for _own in (parts.register, marks.register):  # every template has all of them by this one builtin
    register.tags |= _own.tags
    register.filters |= _own.filters
register.simple_tag(say_sentence, name="say")
register.filter("period_name", formats.period_name)


@register.filter
def pay(value: Decimal) -> str:
    """Pay without its currency, which stands in the heading."""
    return formats.grouped(value, 2)


@register.filter
def points(value: Decimal | None) -> str:
    """Points with two decimals."""
    return formats.NO_VALUE if value is None else formats.grouped(value, 2)


@register.filter
def counted(value: int) -> str:
    """A count with separators."""
    return formats.grouped(Decimal(value), 0)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment on the installation's clock, to the minute."""
    return formats.NO_VALUE if value is None else formats.moment_name(timezone.localtime(value))


@register.filter
def initial(name: str) -> str:
    """What stands in the round sign beside a name."""
    return name[-1:] if name[:1] > "\u2e7f" else name[:1]


@register.filter
def sentence(code: str) -> str:
    """The sentence of a code that stands in a variable."""
    return say_sentence(code)


@register.simple_tag
def num(address: str, text: str, look: str = "") -> SafeString:
    """A figure: a link that opens its explanation in the drawer, or as a page where there is no script."""
    return format_html('<a class="num {}" href="{}" hx-get="{}">{}</a>', look, address, address, text)


@register.filter
def prepend(text: str, before: str) -> str:
    """A code made of a family and a value that stands in a variable."""
    return before + text


@register.filter
def share(value: Decimal | None) -> str:
    """A share in percent, without decimals where it is whole."""
    return formats.NO_VALUE if value is None else formats.percent(Fraction(value))


@register.filter
def two_places(value: Fraction | None) -> str:
    """A mean or a score with two decimals."""
    return formats.NO_VALUE if value is None else formats.fixed_places(value, 2)


@register.filter
def known(code: str, otherwise: str) -> str:
    """The sentence of a code, or something else where there is none."""
    return say_sentence(code) if knows(code) else otherwise
