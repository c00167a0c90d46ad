"""What several forms of recognition share: a day, a hidden token, choices in the reader's language."""

import uuid
from collections.abc import Iterable

from django import forms

from merit_desk.shell.sentences import said


def day_input() -> forms.DateInput:
    """The browser's own date picker."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def token_field() -> forms.CharField:
    """Makes a second sending harmless."""
    return forms.CharField(widget=forms.HiddenInput, max_length=40, initial=lambda: uuid.uuid4().hex)


def worded(family: str, codes: Iterable[str]) -> list[tuple[str, object]]:
    """Codes with the sentence `family.code`."""
    return [(str(each), said(f"{family}.{each}")) for each in codes]
