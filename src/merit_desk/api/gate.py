"""The gate of /api/: who asks, how often, once or again; and every failure leaves as a problem in both languages."""

import hashlib
import re
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja.utils import check_csrf

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for, viewer_of
from merit_desk.api.actions.asking import begin_answer, count, keep_answer, note_use
from merit_desk.api.asker import Asker
from merit_desk.api.models import Answered, Token
from merit_desk.api.queries.problem import CONTENT_TYPE, problem
from merit_desk.api.queries.tokens import token_of
from merit_desk.api.scopes import EVERY_SCOPE, Scope

ROOT = "/api/v1/"
_OPEN = frozenset({"/api/v1/openapi.json"})
_ANONYMOUS = re.compile(r"/api/v1/surveys/\d+/answer")
"""Nothing is kept that joins an answer to who gave it, not even the digest of what was sent: scores can be tried."""
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""In JSON; PostgreSQL takes no NUL."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CODES = {400: "bad_request", 401: "no_token", 403: "not_allowed", 404: "not_found", 405: "no_such_method"}


class ApiMiddleware:
    """Stands inside of all others, so that the session, the language and the viewer are settled."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of an operation, or a problem."""
        if not request.path.startswith(ROOT):
            return self.answer(request)
        return _as_problem(request, self._answered(request))

    def _answered(self, request: HttpRequest) -> HttpResponse:
        if request.path in _OPEN:
            return _with_etag(request, self.answer(request))
        if _holds_nul(request):
            return problem(400, "api.bad_request")
        asker = _asker(request)
        if isinstance(asker, HttpResponse):
            return asker
        allowance = count(asker.id)
        if allowance.left < 0:
            answer = problem(429, "api.too_often", {"seconds": allowance.resets_in, "limit": allowance.limit})
            answer["Retry-After"] = str(allowance.resets_in)
        else:
            request.asker = asker  # type: ignore[attr-defined]
            answer = self._once(request, asker)
        allowance.note(answer)
        return answer

    def _once(self, request: HttpRequest, asker: Asker) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if request.method in _SAFE:
            return _with_etag(request, self.answer(request))
        if not key or _ANONYMOUS.fullmatch(request.path):
            return self.answer(request)
        place = begin_answer(asker.id, key, request)
        if not isinstance(place, Answered):
            return place
        try:
            answer = _as_problem(request, self.answer(request))
        except BaseException:
            place.delete()
            raise
        keep_answer(place, answer)
        return answer


def _holds_nul(request: HttpRequest) -> bool:
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    try:
        return request.content_type == "application/json" and _NUL.search(request.body) is not None
    except RequestDataTooBig:  # whoever reads it next says so
        return False


def _asker(request: HttpRequest) -> Asker | HttpResponse:
    shown = request.headers.get("Authorization", "")
    if shown:
        token = token_of(shown.removeprefix("Bearer ").strip()) if shown.startswith("Bearer ") else None
        return _by_token(token) if token is not None else _unknown()
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not account.is_active:
        return _unknown()
    if request.method not in _SAFE and check_csrf(request) is not None:
        return problem(403, "api.no_csrf")
    return Asker(f"account {account.pk}", viewer_of(request), EVERY_SCOPE, None)


def _by_token(token: Token) -> Asker:
    note_use(token)
    scopes = frozenset(Scope(each) for each in token.scopes if each in EVERY_SCOPE)
    return Asker(f"token {token.pk}", viewer_for(token.account), scopes, token.pk)


def _unknown() -> HttpResponse:
    answer = problem(401, "api.no_token")
    answer["WWW-Authenticate"] = 'Bearer realm="merit"'
    return answer


def _with_etag(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if answer.status_code != 200 or answer.streaming or answer.has_header("ETag"):
        return answer
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    wanted = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if tag in wanted:
        answer = HttpResponse(status=304)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _as_problem(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if answer.status_code < 400 or answer.get("Content-Type", "").startswith(CONTENT_TYPE):
        return answer
    code = _CODES.get(answer.status_code, "failed" if answer.status_code >= 500 else "bad_request")
    found = problem(answer.status_code, f"api.{code}", {"method": str(request.method)})
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if answer.has_header(name):
            found[name] = answer[name]
    return found
