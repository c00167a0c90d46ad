"""The provider: a member is known by the userid the company gave them, which is never reused by 企业微信."""

from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.http import HttpRequest

from merit_desk.accounts.wecom.views import WeComAdapter, inside


class WeComAccount(ProviderAccount):  # type: ignore[misc]
    """A linked member, shown by name where the app may read it."""

    def to_str(self) -> str:
        """The member's name, else the userid."""
        return str(self.account.extra_data.get("name") or self.account.uid)


class WeComProvider(OAuth2Provider):  # type: ignore[misc]
    """企业微信 of one company (自建应用)."""

    id = "wecom"
    name = "企业微信"
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What the page is told. Nothing of it is taken from the address, which anybody may have written."""
        told = super(OAuth2Provider, self).get_redirect_from_request_kwargs(request)
        return {**told, "scope": [], "auth_params": {} if inside(request) else {"login_type": "CorpApp"}}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The member's userid."""
        return str(data["userid"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """The company's own mail address of the member, if the app may see it."""
        return {"name": data.get("name", ""), "email": data.get("biz_mail") or data.get("email")}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the name is kept: no telephone, no avatar."""
        return {"name": data.get("name", "")}


provider_classes = [WeComProvider]
