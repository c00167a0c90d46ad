"""The two addresses of signing in by 企业微信: out to its page, and back with a code."""

from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

from merit_desk.accounts.sign_on.refusal import SignOnRefused
from merit_desk.accounts.wecom.client import API, WeComClient

SIGN_IN = "https://login.work.weixin.qq.com/wwlogin/sso/login"
INSIDE = "https://open.weixin.qq.com/connect/oauth2/authorize"


class WeComAdapter(OAuth2Adapter):  # type: ignore[misc]
    """One member per code; whoever is not a member of the company is refused."""

    provider_id = "wecom"
    client_class = WeComClient
    access_token_method = "GET"  # noqa: S105 (the verb)
    access_token_url = ""

    @property
    def authorize_url(self) -> str:
        """Inside 企业微信 the silent page, elsewhere the page with the QR code."""
        addresses = self.get_provider().get_settings()
        if inside(self.request):
            return str(addresses.get("INSIDE_ADDRESS", INSIDE))
        return str(addresses.get("SIGN_IN_ADDRESS", SIGN_IN))

    def get_client(self, request: HttpRequest, app: SocialApp) -> WeComClient:
        """A client that knows the agent and, in tests, where the stand-in listens."""
        client: WeComClient = super().get_client(request, app)
        client.api = self.get_provider().get_settings().get("API_ADDRESS", API)
        client.agent_id = str(app.settings.get("agent_id", ""))
        return client

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:  # noqa: ARG002
        """Raises SignOnRefused for a visitor who is no member: they have an openid and no userid."""
        userid = kwargs["response"]["member"].get("userid")
        if not userid:
            raise SignOnRefused("accounts.sign_on.not_a_member")
        member = self.get_client(request, app).member(userid)
        return self.get_provider().sociallogin_from_response(request, {**member, "userid": userid})


def inside(request: HttpRequest) -> bool:
    """Whether the page is read in the browser of 企业微信 itself."""
    return "wxwork" in request.headers.get("User-Agent", "").lower()


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
