"""Making, linking, locking and ending accounts. An account is never deleted: the trail points at it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.forms.accounts import NewAccount
from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.lock_out import attempts_of
from merit_desk.accounts.queries.reach import may_manage
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record


def not_there() -> NotFoundRefusal:
    """What one may not do is not there."""
    return NotFoundRefusal("refusal.no_such_page")


def make_account(viewer: Viewer, asked: NewAccount) -> Account:
    """Without a password and without a role: it is invited, or signs in by the company's system."""
    viewer.require(Can.MANAGE_ACCOUNTS)
    with transaction.atomic():
        account = Account(
            username=asked.username.lower(),
            name=asked.name,
            person=asked.person,
            email=asked.email.lower(),
            language=asked.language,
        )
        account.set_unusable_password()
        account.save()
        if not may_manage(viewer, account):
            raise not_there()
        vouch(account)
        record(viewer.account, "accounts.made", _subject(account), after=_told(account))
    return account


def change_account(viewer: Viewer, account: Account, asked: NewAccount) -> None:
    """Name, person, address and language; what has not changed leaves no entry.

    Nobody but the owner becomes another person: somebody's own result would no longer be kept from them. And nobody
    makes an account somebody's whom they do not look after.
    """
    _manage(viewer, account)
    before = _told(Account.objects.get(pk=account.pk))
    if account.pk == viewer.account and asked.person != before["person"] and Role.OWNER not in viewer.roles:
        raise ConflictRefusal("accounts.refusal.yourself")
    with transaction.atomic():
        account.name, account.person, account.language = asked.name, asked.person, asked.language
        account.username, account.email = asked.username.lower(), asked.email.lower()
        account.save()
        if not may_manage(viewer, account):
            raise not_there()
        vouch(account)
        if before != _told(account):
            record(viewer.account, "accounts.changed", _subject(account), before, _told(account))


def lock(viewer: Viewer, account: Account) -> None:
    """Nobody signs in with it until it is opened again; its sessions end now. Raises ConflictRefusal for oneself:
    so the last owner stays, since only an owner may lock an owner.
    """
    _manage(viewer, account)
    if account.pk == viewer.account:
        raise ConflictRefusal("accounts.refusal.yourself")
    with transaction.atomic():
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        record(viewer.account, "accounts.locked", _subject(account))


def open_again(viewer: Viewer, account: Account) -> None:
    """Takes back a lock, and the waiting time after failed sign-ins."""
    _manage(viewer, account)
    with transaction.atomic():
        account.is_active = True
        account.save(update_fields=["is_active"])
        AccessAttempt.objects.filter(attempts_of(account)).delete()
        record(viewer.account, "accounts.opened", _subject(account))


def forget_second_factor(viewer: Viewer, account: Account) -> None:
    """For somebody who lost the telephone and the recovery codes. Not for oneself: that is done on one's own page."""
    _manage(viewer, account)
    if account.pk == viewer.account:
        raise ConflictRefusal("accounts.refusal.yourself")
    with transaction.atomic():
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        record(viewer.account, "accounts.second_factor_forgotten", _subject(account))


def link(viewer: Viewer, account: Account, way: str, uid: str) -> None:
    """The id by which one of the company's systems knows the person. Raises ConflictRefusal when it is another's."""
    _manage(viewer, account)
    with transaction.atomic():
        found, fresh = SocialAccount.objects.get_or_create(provider=way, uid=uid, defaults={"user": account})
        if found.user_id != account.pk:
            raise ConflictRefusal("accounts.refusal.linked_elsewhere", uid=uid)
        if fresh:
            record(viewer.account, "accounts.linked", _subject(account), after={"way": way, "uid": uid})


def unlink(viewer: Viewer, account: Account, way: str, uid: str) -> None:
    """Takes a link back; its sessions go on."""
    _manage(viewer, account)
    with transaction.atomic():
        if SocialAccount.objects.filter(user=account, provider=way, uid=uid).delete()[0]:
            record(viewer.account, "accounts.unlinked", _subject(account), before={"way": way, "uid": uid})


def end_sessions(account: Account) -> None:
    """Signs the account out everywhere."""
    for session in UserSession.objects.filter(user=account):
        session.end()


def _manage(viewer: Viewer, account: Account) -> None:
    viewer.require(Can.MANAGE_ACCOUNTS)
    if not may_manage(viewer, account):
        raise not_there()


def vouch(account: Account) -> None:
    """An address that the owner or HR wrote counts as proven: it is how the company knows the person."""
    EmailAddress.objects.filter(user=account).exclude(email__iexact=account.email).delete()
    if account.email:
        EmailAddress.objects.update_or_create(
            user=account, email=account.email, defaults={"primary": True, "verified": True}
        )


def _subject(account: Account) -> Subject:
    return Subject("account", str(account.pk))


def _told(account: Account) -> dict[str, str]:
    told = ("username", "name", "person", "email", "language")
    return {name: str(getattr(account, name)) for name in told}
