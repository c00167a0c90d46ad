"""The pages of the law guards beside one another, as far as the viewer may open them."""

from django.http import HttpRequest
from django.urls import reverse

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

_NEEDS = {
    "findings": Can.SEE_PAY,
    "tables": Can.SEE_DEFINITIONS,
    "notices": Can.SEE_DEFINITIONS,
    "tax": None,
    "tax_people": Can.SEE_PAY,
}


def tabs_of(request: HttpRequest, here: str) -> list[Tab]:
    """`here` is the page that is open."""
    viewer = viewer_of(request)
    seen = [page for page, need in _NEEDS.items() if need is None or viewer.can(need)]
    return [Tab(say(f"compliance.{page}"), reverse(f"compliance:{page}"), page == here) for page in seen]
