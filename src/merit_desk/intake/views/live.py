"""Fetching a live source now, and entering its password or token."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.secret_store import secret_entered_at
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.intake.actions.live import enter_secret, fetch_now, live_source, take_secret_away
from merit_desk.intake.queries.places import company_folder
from merit_desk.intake.secret_form import SecretForm
from merit_desk.shell.sentences import say


@access(Can.LOAD_DATA)
@require_POST
def fetch(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for it; the list shows that it is under way."""
    fetch_now(viewer_of(request), name)
    messages.success(request, say("intake.live_asked", name=name))
    return redirect("intake:sources")


@access(Can.LOAD_DATA)
@require_http_methods(["GET", "POST"])
def secret(request: HttpRequest, name: str) -> HttpResponse:
    """The form, always empty: what was entered is never shown again."""
    source = live_source(name)
    form = SecretForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            enter_secret(viewer_of(request), name, form.cleaned_data["secret"])
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("intake.secret_kept", name=name))
            return redirect("intake:sources")
    shown = {
        "title": say("intake.secret_of", name=name),
        "here": "intake",
        "source": source,
        "entered_at": secret_entered_at(company_folder(), source),
        "form": form,
        "refused": refused,
    }
    return render(request, "intake/secret.html", shown, status=422 if form.errors or refused else 200)


@access(Can.LOAD_DATA)
@require_POST
def forget(request: HttpRequest, name: str) -> HttpResponse:
    """Take the secret away."""
    take_secret_away(viewer_of(request), name)
    messages.success(request, say("intake.secret_forgotten", name=name))
    return redirect("intake:sources")
