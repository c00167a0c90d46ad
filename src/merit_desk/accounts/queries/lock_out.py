"""Who is locked out after failed sign-ins, and until when. A lock-out holds for one name from one address.

So neither a colleague behind the same office address nor a stranger elsewhere can keep somebody out; guessing one name
from many addresses is slowed down by the library's own limit.
"""

from datetime import datetime
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from merit_desk.accounts.models import Account


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What was typed as name, the way accounts are told apart: without outer spaces, in lower case."""
    typed = (credentials or {}).get("username") or (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()[:254]


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server in front of us settled it."""
    return get_client_ip(request) or ""


def locked_until(name: str, address: str) -> datetime | None:
    """When the name may try again from this address; None when it may now."""
    found = _standing().filter(username=name.lower(), ip_address=address).first()
    return _end(found) if found else None


def account_locked_until(account: Account) -> datetime | None:
    """The latest end of a lock-out of the account from anywhere."""
    names = [name.lower() for name in (account.username, account.email) if name]
    return max((_end(each) for each in _standing().filter(username__in=names)), default=None)


def attempts_of(account: Account) -> Q:
    """Which failures belong to the account."""
    return Q(username__in=[name.lower() for name in (account.username, account.email) if name])


def _standing() -> Any:
    cool_off = get_cool_off()
    return AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=timezone.now() - cool_off
    ).order_by("-attempt_time")


def _end(attempt: AccessAttempt) -> datetime:
    ends: datetime = attempt.attempt_time + get_cool_off()
    return ends
