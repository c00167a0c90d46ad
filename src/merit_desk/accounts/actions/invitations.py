"""The link that turns a new account into one with a password. It needs no table: it is signed.

A link ends after seven days, after its first use, when a newer one is made, and when the
account signs in by the company's system: its mark is made of the account's own state.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from merit_desk.accounts.actions.accounts import end_sessions, not_there
from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.reach import may_manage
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.shell.sentences import say

LASTS = timedelta(days=7)
_SIGNER = TimestampSigner(salt="merit.accounts.invitation")


@dataclass(frozen=True, slots=True)
class Invitation:
    """The address of the link, and whether it also went out by mail."""

    address: str
    mailed: bool


def invite(viewer: Viewer, account: Account, host: str) -> Invitation:
    """A fresh link for the account; older ones end. `host` is the desk's own address. Raises NotFoundRefusal."""
    if not may_manage(viewer, account):
        raise not_there()
    with transaction.atomic():
        account.set_unusable_password()
        account.save(update_fields=["password"])
        end_sessions(account)
        record(
            viewer.account, "accounts.invited", Subject("account", str(account.pk)), after={"mail": bool(account.email)}
        )
    address = host + reverse("accounts:accept", args=[key_of(account)])
    return Invitation(address, _mailed(account, address))


def key_of(account: Account) -> str:
    """What stands in the link."""
    return _SIGNER.sign(f"{account.pk}.{_mark(account)}").replace(":", "~")


def invited(key: str) -> Account | None:
    """Whose link this is; None when it has ended or was never ours."""
    try:
        number, _, mark = _SIGNER.unsign(key.replace("~", ":"), max_age=LASTS).partition(".")
    except (BadSignature, SignatureExpired):
        return None
    account = Account.objects.filter(pk=int(number), is_active=True).first()
    return account if account and constant_time_compare(mark, _mark(account)) else None


def accept(account: Account, password: str) -> None:
    """Sets the first password; with it the link ends, and the mail address it went to counts as proven."""
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        EmailAddress.objects.filter(user=account, email__iexact=account.email).update(verified=True)
        record(account.pk, "accounts.accepted", Subject("account", str(account.pk)))


def _mark(account: Account) -> str:
    return salted_hmac("merit.accounts.invitation", f"{account.password}|{account.last_login}").hexdigest()


def _mailed(account: Account, address: str) -> bool:
    """False where no mail server is set or it does not answer: the link is shown all the same."""
    if (
        not account.email
        or not getattr(settings, "EMAIL_HOST", "")
        or settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    ):
        return False
    gaps = {"name": str(account), "address": address, "days": LASTS.days}
    body = f"{say('accounts.mail.invitation.body', **gaps)}\n\n{say('accounts.mail.foot')}\n"
    try:
        return bool(send_mail(say("accounts.mail.invitation.subject"), body, None, [account.email]))
    except OSError:
        return False
