"""What somebody sees after too many failed sign-ins: until when, and what else can be done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from merit_desk.accounts.queries.lock_out import address_of, locked_until, typed_name
from merit_desk.shell.sentences import say


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,  # noqa: ARG001 (axes passes it)
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answers 429 instead of the page that was asked for."""
    until = locked_until(typed_name(request, credentials), address_of(request))
    moment = timezone.localtime(until).strftime("%H:%M") if until else ""
    shown = {"title": say("accounts.locked_out.title"), "until": moment}
    return render(request, "accounts/locked_out.html", shown, status=429)
