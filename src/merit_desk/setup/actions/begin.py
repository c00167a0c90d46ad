"""The first account, and what the set-up keeps of its steps."""

from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions.drafts import drop_draft, save_draft
from merit_desk.documents.models import Draft, Lock
from merit_desk.setup.code import use_up
from merit_desk.setup.queries.progress import ABOUT, kept


def first_owner(asked: dict[str, str]) -> Account:
    """The account that owns the installation. Raises NotFoundRefusal when there is any account already."""
    with transaction.atomic():
        Lock.objects.select_for_update().get_or_create(pk=1)
        if Account.objects.exists():
            raise NotFoundRefusal("refusal.no_such_page")
        account = Account(username=asked["username"].lower(), name=asked["name"], email=asked["email"].lower())
        account.set_password(asked["password"])
        account.save()
        if account.email:
            EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
        Grant.objects.create(account=account, role=Role.OWNER, start=timezone.localdate())
        Draft.objects.create(account=account, about=ABOUT)
        record(account.pk, "set_up.begun", Subject("account", str(account.pk)), after={"username": account.username})
    use_up(Path(settings.MERIT_COMPANY))
    return account


def keep(viewer: Viewer, **content: Any) -> dict[str, Any]:
    """Add to what the set-up keeps."""
    now = {**kept(viewer), **content}
    save_draft(viewer, ABOUT, now)
    return now


def skip(viewer: Viewer, step: str) -> None:
    """The step is left for later."""
    content = kept(viewer)
    keep(viewer, skipped=sorted({*content.get("skipped", ()), step}))


def finish(viewer: Viewer) -> None:
    """The set-up is over; its pages are gone."""
    kept(viewer)
    with transaction.atomic():
        drop_draft(viewer, ABOUT)
        record(viewer.account, "set_up.finished", Subject("account", str(viewer.account)))
