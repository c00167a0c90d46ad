"""Who must have a second factor is led to it before anything else: a role that MERIT_TWO_FACTORS names."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_of

_OPEN = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes"}
    | {"mfa_reauthenticate", "mfa_download_recovery_codes"}
)
_SEEN = "two_factors"


class TwoFactorsMiddleware:
    """Lets through who has the second factor or needs none, and, for the others, only the pages that set it up."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MERIT_TWO_FACTORS and _lacking(request) and not _opens(request):
            return redirect("mfa_index")
        return self.answer(request)


def must_have(request: HttpRequest) -> bool:
    """Whether a role of the viewer asks for a second factor. Demo accounts are left alone."""
    account = request.user
    if not isinstance(account, Account) or account.demo:
        return False
    return bool(settings.MERIT_TWO_FACTORS & {role.value for role in viewer_of(request).roles})


def _lacking(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.session.get(_SEEN) == request.user.pk or not must_have(request):
        return False
    if is_mfa_enabled(request.user):
        request.session[_SEEN] = request.user.pk
        return False
    return True


def _opens(request: HttpRequest) -> bool:
    if request.path.startswith(settings.STATIC_URL):
        return True
    try:
        return resolve(request.path_info).url_name in _OPEN
    except Resolver404:
        return True  # nobody answers there: the 404 page tells nothing
