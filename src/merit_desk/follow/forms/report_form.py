"""A week in one's own words."""

from typing import Any

from django import forms
from django.http import QueryDict

from merit_desk.follow.forms.fields import text_field
from merit_desk.follow.given import Words

CONFIDENCE = "confidence-"
"""How the name of a choice of confidence begins; the key of the goal or KPI follows."""
AIMS = "aims"
"""Sent where the choices were on the page: they are loaded after it, and what was not shown is not changed."""


class ReportForm(forms.Form):
    """Four questions; none is required by itself."""

    went_well = text_field("follow.field.went_well", most=4000)
    stuck = text_field("follow.field.stuck", most=4000)
    plans = text_field("follow.field.plans", most=4000)
    help_needed = text_field("follow.field.help_needed", most=4000, rows=2)

    def words(self) -> Words:
        """What was written, with the confidence that was chosen beside it."""
        texts: dict[str, Any] = {name: self.cleaned_data[name] for name in self.fields}
        given = self.data if isinstance(self.data, QueryDict) else QueryDict()
        chosen = (
            None
            if AIMS not in given
            else {
                name.removeprefix(CONFIDENCE)[:120]: str(given[name]) for name in given if name.startswith(CONFIDENCE)
            }
        )
        return Words(**texts, confidence=chosen)
