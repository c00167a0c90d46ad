"""Light or dark: `?theme=` chooses and is remembered; else the system decides, in the browser."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

COOKIE = "merit_theme"
CHOICES = ("light", "dark")
_A_YEAR = 365 * 24 * 3600


def current_theme(request: HttpRequest) -> str:
    """light, dark, or empty for the system's."""
    wanted = request.GET.get("theme") or request.COOKIES.get(COOKIE, "")
    return wanted if wanted in CHOICES else ""


class ThemeMiddleware:
    """Remembers a choice; `?theme=system` forgets it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        wanted = request.GET.get("theme")
        if wanted in CHOICES:
            response.set_cookie(COOKIE, wanted, max_age=_A_YEAR, samesite="Lax")
        elif wanted:
            response.delete_cookie(COOKIE)
        return response
