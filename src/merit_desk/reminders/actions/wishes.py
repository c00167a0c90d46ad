"""Keeping one's own settings."""

from typing import Any

from django.db import transaction

from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.reminders.models import Wishes
from merit_desk.reminders.queries.own import wishes_of

FIELDS = ("hour", "days_before", "quiet_from", "quiet_to", "by_mail", "mentions_at_once")


def keep_wishes(viewer: Viewer, values: dict[str, Any]) -> Wishes:
    """The viewer's own, whoever they are. Raises NotFoundRefusal for somebody not signed in."""
    wishes = wishes_of(viewer)
    before = {name: getattr(wishes, name) for name in FIELDS}
    for name in FIELDS:
        setattr(wishes, name, values[name])
    after = {name: getattr(wishes, name) for name in FIELDS}
    with transaction.atomic():
        wishes.save()
        if before != after:
            record(viewer.account, "reminders.wishes", Subject("account", str(viewer.signer)), before, after)
    return wishes
