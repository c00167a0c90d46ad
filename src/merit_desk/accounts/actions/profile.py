"""What people choose for themselves."""

from django.db import transaction
from django.http import HttpResponse

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.shell import language, theme

_A_YEAR = 365 * 24 * 3600


def choose_looks(viewer: Viewer, account: Account) -> None:
    """Language and theme of the viewer's own account."""
    with transaction.atomic():
        account.save(update_fields=["language", "theme"])
        chosen = {"language": account.language, "theme": account.theme}
        record(viewer.account, "accounts.looks_chosen", Subject("account", str(account.pk)), after=chosen)


def remember_looks(response: HttpResponse, account: Account) -> HttpResponse:
    """The same choice for this browser, also before signing in."""
    if account.language:
        response.set_cookie(language.COOKIE, account.language, max_age=_A_YEAR, samesite="Lax")
    if account.theme:
        response.set_cookie(theme.COOKIE, account.theme, max_age=_A_YEAR, samesite="Lax")
    else:
        response.delete_cookie(theme.COOKIE)
    return response
