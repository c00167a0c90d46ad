"""A way in for whoever looks after the machine: the first owner, or one who lost everything."""

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.actions.accounts import end_sessions
from merit_desk.accounts.actions.invitations import key_of
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.lock_out import attempts_of
from merit_desk.audit.actions import Subject, record


def rescue_link(name: str, *, owner: bool, host: str) -> str:
    """The address of a fresh link for the account; its password, second factor and lock end.

    With `owner` the account is made if it is not there, and given the company. Raises NotFoundRefusal
    otherwise. Only for the terminal of the machine itself: whoever can run this can read the database anyway.
    """
    with transaction.atomic():
        account = Account.objects.filter(username__iexact=name).first()
        if account is None:
            if not owner:
                raise NotFoundRefusal("accounts.refusal.no_such_account", name=name)
            account = Account(username=name.lower(), name=name)
        account.is_active = True
        account.set_unusable_password()
        account.save()
        if owner and not account.grants.filter(role=Role.OWNER, team="", end=None).exists():
            Grant.objects.create(account=account, role=Role.OWNER, start=timezone.localdate())
        Authenticator.objects.filter(user=account).delete()
        AccessAttempt.objects.filter(attempts_of(account)).delete()
        end_sessions(account)
        record(None, "accounts.rescued", Subject("account", str(account.pk)), after={"owner": owner})
    return host + reverse("accounts:accept", args=[key_of(account)])
