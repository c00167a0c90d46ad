"""What people choose for themselves."""

from django.db import transaction
from django.http import HttpResponse

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.shell.language import COOKIE as LANGUAGE_COOKIE
from merit_desk.shell.theme import COOKIE as THEME_COOKIE

_A_YEAR = 365 * 24 * 3600


def choose_looks(viewer: Viewer, account: Account, language: str, theme: str) -> None:
    """Language and theme of the viewer's own account; an empty theme is the system's."""
    account.language, account.theme = language, theme
    with transaction.atomic():
        account.save(update_fields=["language", "theme"])
        chosen = {"language": account.language, "theme": account.theme}
        record(viewer.account, "accounts.looks_chosen", Subject("account", str(account.pk)), after=chosen)


def remember_looks(response: HttpResponse, account: Account) -> HttpResponse:
    """The same choice for this browser, also before signing in."""
    if account.language:
        response.set_cookie(LANGUAGE_COOKIE, account.language, max_age=_A_YEAR, samesite="Lax")
    if account.theme:
        response.set_cookie(THEME_COOKIE, account.theme, max_age=_A_YEAR, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE)
    return response
