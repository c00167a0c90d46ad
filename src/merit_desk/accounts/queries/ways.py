"""The ways to sign in that this company has set up, and the demo accounts."""

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest

from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.shell.sentences import say

_ICONS = {
    "wecom": "brand-wechat",
    "dingtalk": "message-circle-bolt",
    "feishu": "feather",
    "openid_connect": "id-badge-2",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One of the company's own sign-in systems."""

    id: str
    name: str
    icon: str
    address: str


def ways(request: HttpRequest, **told: str) -> list[Way]:
    """Those with a secret in the settings, in a fixed order. `told` is passed on (`next`, `process`)."""
    given = {name: value for name, value in told.items() if value}
    return [
        Way(each.id, way_name(each.id, each.name), _ICONS.get(each.id, "key"), each.get_login_url(request, **given))
        for each in get_adapter(request).list_providers(request)
    ]


def way_name(way: str, named: str = "") -> str:
    """What the system is called; the company names its own OpenID Connect provider."""
    own = way in {"openid_connect", "company"}
    return named if own and named else say(f"accounts.way.{'openid_connect' if own else way}")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo company, whose password everybody may know."""

    login: str
    name: str
    roles: tuple[str, ...]
    """Sentence codes."""


def demo_accounts() -> list[DemoAccount]:
    """Accounts made for the demo; none in a real company."""
    found = Account.objects.filter(demo=True, is_active=True).prefetch_related("grants").order_by("pk")
    return [
        DemoAccount(
            each.username, str(each), tuple(f"accounts.role.{role}" for role in Role if role in viewer_for(each).roles)
        )
        for each in found
    ]
