"""Telling webhooks: a message per webhook in the same transaction as what it tells of, so that none is lost."""

import json
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from merit_desk.api.actions.delivering import put_in_queue
from merit_desk.api.events import Event, event_of_entry, event_of_job
from merit_desk.api.models import Delivery, Webhook
from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job


def tell_of_entry(sender: object, instance: Entry, created: bool, **more: Any) -> None:
    """A signal's receiver."""
    del sender, more
    if created and (told := event_of_entry(instance)):
        tell_all(*told)


def tell_of_job(sender: object, instance: Job, update_fields: frozenset[str] | None, **more: Any) -> None:
    """A signal's receiver; a job is saved with its state once, when it ends."""
    del sender, more
    if instance.ended and update_fields and "state" in update_fields and (told := event_of_job(instance)):
        tell_all(*told)


def tell_all(event: Event, data: dict[str, Any]) -> list[Delivery]:
    """A message to every webhook that wants the event."""
    wanting = [hook for hook in Webhook.objects.filter(on=True, removed_at=None) if event in hook.events]
    with transaction.atomic():
        return [tell(hook, event, data) for hook in wanting]


def tell(hook: Webhook, event: Event, data: dict[str, Any]) -> Delivery:
    """One message in the form of Standard Webhooks."""
    now = timezone.now()
    content = {"type": str(event), "timestamp": now.isoformat(), "data": data}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _queued(hook, f"msg_{secrets.token_urlsafe(16)}", str(event), text)


def tell_again(delivery: Delivery) -> Delivery:
    """The same message under the same id, by which a receiver knows what it has seen."""
    return _queued(delivery.webhook, delivery.message, delivery.event, delivery.content)


def _queued(hook: Webhook, message: str, event: str, content: str) -> Delivery:
    with transaction.atomic():
        made = Delivery.objects.create(
            webhook=hook, message=message, event=event, content=content, next_at=timezone.now()
        )
        put_in_queue(made)
    return made
