"""The pages of data quality, as tabs: those that the viewer may open."""

from django.urls import reverse

from merit_desk.accounts.access import Can, Need
from merit_desk.accounts.viewer import Viewer
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

HERE = "data_quality"
_PAGES: dict[str, tuple[Need | Can, ...]] = {
    "overview": (Can.SEE_SOURCES,),
    "reconciliation": (Can.SEE_SOURCES,),
    "lineage": (Need.SIGNED_IN,),
    "fields": (Can.SEE_DEFINITIONS, Can.SEE_SOURCES),
}


def here(viewer: Viewer) -> str:
    """The place of the navigation: lineage stands by itself for whoever sees no more of this than it."""
    return HERE if viewer.meets(_PAGES["overview"]) else "lineage"


def tabs(viewer: Viewer, here: str) -> list[Tab]:
    """One tab for each page."""
    pages = [page for page, needs in _PAGES.items() if viewer.meets(needs)]
    return [Tab(say(f"data_quality.{page}"), reverse(f"data_quality:{page}"), page == here) for page in pages]
