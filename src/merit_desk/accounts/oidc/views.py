"""Out to the company's OpenID Connect provider and back.

The library may skip the signature of a token it fetched itself; here it is always checked, and so is the nonce,
which is derived from the state: that is used once, by one session, so a token made for another sign-in never fits.
"""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from merit_desk.accounts.sign_on.refusal import SignOnRefused

PROVIDER_ID = "company"


def nonce_of(state: str) -> str:
    """What the ID token of the sign-in with this state must carry."""
    return salted_hmac("merit.accounts.oidc", state, algorithm="sha256").hexdigest()


class CompanyClient(OAuth2Client):  # type: ignore[misc]
    """Sends the nonce along."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, Any]) -> str:
        """The provider's own page."""
        where: str = super().get_redirect_url(
            authorization_url, scope, {**extra_params, "nonce": nonce_of(str(self.state))}
        )
        return where


class CompanyAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Raises SignOnRefused for a token that is missing, wrongly signed, outdated, or made for another sign-in."""

    client_class = CompanyClient

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER_ID) -> None:
        super().__init__(request, provider_id)
        self._user_info: dict[str, Any] = {}

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The claims of the ID token, and those of the user-info address if it is asked."""
        if not kwargs["response"].get("id_token"):
            raise SignOnRefused("accounts.sign_on.bad_token")
        return super().complete_login(request, app, token, **kwargs)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """The absolute address the provider sends people back to."""
        return request.build_absolute_uri(reverse("openid_connect_callback"))

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except KeyError as missing:
            raise SignOnRefused("accounts.sign_on.bad_token") from missing
        if not constant_time_compare(str(claims.get("nonce")), nonce_of(self.request.GET.get("state", ""))):
            raise SignOnRefused("accounts.sign_on.bad_token")
        if self._user_info and self._user_info.get("sub") != claims["sub"]:  # the two must speak of one person
            raise SignOnRefused("accounts.sign_on.bad_token")
        return claims

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        self._user_info = super()._fetch_user_info(access_token)
        return self._user_info


def _view(view: type) -> Callable[[HttpRequest], HttpResponse]:
    answer: Callable[[HttpRequest], HttpResponse] = view.adapter_view(CompanyAdapter)  # type: ignore[attr-defined]
    return answer


oauth2_login = _view(OAuth2LoginView)
oauth2_callback = _view(OAuth2CallbackView)
