"""Which language a reader sees: `?lang=` chooses and is remembered; else the cookie, else the browser, else Chinese."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "merit_lang"
CHOICES = ("zh", "en")
_A_YEAR = 365 * 24 * 3600
_current: ContextVar[str] = ContextVar("language", default="zh")


def current_language() -> str:
    """The language of the request being answered: zh or en."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, everything is said in that language, whoever reads: for texts that are kept or sent."""
    token = _current.set(language)
    try:
        with translation.override("zh-hans" if language == "zh" else "en"):
            yield
    finally:
        _current.reset(token)


class LanguageMiddleware:
    """Settles the language for the whole request."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("lang")
        _current.set(_settled(request, wanted))
        with translation.override("zh-hans" if current_language() == "zh" else "en"):
            response = self.answer(request)
        if wanted in CHOICES:
            response.set_cookie(COOKIE, wanted, max_age=_A_YEAR, samesite="Lax")
        response["Content-Language"] = "zh-Hans" if current_language() == "zh" else "en"
        return response


def _settled(request: HttpRequest, wanted: str | None) -> str:
    remembered = wanted if wanted in CHOICES else request.COOKIES.get(COOKIE)
    if remembered in CHOICES:
        return str(remembered)
    return "en" if request.headers.get("Accept-Language", "").startswith("en") else "zh"
