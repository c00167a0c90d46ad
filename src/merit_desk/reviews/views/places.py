"""The tabs of the reviews."""

from django.urls import reverse

from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say


def places(current: str) -> list[Tab]:
    """Reviews and proposals."""
    return [Tab(say(f"reviews.tab.{name}"), reverse(f"reviews:{name}"), name == current) for name in _NAMES]


_NAMES = ("reviews", "proposals")
