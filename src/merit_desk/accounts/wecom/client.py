"""What 企业微信 answers to: the app's token, who stands behind a code, and the member's name.

A code names a person, the token only names the app: that is why one token is kept and shared. Addresses come from the
settings, so that tests can stand in for the real ones.
"""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.core.cache import cache

from merit_desk.accounts.sign_on.refusal import SignOnRefused

API = "https://qyapi.weixin.qq.com"
_OUTDATED_TOKEN = frozenset({40014, 42001})
_REASONS = {
    40001: "accounts.sign_on.wrong_secret",
    40013: "accounts.sign_on.wrong_app",
    40029: "accounts.sign_on.code_used",
    42003: "accounts.sign_on.code_used",
    50001: "accounts.sign_on.wrong_domain",
    60020: "accounts.sign_on.address_not_trusted",
}
_EARLY = 300  # seconds: a token is fetched anew before it runs out


class WeComClient(OAuth2Client):  # type: ignore[misc]
    """Speaks the three calls of signing in. Raises SignOnRefused with a sentence for each answer that is not “ok”."""

    client_id_parameter = "appid"
    api = API
    agent_id = ""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """The page with the QR code, or the silent one inside 企业微信 itself, which wants its fragment."""
        where: str = super().get_redirect_url(
            authorization_url, scope or ["snsapi_base"], {**extra_params, "agentid": self.agent_id}
        )
        return where if extra_params.get("login_type") else f"{where}#wechat_redirect"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:  # noqa: ARG002
        """The app's token, and who the code stands for: a code can be asked about once only."""
        member = self._asked("auth/getuserinfo", code=code)
        return {"access_token": self._app_token(), "member": member}

    def member(self, userid: str) -> dict[str, Any]:
        """Name and post of a member. Empty where the app may not read the address book: signing in does not need it."""
        try:
            return self._asked("user/get", userid=userid)
        except SignOnRefused:
            return {}

    def _asked(self, call: str, **parameters: str) -> dict[str, Any]:
        answer = self._ask(call, access_token=self._app_token(), **parameters)
        if answer["errcode"] in _OUTDATED_TOKEN:
            cache.delete(self._cache_key)
            answer = self._ask(call, access_token=self._app_token(), **parameters)
        return _checked(answer)

    def _app_token(self) -> str:
        kept = cache.get(self._cache_key)
        if kept is not None:
            return str(kept)
        fresh = _checked(self._ask("gettoken", corpid=self.consumer_key, corpsecret=self.consumer_secret))
        cache.set(self._cache_key, fresh["access_token"], max(1, int(fresh["expires_in"]) - _EARLY))
        return str(fresh["access_token"])

    @property
    def _cache_key(self) -> str:
        return f"wecom-token:{self.api}:{self.consumer_key}:{self.agent_id}"

    def _ask(self, call: str, **parameters: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.request("GET", f"{self.api}/cgi-bin/{call}", params=parameters)
            response.raise_for_status()
            found: dict[str, Any] = response.json()
            return {"errcode": 0, **found}


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    if answer["errcode"] != 0:
        code = answer["errcode"]
        raise SignOnRefused(_REASONS.get(code, "accounts.sign_on.refused"), errcode=code)
    return answer
