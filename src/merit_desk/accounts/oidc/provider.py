"""One OpenID Connect provider, the company's; PKCE always."""

from typing import Any

from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from merit_desk.accounts.oidc.views import CompanyAdapter


class CompanyProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A person is known by the `sub` of their ID token."""

    oauth2_adapter_class = CompanyAdapter
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:  # noqa: ARG002
        """There is one such provider, so its name is not in the address."""
        return reverse("openid_connect_login") + (f"?{urlencode(kwargs)}" if kwargs else "")

    def get_callback_url(self) -> str:
        """Registered with the provider as redirect URI."""
        return reverse("openid_connect_callback")

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What the page is told. Nothing of it is taken from the address, which anybody may have written."""
        told = super(OAuth2Provider, self).get_redirect_from_request_kwargs(request)
        return {**told, "scope": self.get_scope(), "auth_params": {}}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the name is kept."""
        return {"name": _claims(data).get("name", "")}


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = data.get("userinfo") or data.get("id_token") or {}
    return claims


provider_classes = [CompanyProvider]
