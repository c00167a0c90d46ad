"""Addresses of signing in. Only these pages of the library can be reached: nobody signs up.

The names are the library's, which refers to its pages by them; each says who may open it like every page of the desk.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.models import SocialApp
from allauth.usersessions import views as sessions
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.dingtalk import views as dingtalk
from merit_desk.accounts.feishu import views as feishu
from merit_desk.accounts.oidc import views as oidc
from merit_desk.accounts.views.address import address
from merit_desk.accounts.views.sign_in import sign_in
from merit_desk.accounts.wecom import views as wecom
from merit_desk.shell.sentences import said

View = Callable[..., HttpResponse]


def _for(need: Need, view: View, name: str) -> View:
    page = getattr(view, "view_class", None)
    if page is not None:
        view = page.as_view(extra_context={"title": said(f"accounts.title.{name}")})

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except SocialApp.DoesNotExist:  # a way to sign in that this company has not set up
            raise Http404 from None

    return access(need)(answer)


def _public(route: str, view: View, name: str) -> URLPattern:
    return path(route, _for(Need.PUBLIC, view, name), name=name)


def _own(route: str, view: View, name: str) -> URLPattern:
    return path(route, _for(Need.SIGNED_IN, view, name), name=name)


def _way(name: str, provider: str, views: Any) -> list[URLPattern]:
    return [
        _public(f"{name}/", views.oauth2_login, f"{provider}_login"),
        _public(f"{name}/callback/", views.oauth2_callback, f"{provider}_callback"),
    ]


_signing_in = [
    _public("", sign_in, "account_login"),
    _public("second-step/", second_step.authenticate, "mfa_authenticate"),
    _public("locked/", account.account_inactive, "account_inactive"),
    _public("forgotten/", account.password_reset, "account_reset_password"),
    _public("forgotten/sent/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _for(Need.PUBLIC, account.password_reset_from_key, "account_reset_password_from_key"),
        name="account_reset_password_from_key",
    ),
    _public("forgotten/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    _public("cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    _public("address/<str:key>/", account.confirm_email, "account_confirm_email"),
    *_way("oidc", "openid_connect", oidc),
    *_way("wecom", "wecom", wecom),
    *_way("dingtalk", "dingtalk", dingtalk),
    *_way("feishu", "feishu", feishu),
]
_own_pages = [
    _own("again/", account.reauthenticate, "account_reauthenticate"),
    _own("again/code/", second_step.reauthenticate, "mfa_reauthenticate"),
    _own("password/", account.password_change, "account_change_password"),
    _own("password/first/", account.password_set, "account_set_password"),
    _own("address/", address, "account_email"),
    _own("address/sent/", account.email_verification_sent, "account_email_verification_sent"),
    _own("two-factors/", second_step.index, "mfa_index"),
    _own("two-factors/app/", totp.activate_totp, "mfa_activate_totp"),
    _own("two-factors/app/end/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own("two-factors/codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("two-factors/codes/new/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("two-factors/codes/file/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"),
    _own("links/", social.connections, "socialaccount_connections"),
    _own("sessions/", sessions.list_usersessions, "usersessions_list"),
]
urlpatterns = [
    path("sign-in/", include(_signing_in)),
    _public("sign-out/", account.logout, "account_logout"),
    path("accounts/me/", include(_own_pages)),
]
