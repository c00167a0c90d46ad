"""A person is known by their openId of this app; their mail address counts only where the company says so."""

from typing import Any

from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider as LibraryProvider
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.http import HttpRequest

from merit_desk.accounts.dingtalk.views import DingTalkAdapter


class DingTalkProvider(LibraryProvider):  # type: ignore[misc]
    """钉钉 of one company."""

    name = "钉钉"
    oauth2_adapter_class = DingTalkAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What the page is told. Nothing of it is taken from the address, which anybody may have written."""
        told = super(OAuth2Provider, self).get_redirect_from_request_kwargs(request)
        return {**told, "scope": self.get_scope(), "auth_params": {"prompt": "consent"}}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Name and mail address."""
        return {"name": data.get("nick", ""), "email": data.get("email")}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the name is kept: no telephone, no avatar."""
        return {"nick": data.get("nick", "")}


provider_classes = [DingTalkProvider]
