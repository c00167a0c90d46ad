"""Receivers that write sign-ins, failures and changes of the second factor to the trail.

Of a failed sign-in only the account is kept, never what was typed: people type passwords into the field of the name.
"""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_removed
from axes.helpers import get_cool_off
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils import timezone

from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.lock_out import typed_name
from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Entry
from merit_desk.audit.origin import current_origin


def _own(action: str, account: Account, after: Any = None) -> None:
    record(account.pk, action, Subject("account", str(account.pk)), after=after)


@receiver(user_logged_in)
def signed_in(user: Account, request: HttpRequest | None = None, **_: Any) -> None:
    """With the way it was done: password, or one of the company's systems."""
    methods = request.session.get("account_authentication_methods", []) if request else []
    _own("accounts.signed_in", user, {"ways": [each.get("provider") or each.get("method") for each in methods]})


@receiver(user_logged_out)
def signed_out(user: Account | None, **_: Any) -> None:
    """By the person themselves; a session that ran out leaves no entry."""
    if user is not None:
        _own("accounts.signed_out", user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Not while locked out: the lock-out itself is written once."""
    if request is None or getattr(request, "axes_locked_out", False):
        return
    record(None, "accounts.sign_in_failed", _subject(typed_name(request, credentials)))


@receiver(user_locked_out)
def locked_out(username: str, **_: Any) -> None:
    """After too many failures from one address: once, not for every try while it lasts."""
    subject, since = _subject(username or ""), timezone.now() - get_cool_off()
    known = Entry.objects.filter(
        action="accounts.locked_out", subject=subject.id, address=current_origin(), at__gt=since
    )
    if not known.exists():
        record(None, "accounts.locked_out", subject)


@receiver(post_save, sender=Authenticator)
def second_factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """Recovery codes come with it and need no entry of their own."""
    if created and instance.type == Authenticator.Type.TOTP:
        _own("accounts.second_factor_added", instance.user)


def _subject(name: str) -> Subject:
    account = Account.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first() if name else None
    return Subject("account", str(account.pk) if account else "")


def _when(announced: Signal, action: str) -> None:
    def write(user: Account, **_: Any) -> None:
        _own(action, user)

    announced.connect(write, weak=False, dispatch_uid=action)


for _announced, _action in (
    (password_changed, "accounts.password_changed"),
    (password_set, "accounts.password_set"),
    (password_reset, "accounts.password_reset"),
    (email_changed, "accounts.email_changed"),
    (authenticator_removed, "accounts.second_factor_removed"),
    (authenticator_reset, "accounts.recovery_codes_made"),
    (authentication_failed, "accounts.code_failed"),
):
    _when(_announced, _action)


@receiver(social_account_removed)
def unlinked(socialaccount: Any, **_: Any) -> None:
    """The way to sign in that was given up."""
    _own("accounts.unlinked", socialaccount.user, {"way": socialaccount.provider, "uid": socialaccount.uid})
