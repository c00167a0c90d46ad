"""While there is no company, every address leads to the set-up."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

_ALWAYS = ("/static/", "/healthz", "/readyz", "/metrics")


class FirstRunMiddleware:
    """Goes before the gate. Signing in stays open, so that an owner can come back to a set-up that was left."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (Path(settings.MERIT_COMPANY) / "company.yaml").is_file() or _open(request.path):
            return self.answer(request)
        start = reverse("setup:start")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": start})
        return HttpResponseRedirect(start)


def _open(path: str) -> bool:
    doors = (reverse("setup:start"), reverse("account_login"), reverse("account_logout"), reverse("jobs:jobs"))
    return path.startswith((*_ALWAYS, *doors))
