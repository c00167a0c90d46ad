"""What pages of accounts show that is in no other app: ways to sign in, a browser in words, a moment."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from merit_desk.accounts.queries.ways import Way, way_name, ways
from merit_desk.accounts.two_factors import must_have
from merit_desk.shell.sentences import say

register = template.Library()

_BROWSERS = (
    ("wxwork", "accounts.device.wecom"),
    ("MicroMessenger", "accounts.device.wechat"),
    ("DingTalk", "accounts.device.dingtalk"),
)
_NAMES = (("Lark", "Feishu"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.simple_tag(takes_context=True)
def sign_in_ways(context: Context, process: str = "") -> list[Way]:
    """The company's own sign-in systems."""
    return ways(context["request"], process=process)


@register.simple_tag(takes_context=True)
def second_factor_required(context: Context) -> bool:
    """Whether a role of the viewer asks for a second factor."""
    return must_have(context["request"])


@register.filter
def device(agent: str) -> str:
    """Browser and system in a few words: enough to recognise one's own."""
    browser = next((say(code) for sign, code in _BROWSERS if sign in agent), "") or next(
        (name for sign, name in _NAMES if sign in agent), say("accounts.device.other")
    )
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} · {system}" if system else browser


@register.filter
def moment(value: datetime | None) -> str:
    """Day and minute on the company's clock; a dash for never."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def way_of(link: Any) -> str:
    """What the system of a link is called, also when it is no longer set up."""
    return way_name(link.provider)
