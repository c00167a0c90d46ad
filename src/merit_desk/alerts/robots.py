"""Robots of 钉钉, 飞书 and 企业微信 and signed webhooks, as plugins of apprise.

Apprise gives the shape of a plugin, the limits and the splitting of long messages. What a platform answers is read
here: all three answer 200 also to what they refuse, which apprise takes for sent (see docs/decisions/0091).
"""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import httpx
from apprise.plugins.base import NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from merit_desk.notices.addresses import Forbidden, Target, target_of
from merit_desk.notices.signature import signature

PATIENCE = 10.0
HOSTS = {
    "dingtalk": ("oapi.dingtalk.com",),
    "feishu": ("open.feishu.cn", "open.larksuite.com"),
    "wecom": ("qyapi.weixin.qq.com",),
}
"""Where the platforms' robots live; another host is taken only where private addresses are allowed."""
_OK = 200


class Refused(Exception):
    """`why` is the word of a failure (`alert.failure.<why>`), `said` what the receiver answered."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.said = said[:200]


class _Sent:
    """What every robot has in common: one checked address, one answer that is read, and why it failed."""

    address: str
    refused: Refused | None = None

    def posted(self, address: str, content: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The answer's JSON. Raises Refused."""
        try:
            status, text = _post(target_of(address), content, headers or {})
        except Forbidden as forbidden:
            raise Refused(forbidden.why) from None
        except httpx.TimeoutException:
            raise Refused("too_slow") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise Refused("unreachable") from None
        if not _OK <= status < _OK + 100:
            raise Refused("refused", f"{status} {text}")
        try:
            found = json.loads(text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def kept(self, act: Any) -> bool:
        """Do it; False and `refused` where it was refused, for apprise knows only yes and no."""
        try:
            act()
        except Refused as refused:
            self.refused = refused
            return False
        return True


class DingTalkRobot(_Sent, NotifyDingTalk):  # type: ignore[misc]
    """自定义机器人 with 加签: HMAC-SHA256 of time and secret under the secret."""

    def __init__(self, address: str, secret: str, **kwargs: Any) -> None:
        super().__init__(token="merit", secret=secret or None, **kwargs)  # noqa: S106 (the address holds the token)
        self.address = address

    def send(self, body: str, title: str = "", **_rest: Any) -> bool:
        """One message; the signature is written into the address once, not twice as apprise does."""
        return self.kept(lambda: self._said(f"{title}\n{body}" if title else body))

    def _said(self, text: str) -> None:
        address = self.address
        if self.secret:
            moment, quoted = self.get_signature()
            address = f"{address}&{urlencode({'timestamp': moment, 'sign': unquote(quoted)})}"
        _judged(self.posted(address, _json({"msgtype": "text", "text": {"content": text}})), "errcode", "errmsg")


class WeComRobot(_Sent, NotifyWeComBot):  # type: ignore[misc]
    """群机器人: whoever knows the address may send, so the address is the secret."""

    def __init__(self, address: str, secret: str = "", **kwargs: Any) -> None:
        del secret
        super().__init__(key="merit", **kwargs)
        self.address = address

    def send(self, body: str, title: str = "", **_rest: Any) -> bool:
        """One message."""
        return self.kept(lambda: self._said(f"{title}\n{body}" if title else body))

    def _said(self, text: str) -> None:
        _judged(self.posted(self.address, _json({"msgtype": "text", "text": {"content": text}})), "errcode", "errmsg")


class FeishuRobot(_Sent, NotifyFeishu):  # type: ignore[misc]
    """自定义机器人 with 签名校验, which apprise does not have: HMAC-SHA256 of nothing under time and secret."""

    def __init__(self, address: str, secret: str, **kwargs: Any) -> None:
        super().__init__(token="merit", **kwargs)  # noqa: S106 (the address holds the token)
        self.address, self.secret = address, secret

    def send(self, body: str, title: str = "", **_rest: Any) -> bool:
        """One message."""
        return self.kept(lambda: self._said(f"{title}\n{body}" if title else body))

    def _said(self, text: str) -> None:
        content: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if self.secret:
            moment = str(int(time.time()))
            content |= {"timestamp": moment, "sign": feishu_sign(moment, self.secret)}
        _judged(self.posted(self.address, _json(content)), "code", "msg")


class SignedWebhook(_Sent, NotifyBase):  # type: ignore[misc]
    """Any receiver: JSON, signed as Standard Webhooks has it (docs/decisions/0045)."""

    service_name = "Merit webhook"
    secure_protocol = "merit-webhook"
    body_maxlen = 100_000

    def __init__(self, address: str, secret: str, message: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.address, self.secret, self.message = address, secret, message

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """Never with its secret, whoever asks."""
        del privacy, args, kwargs
        return f"merit-webhook://{urlsplit(self.address).hostname}"

    def send(self, body: str, title: str = "", **_rest: Any) -> bool:
        """One message; what is sent again has the same id."""
        return self.kept(lambda: self._said(title, body))

    def _said(self, title: str, body: str) -> None:
        content = json.dumps({"id": self.message, "type": "alert", "title": title, "text": body}, ensure_ascii=False)
        moment = int(time.time())
        headers = {
            "webhook-id": self.message,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(self.secret, self.message, moment, content),
        }
        self.posted(self.address, content.encode(), headers)


def feishu_sign(moment: str, secret: str) -> str:
    """Base64 of HMAC-SHA256 of nothing under "<seconds>\\n<secret>", as open.feishu.cn has it for custom robots."""
    return base64.b64encode(hmac.new(f"{moment}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def _judged(answer: dict[str, Any], code: str, words: str) -> None:
    """Zero is sent; anything else is refused, with the platform's own words."""
    if answer.get(code) != 0:
        raise Refused("refused", f"{answer.get(code)} {answer.get(words, '')}")


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _post(target: Target, content: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """To the very address that was checked: no second look-up, no redirect."""
    given = {"Host": target.host, "Content-Type": "application/json; charset=utf-8", "User-Agent": "Merit-Alerts/1"}
    with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "POST", target.url, content=content, headers=given | headers, extensions={"sni_hostname": target.name}
        )
        answer = client.send(request)
    return answer.status_code, answer.text[:2000]
