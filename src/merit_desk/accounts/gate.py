"""The gate: every address is closed but for those whose view says who may open it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Need
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.refused import refused


class GateMiddleware:
    """Deny by default: without an account the sign-in page comes first, without the ability the page is not there."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the view answer."""
        del args, kwargs
        if guards_itself(request):
            return None
        needs = getattr(view, "access_needs", ())
        if Need.PUBLIC in needs:
            return None
        viewer = viewer_of(request)
        if viewer.account is None:
            return to_sign_in(request)
        if needs and viewer.meets(needs):
            return None
        return refused(request, NotFoundRefusal("refusal.no_such_page"))


def guards_itself(request: HttpRequest) -> bool:
    """Addresses of libraries that settle access themselves: signing in, and the API with its tokens."""
    match = request.resolver_match
    if match is None:
        return False
    return bool(set(match.app_names) & settings.GUARDED_APPS) or (match.url_name or "").startswith(
        settings.GUARDED_NAMES
    )


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and from there back to this address; a part of a page sends the whole page there."""
    address = f"{reverse('account_login')}?{urlencode({'next': _path(_back(request))})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _back(request: HttpRequest) -> str:
    """The page that was read; a form that was sent leads back to the page it stood on, where its text waits."""
    if request.headers.get("HX-Request"):
        return request.headers.get("HX-Current-URL", "")
    return request.get_full_path() if request.method in {"GET", "HEAD"} else request.headers.get("Referer", "/")


def _path(address: str) -> str:
    """Without the host; a second slash would make what follows a host again."""
    has_host = "://" in address and not address.startswith("/")
    path = address.split("://", 1)[1].partition("/")[2] if has_host else address
    return "/" + path.lstrip("/\\")
