"""What every page of the talks has: its tabs and its place in the navigation."""

from typing import Any

from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import people_under
from merit_desk.talks.models import Note
from merit_desk.talks.queries.visible import questions_to, require_somebody


def framed(viewer: Viewer, page: str, **shown: Any) -> dict[str, Any]:
    """The context of the page with that name. Raises NotFoundRefusal for an account that is nobody here."""
    require_somebody(viewer)
    tabs = [
        Tab(say(f"talks.tab.{each}"), reverse(f"talks:{each}"), each == page, count) for each, count in _tabs(viewer)
    ]
    return {"here": "talks", "title": say(f"talks.tab.{page}"), "tabs": tabs, "tabs_label": say("place.talks"), **shown}


def _tabs(viewer: Viewer) -> list[tuple[str, int]]:
    found = [("wall", 0)]
    if viewer.person:
        found = [("talks", questions_to(viewer).count()), ("given", 0), ("wall", 0), ("pairs", 0)]
        if people_under(viewer) or Note.objects.filter(author_id=viewer.account).exists():
            found.append(("people", 0))
    return found
