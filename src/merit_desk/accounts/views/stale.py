"""A form whose safety mark no longer fits: opened long ago, or before signing in again elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from merit_desk.shell.sentences import say

_SECRET = ("password", "secret", "token", "code", "csrf")


@sensitive_post_parameters()
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Nothing was changed. What was typed is shown and, with script, put back into the form; no passwords."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(word in name.lower() for word in _SECRET)
    ]
    shown = {"title": say("accounts.stale.title"), "typed": typed, "back": form_page(request)}
    response = render(request, "accounts/stale.html", shown, status=403)
    if request.headers.get("HX-Request") == "true":
        response["HX-Retarget"], response["HX-Reswap"] = "body", "outerHTML"
    return response


def form_page(request: HttpRequest) -> str:
    """The page that the form stood on, if it is ours; else the front page."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else "/"
