"""Who really asks, where a proxy stands in front: its word counts only when it comes from an address that is set."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
FORWARDED = "merit.forwarded"
"""Set where somebody forwarded the request, believed or not."""


class ProxyMiddleware:
    """Puts the caller's own address into REMOTE_ADDR; forwarded headers of anybody who is not set are dropped."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.trusted = [ip_network(each, strict=False) for each in settings.MERIT_TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The last address that no trusted proxy vouches for is the caller's."""
        request.META[FORWARDED] = any(name in request.META for name in _HEADERS)
        chain = [part.strip() for part in str(request.META.pop("HTTP_X_FORWARDED_FOR", "")).split(",")]
        if self._trusts(str(request.META.get("REMOTE_ADDR", ""))):
            outside = [part for part in chain if part and not self._trusts(part)]
            if outside:
                request.META["REMOTE_ADDR"] = outside[-1]
        else:
            for name in _HEADERS:
                request.META.pop(name, None)
        return self.answer(request)

    def _trusts(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self.trusted)
