"""Giving a screen its address, and taking it away."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.wall.models import Screen

_SEEN_EVERY = 60


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def make_screen(viewer: Viewer, name: str) -> str:
    """The key of a new screen: shown once, never again."""
    viewer.require(Can.INTEGRATE)
    key = secrets.token_urlsafe(32)
    screen = Screen.objects.create(
        name=name, digest=digest_of(key), made_by=Account.objects.get(pk=viewer.account or 0)
    )
    record(viewer.account, "wall.screen_made", Subject("screen", str(screen.pk)), after={"name": name})
    return key


@transaction.atomic
def revoke_screen(viewer: Viewer, number: int) -> Screen:
    """From now on the address is not there. Raises NotFoundRefusal for a screen that is not there."""
    viewer.require(Can.INTEGRATE)
    screen = Screen.objects.select_for_update().filter(pk=number, revoked_at=None).first()
    if screen is None:
        raise NotFoundRefusal("refusal.no_such_page")
    screen.revoked_at = timezone.now()
    screen.save(update_fields=["revoked_at"])
    record(viewer.account, "wall.screen_revoked", Subject("screen", str(number)), before={"name": screen.name})
    return screen


def screen_of(key: str) -> Screen:
    """The screen of a key; notes about once a minute that it was there. Raises NotFoundRefusal for any other key."""
    screen = Screen.objects.filter(digest=digest_of(key), revoked_at=None).first()
    if screen is None:
        raise NotFoundRefusal("refusal.no_such_page")
    now = timezone.now()
    if screen.seen_at is None or (now - screen.seen_at).total_seconds() > _SEEN_EVERY:
        Screen.objects.filter(pk=screen.pk).update(seen_at=now)
    return screen
