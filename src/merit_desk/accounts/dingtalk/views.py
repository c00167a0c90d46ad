"""Out to 钉钉 and back. Any user of 钉钉 may reach its page, so the company is checked where its number is set."""

from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

from merit_desk.accounts.sign_on.refusal import SignOnRefused

API = "https://api.dingtalk.com"
SIGN_IN = "https://login.dingtalk.com/oauth2/auth"


class DingTalkAdapter(DingTalkOAuth2Adapter):  # type: ignore[misc]
    """The library's adapter on addresses from the settings."""

    @property
    def authorize_url(self) -> str:
        """The page with the QR code."""
        return str(self._settings.get("SIGN_IN_ADDRESS", SIGN_IN))

    @property
    def access_token_url(self) -> str:
        """Where a code becomes a token."""
        return f"{self._api}/v1.0/oauth2/userAccessToken"

    @property
    def profile_url(self) -> str:
        """Who the token belongs to."""
        return f"{self._api}/v1.0/contact/users/me"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises SignOnRefused for a user of another company."""
        ours = app.settings.get("corp_id")
        if ours and kwargs["response"].get("corpId") != ours:
            raise SignOnRefused("accounts.sign_on.not_a_member")
        return super().complete_login(request, app, token, **kwargs)

    @property
    def _settings(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get_provider().get_settings()
        return found

    @property
    def _api(self) -> str:
        return str(self._settings.get("API_ADDRESS", API))


oauth2_login = OAuth2LoginView.adapter_view(DingTalkAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(DingTalkAdapter)
