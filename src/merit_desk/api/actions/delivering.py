"""Delivering: signed, to an address that is checked at the moment of sending, tried again with growing pauses."""

from datetime import datetime, timedelta

import httpx
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from merit_desk.api.models import Delivery, Webhook
from merit_desk.notices.addresses import Forbidden, Target, target_of
from merit_desk.notices.signature import signature

PAUSES = tuple(timedelta(seconds=each) for each in (5, 30, 120, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600))
"""Between one attempt and the next; after the last the message is given up, and can be sent again by hand."""
PATIENCE = 10.0
_LEASE = timedelta(seconds=60)
_GONE = 410


@task()
def deliver(number: int) -> None:
    """Try once. A message that is doubled, delivered or not yet due does nothing."""
    now = timezone.now()
    taken = Delivery.objects.filter(pk=number, delivered_at=None, next_at__lte=now).update(
        next_at=now + _LEASE, attempts=F("attempts") + 1
    )
    if taken:
        _attempt(Delivery.objects.select_related("webhook").get(pk=number))


def put_in_queue(delivery: Delivery) -> None:
    """Have it tried when it is due."""
    due = delivery.next_at
    (deliver.using(run_after=due) if due and due > timezone.now() else deliver).enqueue(delivery.pk)


def send_waiting() -> int:
    """Messages that are overdue, because a worker died while it sent them."""
    late = Delivery.objects.filter(delivered_at=None, next_at__lt=timezone.now() - _LEASE)
    for each in late:
        put_in_queue(each)
    return len(late)


def _attempt(delivery: Delivery) -> None:
    hook = delivery.webhook
    if not hook.on or hook.removed_at is not None:
        _end(delivery, None, "switched_off", None)
        return
    try:
        status = _sent(hook, delivery, target_of(hook.address))
    except Forbidden as forbidden:
        _end(delivery, None, forbidden.why, _next(delivery))
        return
    except httpx.TimeoutException:
        _end(delivery, None, "too_slow", _next(delivery))
        return
    except (httpx.HTTPError, httpx.InvalidURL):
        _end(delivery, None, "unreachable", _next(delivery))
        return
    if 200 <= status < 300:
        _end(delivery, status, "", None)
    elif status == _GONE:
        Webhook.objects.filter(pk=hook.pk).update(on=False)
        _end(delivery, status, "gone", None)
    else:
        _end(delivery, status, "refused", _next(delivery))


def _sent(hook: Webhook, delivery: Delivery, target: Target) -> int:
    """To the very address that was checked, by name only in Host and certificate: no second look-up, no redirect."""
    moment = int(timezone.now().timestamp())
    headers = {
        "Host": target.host,
        "Content-Type": "application/json",
        "User-Agent": "Merit-Webhooks/1",
        "webhook-id": delivery.message,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(hook.secret, delivery.message, moment, delivery.content),
    }
    with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "POST",
            target.url,
            content=delivery.content.encode(),
            headers=headers,
            extensions={"sni_hostname": target.name},
        )
        answer = client.send(request, stream=True)
        answer.close()
    return answer.status_code


def _next(delivery: Delivery) -> datetime | None:
    if delivery.attempts > len(PAUSES):
        return None
    return timezone.now() + PAUSES[delivery.attempts - 1]


def _end(delivery: Delivery, status: int | None, failure: str, next_at: datetime | None) -> None:
    delivery.status, delivery.failure, delivery.next_at = status, failure, next_at
    delivery.delivered_at = None if failure else timezone.now()
    delivery.save(update_fields=["status", "failure", "next_at", "delivered_at"])
    if next_at is not None:
        put_in_queue(delivery)
