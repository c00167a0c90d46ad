"""A person is known by their open_id of this app; their mail address counts only where the company says so."""

from typing import Any

from allauth.socialaccount.providers.feishu.provider import FeishuProvider as LibraryProvider
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.http import HttpRequest

from merit_desk.accounts.feishu.views import FeishuAdapter


class FeishuProvider(LibraryProvider):  # type: ignore[misc]
    """飞书 of one company (自建应用)."""

    name = "飞书"
    oauth2_adapter_class = FeishuAdapter
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What the page is told. Nothing of it is taken from the address, which anybody may have written."""
        told = super(OAuth2Provider, self).get_redirect_from_request_kwargs(request)
        return {**told, "scope": self.get_scope(), "auth_params": {}}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Name and mail address, the company's own one first."""
        return {"name": data.get("name", ""), "email": data.get("enterprise_email") or data.get("email")}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the name is kept: no telephone, no avatar."""
        return {"name": data.get("name", "")}


provider_classes = [FeishuProvider]
