"""Reminders: one's own digests and settings, and who of a cycle was reminded when."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.reminders import DigestGiven, RemindedGiven, WishesAsked, WishesGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.reminders.actions.wishes import keep_wishes
from merit_desk.reminders.queries.own import digests_of, reminded_in, wishes_of

router = Router(tags=["reminders"])


@router.get("/reminders", **operation("digests", Scope.CYCLES, Page[DigestGiven]))
def own_digests(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """The asker's own digests, oldest first."""
    return page_of(digests_of(viewer_asking(request)), lambda each: (each.pk,), limit, cursor)


@router.get("/reminders/wishes", **operation("reminder_wishes", Scope.CYCLES, WishesGiven))
def own_wishes(request: HttpRequest) -> Any:
    """The asker's own settings."""
    return wishes_of(viewer_asking(request))


@router.put("/reminders/wishes", **operation("keep_reminder_wishes", Scope.CYCLES_WRITE, WishesGiven))
def keep_own_wishes(request: HttpRequest, asked: WishesAsked) -> Any:
    """Keep the asker's own settings."""
    return keep_wishes(viewer_asking(request), asked.dict())


@router.get("/cycles/{code}/reminded", **operation("cycle_reminded", Scope.CYCLES, list[RemindedGiven]))
def cycle_reminded(request: HttpRequest, code: str) -> Any:
    """Who of a cycle was reminded when, those never reminded first."""
    return reminded_in(viewer_asking(request), code)[1]
