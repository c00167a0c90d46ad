"""Where the link of an invitation leads: choose a password, and you are in."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.actions.invitations import accept, invited
from merit_desk.accounts.forms.invitation import AcceptForm
from merit_desk.shell.sentences import say

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@access(Need.PUBLIC)
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """An ended link says so and tells whom to ask; it does not say whose it was."""
    account = invited(key)
    if account is None:
        shown = {"title": say("accounts.invitation.ended")}
        return render(request, "accounts/invitation_ended.html", shown, status=410)
    form = AcceptForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept(account, form.cleaned_data["password"])
        login(request, account, backend=_BACKEND)
        return redirect("/")
    page = {"title": say("accounts.invitation.title"), "form": form, "account": account}
    response = render(request, "accounts/invitation.html", page)
    response["Cache-Control"] = "no-store"
    return response
