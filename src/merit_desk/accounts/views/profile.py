"""One's own page: who I am here, language and theme, mail address, password, second factor, where I am signed in."""

from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.actions.profile import choose_looks, remember_looks
from merit_desk.accounts.forms.profile import LooksForm
from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.ways import ways
from merit_desk.accounts.two_factors import must_have
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Everybody has this page, whatever their role."""
    account = cast("Account", request.user)
    present = {"language": account.language or current_language(), "theme": account.theme or "system"}
    looks = LooksForm(request.POST or None, initial=present)
    if request.method == "POST" and looks.is_valid():
        choose_looks(viewer_of(request), account, **looks.cleaned_data)
        messages.success(request, say("accounts.notice.looks_kept"))
        return remember_looks(redirect("accounts:profile"), account)
    pending = EmailAddress.objects.filter(user=account, verified=False).exclude(email__iexact=account.email).first()
    shown = {
        "title": say("accounts.profile.title"),
        "account": account,
        "form": looks,
        "roles": sorted(viewer_of(request).roles),
        "pending_address": pending.email if pending else "",
        "has_password": account.has_usable_password(),
        "second_factor": is_mfa_enabled(account),
        "must_have": must_have(request),
        "sessions": UserSession.objects.filter(user=account).count(),
        "ways": ways(request),
    }
    return render(request, "accounts/profile.html", shown)
