"""The pages of data quality, as tabs."""

from django.urls import reverse

from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

HERE = "data_quality"
_PAGES = ("reconciliation",)


def tabs(here: str) -> list[Tab]:
    """One tab for each page."""
    return [Tab(say(f"data_quality.{page}"), reverse(f"data_quality:{page}"), page == here) for page in _PAGES]
