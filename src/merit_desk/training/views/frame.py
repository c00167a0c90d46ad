"""What the training pages have in common: who may open them, their tabs, and how a step is told."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.views.frame import viewer_here, writing_here
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

__all__ = ["done", "tabs", "viewer_here", "writing_here"]


def tabs(viewer: Viewer, now: str) -> list[Tab]:
    """The pages side by side; the effect only for who reads everybody's results."""
    pages = ["courses", "needs", *(["effects"] if viewer.can(Can.SEE_EFFECTIVENESS) else [])]
    return [Tab(say(f"training.tab.{each}"), reverse(f"training:{each}"), each == now) for each in pages]


def done(request: HttpRequest, act: Callable[[], object], told: str, back: str, **gaps: str | int) -> HttpResponse:
    """Do it and say so, or say why not; then back."""
    try:
        act()
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(told, **gaps))
    return redirect(back)
