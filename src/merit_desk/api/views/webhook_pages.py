"""The pages on which webhooks are made, watched, tried and removed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.api.actions.webhooks import change_webhook, make_webhook, remove_webhook, send_again, try_webhook
from merit_desk.api.forms.settings import WebhookForm
from merit_desk.api.queries.webhooks import deliveries_of, webhook_of, webhooks_of
from merit_desk.shell.sentences import say

_ON_A_PAGE = 50


@access(Can.INTEGRATE)
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    """Each with what became of its latest message."""
    hooks = [(hook, hook.deliveries.order_by("-pk").first()) for hook in webhooks_of(viewer_of(request))]
    return render(request, "api/webhooks.html", {"title": say("api.hooks"), "here": "settings", "hooks": hooks})


@access(Can.INTEGRATE)
@never_cache
@require_http_methods(["GET", "POST"])
def new_webhook(request: HttpRequest) -> HttpResponse:
    """The form, and the secret for signatures, which is shown on this one page."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = make_webhook(viewer_of(request), given["address"], given["events"], given["note"])
        except ConflictRefusal as refusal:
            form.add_error("address", say(refusal.code, **refusal.params))
        else:
            shown = {"title": say("api.hook_made"), "secret": made.secret, "lead": say("api.hook_secret_once")}
            back = {"back": reverse("webhook", args=[made.pk]), "back_text": say("api.hook_to_list")}
            return render(request, "api/secret.html", {**shown, **back})
    asking = {"title": say("api.hook_new"), "form": form}
    return render(request, "api/new_webhook.html", asking, status=422 if form.errors else 200)


@access(Can.INTEGRATE)
@require_GET
def webhook(request: HttpRequest, number: int) -> HttpResponse:
    """One webhook with the log of its messages."""
    viewer = viewer_of(request)
    hook = webhook_of(viewer, number)
    page = Paginator(deliveries_of(viewer, number), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "api/webhook.html", {"title": hook.note or hook.address, "hook": hook, "page": page})


@access(Can.INTEGRATE)
@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """On or off."""
    hook = webhook_of(viewer_of(request), number)
    change_webhook(viewer_of(request), number, on=not hook.on)
    messages.success(request, say("api.hook_changed"))
    return redirect("webhook", number)


@access(Can.INTEGRATE)
@require_POST
def try_it(request: HttpRequest, number: int) -> HttpResponse:
    """Send a trial."""
    try_webhook(viewer_of(request), number)
    messages.success(request, say("api.hook_tried"))
    return redirect("webhook", number)


@access(Can.INTEGRATE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first."""
    hook = webhook_of(viewer_of(request), number)
    if request.method == "POST":
        remove_webhook(viewer_of(request), number)
        messages.success(request, say("api.hook_removed"))
        return redirect("webhooks")
    shown = {
        "title": say("api.hook_remove"),
        "what": say("api.hook_remove_ask", address=hook.address),
        "undo": say("api.hook_remove_undo"),
        "primary": say("api.hook_remove"),
        "action": request.path,
        "back": reverse("webhook", args=[number]),
        "grave": True,
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.INTEGRATE)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Send one message once more."""
    made = send_again(viewer_of(request), number)
    messages.success(request, say("api.delivery_queued"))
    return redirect("webhook", made.webhook_id)
