"""A code becomes a token at 飞书's present address: JSON in, JSON out, a number for each refusal."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client

from merit_desk.accounts.sign_on.refusal import SignOnRefused

_REASONS = {
    20002: "accounts.sign_on.wrong_secret",
    20003: "accounts.sign_on.code_used",
    20004: "accounts.sign_on.code_used",
    20010: "accounts.sign_on.not_a_member",
    20048: "accounts.sign_on.wrong_app",
}


class FeishuClient(OAuth2Client):  # type: ignore[misc]
    """Raises SignOnRefused with a sentence for each answer whose code is not 0."""

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        """The user's token; used at once to ask for the name, and not kept."""
        asked = {
            "grant_type": "authorization_code",
            "client_id": self.consumer_key,
            "client_secret": self.consumer_secret,
            "code": code,
            "redirect_uri": self.callback_url,
            "code_verifier": pkce_code_verifier,
        }
        with get_adapter().get_requests_session() as session:
            response = session.request("POST", self.access_token_url, json={k: v for k, v in asked.items() if v})
            answer: dict[str, Any] = response.json()
        refused = int(answer.get("code", 0))
        if refused or "access_token" not in answer:
            raise SignOnRefused(_REASONS.get(refused, "accounts.sign_on.refused"), errcode=refused)
        return answer
