"""Refusals as pages in words: not found is 404, anything else that cannot be done is 409."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from merit.kernel.problems import in_order
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.wording.sentences import problem_sentence
from merit.workspace import FolderRefusal
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

_API = "/api/v1/"
"""Its gate answers for itself."""
_FORM = "application/x-www-form-urlencoded"


class RefusalMiddleware:
    """Shows why something is not done, inside the frame of every page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A NUL, which nobody types and PostgreSQL does not take, is no address and no form of ours."""
        if not request.path.startswith(_API) and _holds_nul(request):
            return refused(request, NotFoundRefusal("refusal.no_such_page"))
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for a bug, which then crashes."""
        if isinstance(exception, Refusal):
            return refused(request, exception)
        return None


def _holds_nul(request: HttpRequest) -> bool:
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    try:
        return request.content_type == _FORM and b"%00" in request.body
    except RequestDataTooBig:  # whoever reads it next says so
        return False


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that says why."""
    not_found = isinstance(refusal, NotFoundRefusal)
    problems = in_order(refusal.problems) if isinstance(refusal, FolderRefusal) else []
    shown = {
        "title": say("refusal.not_found" if not_found else "refusal.not_now"),
        "reason": say(refusal.code, **refusal.params),
        "problems": [(each.place, problem_sentence(each, current_language())) for each in problems],
    }
    in_drawer = request.headers.get("HX-Request") == "true"
    template = "shell/refused_drawer.html" if in_drawer else "shell/refused.html"
    return render(request, template, shown, status=404 if not_found else 409)


def no_such_page(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Django's 404 for an address that nobody answers."""
    return refused(request, NotFoundRefusal("refusal.no_such_page"))
