"""The page on which people make and revoke their own tokens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.api.actions.tokens import make_token, revoke_token
from merit_desk.api.forms.settings import TokenForm
from merit_desk.api.queries.tokens import tokens_visible_to, visible_token
from merit_desk.api.scopes import Scope
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; everybody's for whoever looks after integration."""
    viewer = viewer_of(request)
    shown = {"title": say("api.tokens"), "here": "settings", "tokens": tokens_visible_to(viewer)}
    return render(request, "api/tokens.html", {**shown, "everybodys": viewer.can(Can.INTEGRATE)})


@access(Need.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """The form, and the secret, which is shown on this one page."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _, secret = make_token(viewer_of(request), given["name"], map(Scope, given["scopes"]), given["days"])
        shown = {"title": say("api.token_made"), "secret": secret, "lead": say("api.token_once")}
        back = {"back": reverse("tokens"), "back_text": say("api.token_to_list")}
        return render(request, "api/secret.html", {**shown, **back})
    asking = {"title": say("api.token_new"), "form": form}
    return render(request, "api/new_token.html", asking, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first: a program loses access at once."""
    viewer = viewer_of(request)
    token = visible_token(viewer, number)
    if request.method == "POST":
        revoke_token(viewer, number)
        messages.success(request, say("api.token_revoked_now"))
        return redirect("tokens")
    shown = {
        "title": say("api.token_revoke"),
        "what": say("api.token_revoke_ask", name=token.name),
        "undo": say("api.token_revoke_undo"),
        "primary": say("api.token_revoke"),
        "action": request.path,
        "back": reverse("tokens"),
        "grave": True,
    }
    return render(request, "shell/confirm_page.html", shown)
