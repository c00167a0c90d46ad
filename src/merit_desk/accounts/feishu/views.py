"""Out to 飞书 and back, on addresses from the settings."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

from merit_desk.accounts.feishu.client import FeishuClient

API = "https://open.feishu.cn"
SIGN_IN = "https://accounts.feishu.cn/open-apis/authen/v1/authorize"


class FeishuAdapter(FeishuOAuth2Adapter):  # type: ignore[misc]
    """The library's adapter with 飞书's present addresses."""

    client_class = FeishuClient

    @property
    def authorize_url(self) -> str:
        """The page with the QR code."""
        return str(self._settings.get("SIGN_IN_ADDRESS", SIGN_IN))

    @property
    def access_token_url(self) -> str:
        """Where a code becomes a token."""
        return f"{self._api}/open-apis/authen/v2/oauth/token"

    @property
    def user_info_url(self) -> str:
        """Who the token belongs to."""
        return f"{self._api}/open-apis/authen/v1/user_info"

    def get_client(self, request: HttpRequest, app: SocialApp) -> FeishuClient:
        """The client of the present token address, not the library's."""
        client: FeishuClient = OAuth2Adapter.get_client(self, request, app)
        return client

    @property
    def _settings(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get_provider().get_settings()
        return found

    @property
    def _api(self) -> str:
        return str(self._settings.get("API_ADDRESS", API))


oauth2_login = OAuth2LoginView.adapter_view(FeishuAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(FeishuAdapter)
