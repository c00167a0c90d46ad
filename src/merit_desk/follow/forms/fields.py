"""Fields that several forms share."""

import re

from django import forms
from django.core.exceptions import ValidationError

from merit_desk.shell.sentences import said, say

_ADDRESS = re.compile(r"(https?://[^\s<>\"']{3,490}|/[^\s<>\"'/][^\s<>\"']{0,490})", re.IGNORECASE)
MOST_LINKS = 10


def day_field(code: str, help_code: str = "", required: bool = True) -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(
        label=said(code),
        help_text=said(help_code) if help_code else "",
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": said("people.wrong.day")},
    )


def text_field(
    code: str, help_code: str = "", required: bool = False, most: int = 2000, rows: int = 3
) -> forms.CharField:
    """Several lines."""
    return forms.CharField(
        label=said(code),
        help_text=said(help_code) if help_code else "",
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class LinksField(forms.CharField):
    """Addresses, one a line: of the web, or of this site. Anything else is refused by its line."""

    def clean(self, value: str) -> tuple[str, ...]:
        """The addresses in order."""
        lines = tuple(line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip())
        if len(lines) > MOST_LINKS:
            raise ValidationError(say("follow.too_many_links", most=MOST_LINKS))
        for line in lines:
            if not _ADDRESS.fullmatch(line):
                raise ValidationError(say("follow.no_address", text=line[:80]))
        return lines


def is_address(text: str) -> bool:
    """Whether it may be opened from a page: an address of the web, or of this site."""
    return _ADDRESS.fullmatch(text) is not None
