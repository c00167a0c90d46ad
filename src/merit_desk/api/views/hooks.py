"""Webhooks through the API, and the log of what was sent."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit_desk.api.actions.webhooks import change_webhook, make_webhook, remove_webhook, send_again, try_webhook
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.asked import WebhookAsked, WebhookChangeAsked
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import DeliveryGiven, NewWebhookGiven, WebhookGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.queries.webhooks import deliveries_of, webhook_of, webhooks_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation

router = Router(tags=["webhooks"])
_LATEST = 1_000


@router.get("/webhooks", **operation("webhooks", Scope.WEBHOOKS, Page[WebhookGiven]))
def webhooks(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Addresses that are told of events."""
    return page_of(webhooks_of(viewer_asking(request)), lambda each: (each.pk,), limit, cursor)


@router.post("/webhooks", **operation("make_webhook", Scope.WEBHOOKS, NewWebhookGiven, 201))
def make(request: HttpRequest, asked: WebhookAsked) -> Status[Any]:
    """Tell an address of events; the answer holds the secret, this once."""
    return Status(201, make_webhook(viewer_asking(request), asked.address, asked.events, asked.note))


@router.get("/webhooks/{int:number}", **operation("webhook", Scope.WEBHOOKS, WebhookGiven))
def webhook(request: HttpRequest, number: int) -> Any:
    """One webhook."""
    return webhook_of(viewer_asking(request), number)


@router.patch("/webhooks/{int:number}", **operation("change_webhook", Scope.WEBHOOKS, WebhookGiven))
def change(request: HttpRequest, number: int, asked: WebhookChangeAsked) -> Any:
    """Change its events or note, switch it on or off."""
    return change_webhook(viewer_asking(request), number, **asked.model_dump())


@router.delete("/webhooks/{int:number}", **operation("remove_webhook", Scope.WEBHOOKS, WebhookGiven))
def remove(request: HttpRequest, number: int) -> Any:
    """Send it nothing any more."""
    return remove_webhook(viewer_asking(request), number)


@router.post("/webhooks/{int:number}/ping", **operation("try_webhook", Scope.WEBHOOKS, DeliveryGiven, 202))
def ping(request: HttpRequest, number: int) -> Status[Any]:
    """Send it a `ping`."""
    return Status(202, try_webhook(viewer_asking(request), number))


@router.get("/webhooks/{int:number}/deliveries", **operation("deliveries", Scope.WEBHOOKS, Page[DeliveryGiven]))
def deliveries(request: HttpRequest, number: int, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """The latest thousand messages to it, latest first."""
    found = deliveries_of(viewer_asking(request), number)[:_LATEST]
    return page_of(found, lambda each: (-each.pk,), limit, cursor)


@router.post("/deliveries/{int:number}/replay", **operation("send_again", Scope.WEBHOOKS, DeliveryGiven, 202))
def replay(request: HttpRequest, number: int) -> Status[Any]:
    """Send a message once more, under its own id."""
    return Status(202, send_again(viewer_asking(request), number))
