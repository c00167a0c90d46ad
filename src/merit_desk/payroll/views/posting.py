"""How a step is taken from a page: done and told, or refused in words on the page it was asked from."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit_desk.shell.sentences import say


def run_address(number: int) -> str:
    """The page of the payout."""
    return reverse("payroll:run", args=[number])


def taken(request: HttpRequest, step: Callable[[], object], told: str, back: str) -> HttpResponse:
    """Take the step and lead back; what cannot be done now is told there."""
    try:
        step()
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(told))
    return redirect(back)
