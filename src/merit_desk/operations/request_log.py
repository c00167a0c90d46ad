"""One line per request without personal data: the pattern of its address instead of the address, no query, no name."""

import time
import uuid
from typing import Any, cast

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django_structlog.middlewares import RequestMiddleware

_log = structlog.get_logger("merit.requests")
_SERVER_ERROR = 500


class RequestLogMiddleware(RequestMiddleware):
    """Gives every request an id, which stands in each line that is logged meanwhile and in the answer's headers."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then log: method, pattern, status, milliseconds. Files of the pages are not worth a line."""
        if request.path.startswith(settings.STATIC_URL):
            return cast("HttpResponse", self.get_response(request))
        started = time.perf_counter()
        self.prepare(request)
        number = structlog.contextvars.get_contextvars()["request_id"]
        try:
            response: HttpResponse = self.get_response(request)  # type: ignore[assignment]
            took = round((time.perf_counter() - started) * 1000)
            level = _log.error if response.status_code >= _SERVER_ERROR else _log.info
            level("request", request=self.format_request(request), status=response.status_code, ms=took)
            response["X-Request-ID"] = number
            return response
        finally:
            structlog.contextvars.clear_contextvars()

    def prepare(self, request: HttpRequest) -> None:  # noqa: ARG002 (the library's own shape)
        """Bind the id; a proxy's own is not taken over, as anybody can write one."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """`GET periods/<str:period>/people/<str:person>/`: what was asked for, not whom it concerns."""
        match = request.resolver_match
        try:
            route = (match or resolve(request.path_info)).route
        except Resolver404:
            route = "?"
        return f"{request.method} {route}"

    def process_got_request_exception(self, sender: object, request: HttpRequest, **more: Any) -> None:
        """The trace of a bug, once, with the request's id."""
        del sender, more
        _log.exception("request failed", request=self.format_request(request))
