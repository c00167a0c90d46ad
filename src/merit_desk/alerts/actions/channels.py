"""Choosing where one hears of alerts. Addresses of robots are secrets: sealed, never shown again."""

import json
import re
import secrets
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.live.secret_store import sealed, unsealed
from merit_desk.accounts.viewer import Viewer
from merit_desk.alerts.models import Channel, Way
from merit_desk.alerts.robots import HOSTS, DingTalkRobot, FeishuRobot, SignedWebhook, WeComRobot
from merit_desk.audit.actions import Subject, record
from merit_desk.intake.queries.places import company_folder
from merit_desk.notices.addresses import Forbidden, target_of
from merit_desk.notices.signature import SECRET_START

MOST = 10
_PATHS = {
    Way.DINGTALK: re.compile(r"/robot/send"),
    Way.FEISHU: re.compile(r"/open-apis/bot/v2/hook/[\w-]+/?"),
    Way.WECOM: re.compile(r"/cgi-bin/webhook/send"),
}
_PARTS = {Way.DINGTALK: "access_token", Way.WECOM: "key"}
Robot = DingTalkRobot | FeishuRobot | SignedWebhook | WeComRobot


def add_channel(viewer: Viewer, way: Way, name: str, address: str, secret: str = "") -> tuple[Channel, str]:
    """The new channel, and for a webhook without a secret the one made for it, shown this once.

    Raises ConflictRefusal saying what to change for an address that does not fit, or one too many.
    """
    if Channel.objects.filter(account_id=viewer.signer).count() >= MOST:
        raise ConflictRefusal("alert.too_many_channels", most=MOST)
    address, secret = address.strip(), secret.strip()
    _check(way, address, secret)
    made = ""
    if way is Way.WEBHOOK and not secret:
        secret = made = SECRET_START + b64encode(secrets.token_bytes(24)).decode()
    with transaction.atomic():
        channel = Channel.objects.create(
            account_id=viewer.signer,
            way=way,
            name=name.strip() or str(urlsplit(address).hostname),
            shown=f"{urlsplit(address).hostname} …{_last(address)}",
            sealed=sealed(company_folder(), _purpose(viewer.signer, way), json.dumps([address, secret])),
        )
        record(viewer.account, "alerts.channel_added", Subject("channel", str(channel.pk)), after={"way": way})
    return channel, made


def remove_channel(viewer: Viewer, number: int) -> None:
    """Take one's own away with all that waits for it. Raises NotFoundRefusal for anybody else's."""
    channel = own_channel(viewer, number)
    with transaction.atomic():
        record(viewer.account, "alerts.channel_removed", Subject("channel", str(number)), before={"way": channel.way})
        channel.delete()


def own_channel(viewer: Viewer, number: int) -> Channel:
    """Raises NotFoundRefusal for anybody else's."""
    found = Channel.objects.filter(pk=number, account_id=viewer.account or 0).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def robot_of(channel: Channel, message: str) -> Robot:
    """The plugin that sends to it. Raises ConflictRefusal where the key does not open what is sealed."""
    purpose = _purpose(channel.account_id, Way(channel.way))
    address, secret = json.loads(unsealed(company_folder(), purpose, channel.sealed).text)
    match Way(channel.way):
        case Way.DINGTALK:
            return DingTalkRobot(address, secret)
        case Way.FEISHU:
            return FeishuRobot(address, secret)
        case Way.WECOM:
            return WeComRobot(address)
        case _:
            return SignedWebhook(address, secret, message)


def _purpose(account: int, way: Way) -> str:
    return f"alerts/{account}/{way}"


def _check(way: Way, address: str, secret: str) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise ConflictRefusal("alert.bad_address", way=way) from None
    if way in _PATHS:
        fits = _PATHS[way].fullmatch(parts.path) and (way not in _PARTS or parse_qs(parts.query).get(_PARTS[way]))
        if not fits or (host not in HOSTS[way] and not settings.MERIT_WEBHOOK_ALLOW_PRIVATE):
            raise ConflictRefusal(f"alert.not_{way}")
    if way is Way.DINGTALK and not re.fullmatch(r"[A-Za-z0-9]*", secret):
        raise ConflictRefusal("alert.bad_secret")
    if way is Way.WEBHOOK and secret and not re.fullmatch(rf"{SECRET_START}[A-Za-z0-9+/]{{24,}}={{0,2}}", secret):
        raise ConflictRefusal("alert.bad_webhook_secret")
    try:
        target_of(address)
    except Forbidden as forbidden:
        if forbidden.why != "unknown_name" or way is Way.WEBHOOK:
            raise ConflictRefusal(f"alert.failure.{forbidden.why}") from None


def _last(address: str) -> str:
    return address[-4:]
