"""What the pages of the alerts have in common."""

from django.urls import reverse

from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

PLACES = ("alerts", "rules", "channels")


def tabs(now: str) -> list[Tab]:
    """The pages side by side."""
    return [Tab(say(f"alert.tab.{each}"), reverse(f"alerts:{each}"), each == now) for each in PLACES]
