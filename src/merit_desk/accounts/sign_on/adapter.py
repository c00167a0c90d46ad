"""Who of the company's sign-in system is which account: by a link, a proven address, or the person's id."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.ways import way_name
from merit_desk.accounts.sign_on.refusal import SignOnRefused
from merit_desk.audit.actions import Subject, record
from merit_desk.shell.sentences import knows, say


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts are found, not made, unless the owner allows new ones (MERIT_SIGN_ON_NEW_ACCOUNTS)."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Links a first sign-in to the account it belongs to. Raises ImmediateHttpResponse when there is none."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        account = account_for(sociallogin)
        if account is not None:
            sociallogin.connect(request, account)
            record(account.pk, "accounts.linked", Subject("account", str(account.pk)), after=_way(sociallogin))
        elif not self.is_open_for_signup(request, sociallogin):
            refusal = SignOnRefused("accounts.sign_on.no_account", uid=sociallogin.account.uid)
            raise ImmediateHttpResponse(_refused(request, sociallogin.provider, refusal.code, refusal.gaps))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Whether an unknown visitor gets an account. It has no role: it shows nothing until somebody grants one."""
        return bool(settings.MERIT_SIGN_ON_NEW_ACCOUNTS)

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """There is no form between."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Account:
        """The name as the sign-in system writes it. An address that is not proven is not taken over."""
        account: Account = super().populate_user(request, sociallogin, data)
        account.name = str(data.get("name") or "")[:80]
        if not any(each.verified and each.email == account.email for each in sociallogin.email_addresses):
            account.email = ""
        return account

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """The desk's words for an error of the library."""
        known = f"accounts.error.{code}"
        if knows(known):
            return ValidationError(say(known), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Says why, in a sentence. Raises ImmediateHttpResponse, which is how the library takes a page."""
        if str(getattr(error, "value", error)) == "cancelled":
            return
        stale = exception is None and not (extra_context or {}).get("state")
        code, gaps = "accounts.sign_on.stale" if stale else "accounts.sign_on.unreachable", {}
        if isinstance(exception, SignOnRefused):
            code, gaps = exception.code, exception.gaps
        elif isinstance(exception, OAuth2Error):
            code = "accounts.sign_on.bad_token"
        raise ImmediateHttpResponse(_refused(request, provider, code, gaps))


def _refused(request: HttpRequest, provider: Any, code: str, gaps: dict[str, object]) -> HttpResponse:
    record(None, "accounts.sign_on_refused", Subject("way", provider.id), after={"why": code, **gaps})
    name = way_name(provider.id, provider.name)
    shown = {"title": say("accounts.sign_on.title", way=name), "why": say(code, way=name, **gaps)}
    return render(request, "accounts/sign_on_refused.html", shown, status=401)


def account_for(sociallogin: SocialLogin) -> Account | None:
    """The one active account that a first sign-in belongs to; None when there is none, or more than one."""
    proven = {each.email.lower() for each in sociallogin.email_addresses if each.verified}
    found = {account.pk: account for address in proven for account in _by_mail(address)}
    if settings.MERIT_WECOM_USERID_IS_PERSON and sociallogin.account.provider == "wecom":
        found |= {each.pk: each for each in Account.objects.filter(person=sociallogin.account.uid, is_active=True)}
    return next(iter(found.values())) if len(found) == 1 else None


def _by_mail(address: str) -> list[Account]:
    proven = EmailAddress.objects.filter(email__iexact=address, verified=True).values("user_id")
    return list(Account.objects.filter(is_active=True, email__iexact=address)) or list(
        Account.objects.filter(is_active=True, pk__in=proven)
    )


def _way(sociallogin: SocialLogin) -> dict[str, str]:
    return {"way": sociallogin.account.provider, "uid": sociallogin.account.uid}
