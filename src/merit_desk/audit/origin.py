"""Where the request being answered comes from, for the trail."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_origin: ContextVar[str] = ContextVar("origin", default="")


def current_origin() -> str:
    """The caller's network address; empty outside a request."""
    return _origin.get()


class OriginMiddleware:
    """Keeps the address for as long as the request is answered. A proxy's header counts only where a proxy is set."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _origin.set(str(request.META.get("REMOTE_ADDR", "")))
        try:
            return self.answer(request)
        finally:
            _origin.reset(token)
