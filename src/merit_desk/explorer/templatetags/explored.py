"""A figure of the explorer's tables, of which a page has many: written here, since an include for each is slow."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from merit_desk.explorer.queries.cells import Figure
from merit_desk.shell.sentences import say

register = template.Library()
_NOTHING = mark_safe('<span class="i3">—</span>')


@register.simple_tag
def figure(shown: Figure | None, look: str = "") -> SafeString:
    """The link to its explanation; a dash with its reason where there is no value, without one where it is not seen."""
    if shown is None:
        return _NOTHING
    if not shown.has_value:
        reason = say(shown.reason)
        return format_html('<span class="i3" title="{}">—<span class="sr">{}</span></span>', reason, reason)
    address, doubt = shown.address, shown.status != "ok"
    link = format_html(
        '<a class="num {}{}" href="{}" hx-get="{}">{}</a>',
        look,
        " i3" if doubt else "",
        address,
        address,
        shown.text,
    )
    return format_html("{}{}", _doubt(shown.status), link) if doubt else link


def _doubt(status: str) -> SafeString:
    words = say(f"status.{status}")
    return format_html('<i class="ti ti-alert-circle i3" role="img" aria-label="{}" title="{}"></i> ', words, words)
