"""Webhooks: making, changing, removing, trying and sending again."""

import base64
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.actions.telling import tell, tell_again
from merit_desk.api.events import Event
from merit_desk.api.models import Delivery, Webhook
from merit_desk.api.queries.webhooks import delivery_of, webhook_of
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.addresses import Forbidden, target_of
from merit_desk.notices.signature import SECRET_START


def make_webhook(viewer: Viewer, address: str, events: Sequence[str], note: str) -> Webhook:
    """Raises ConflictRefusal for an address that may not be used and for an unknown event."""
    viewer.require(Can.INTEGRATE)
    _check(events)
    try:
        target_of(address)
    except Forbidden as forbidden:
        raise ConflictRefusal(f"api.failure_{forbidden.why}") from None
    with transaction.atomic():
        made = Webhook.objects.create(
            address=address,
            events=sorted(set(events)),
            secret=SECRET_START + base64.b64encode(secrets.token_bytes(32)).decode(),
            note=note,
            made_by_id=viewer.signer,
        )
        record(viewer.account, "api.webhook_made", _subject(made), after=_told(made))
    return made


def change_webhook(
    viewer: Viewer, number: int, events: Sequence[str] | None = None, note: str | None = None, on: bool | None = None
) -> Webhook:
    """What is None stays as it is."""
    _check(events or ())
    with transaction.atomic():
        hook = webhook_of(viewer, number)
        before = _told(hook)
        hook.events = hook.events if events is None else sorted(set(events))
        hook.note = hook.note if note is None else note
        hook.on = hook.on if on is None else on
        hook.save(update_fields=["events", "note", "on"])
        record(viewer.account, "api.webhook_changed", _subject(hook), before, _told(hook))
    return hook


def remove_webhook(viewer: Viewer, number: int) -> Webhook:
    """Nothing is sent to it any more; what was sent stays on record."""
    with transaction.atomic():
        hook = webhook_of(viewer, number)
        hook.removed_at, hook.on = timezone.now(), False
        hook.save(update_fields=["removed_at", "on"])
        record(viewer.account, "api.webhook_removed", _subject(hook), before=_told(hook))
    return hook


def try_webhook(viewer: Viewer, number: int) -> Delivery:
    """Send it a `ping`."""
    hook = webhook_of(viewer, number)
    record(viewer.account, "api.webhook_tried", _subject(hook))
    return tell(hook, Event.PING, {"webhook": hook.pk})


def send_again(viewer: Viewer, number: int) -> Delivery:
    """Send a message once more."""
    found = delivery_of(viewer, number)
    record(viewer.account, "api.sent_again", _subject(found.webhook), after={"message": found.message})
    return tell_again(found)


def _check(events: Sequence[str]) -> None:
    unknown = [each for each in events if each not in set(Event)]
    if unknown:
        raise ConflictRefusal("api.no_such_event", event=unknown[0])


def _subject(hook: Webhook) -> Subject:
    return Subject("webhook", str(hook.pk))


def _told(hook: Webhook) -> dict[str, object]:
    return {"address": hook.address, "events": hook.events, "note": hook.note, "on": hook.on}
