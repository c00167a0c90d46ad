"""How a step is taken from a page: done and told, or refused in words beside the page it was asked from."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.shell.sentences import say


def taken(request: HttpRequest, step: Callable[[], object], told: str, back: str) -> HttpResponse:
    """Take the step and lead back; what cannot be done now is told there."""
    try:
        step()
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(told))
    return redirect(back)


def require_one_of(parties: frozenset[Party], *wanted: Party) -> None:
    """Raises NotFoundRefusal: who never takes this step finds no such page."""
    if not parties & set(wanted):
        raise NotFoundRefusal("refusal.no_such_page")
