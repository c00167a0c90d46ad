"""The form of one's own settings."""

from typing import Any

from django import forms

from merit_desk.shell.sentences import said, say

_HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishesForm(forms.Form):
    """When, how long before, and by which way."""

    hour = forms.TypedChoiceField(
        label=said("reminders.field.hour"), help_text=said("reminders.field.hour_help"), coerce=int, choices=_HOURS
    )
    days_before = forms.IntegerField(
        label=said("reminders.field.days_before"),
        help_text=said("reminders.field.days_before_help"),
        min_value=1,
        max_value=20,
    )
    quiet_from = forms.TypedChoiceField(label=said("reminders.field.quiet_from"), coerce=int, choices=_HOURS)
    quiet_to = forms.TypedChoiceField(
        label=said("reminders.field.quiet_to"),
        help_text=said("reminders.field.quiet_to_help"),
        coerce=int,
        choices=_HOURS,
    )
    by_mail = forms.BooleanField(label=said("reminders.field.by_mail"), required=False)
    mentions_at_once = forms.BooleanField(label=said("reminders.field.mentions"), required=False)

    def clean(self) -> dict[str, Any]:
        """An hour that lies in quiet hours would never come."""
        found = super().clean() or {}
        if {"hour", "quiet_from", "quiet_to"} <= found.keys():
            start, end, hour = found["quiet_from"], found["quiet_to"], found["hour"]
            whole = [(start + at) % 24 for at in range((end - start) % 24)]
            later = [each for each in range(hour, 24) if each not in whole]
            if not later:
                self.add_error("hour", say("reminders.wrong.hour_is_quiet"))
        return found
