"""How an operation is declared: its scope, its words, its paging; and the API that all of them belong to."""

from typing import Annotated, Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal, Refusal
from merit.workspace import FolderRefusal
from merit_desk.api.actions.entering import DoesNotFit
from merit_desk.api.actions.taken import NotTaken
from merit_desk.api.asker import Asker, asker_of
from merit_desk.api.forms.given import ProblemGiven
from merit_desk.api.forms.spans import MOST, USUAL
from merit_desk.api.queries.problem import findings, problem
from merit_desk.api.scopes import Scope
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.shell.sentences import desk_sentences

Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str, Query(max_length=400)]
Day = Annotated[str, Query(max_length=10)]
Name = Annotated[str, Field(max_length=200)]
Number = Annotated[int, Path(gt=0, lt=2**62)]
"""A row's number in an address."""
LIMIT = USUAL


class Scoped(HttpBearer):
    """A token with this scope, or the session of a page of the desk."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Asker:
        """The asker that the gate has settled. Raises NotAllowedRefusal where the token has not got the scope."""
        asker = asker_of(request)
        if self.scope is not None and self.scope not in asker.scopes:
            raise NotAllowedRefusal("api.scope_missing", scope=str(self.scope))
        return asker

    def authenticate(self, request: HttpRequest, token: str) -> Asker | None:
        """Not asked: `__call__` decides."""
        del token
        return asker_of(request)


def operation(name: str, scope: Scope | None, gives: Any, status: int = 200) -> dict[str, Any]:
    """Keyword arguments of a route: `name` is its id and the code `api.op.<name>` of its words in both languages."""
    said = {language: desk_sentences(language)[f"api.op.{name}"] for language in ("en", "zh")}
    needed = f"\n\nScope: `{scope}`" if scope is not None else ""
    failures = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), ProblemGiven)
    return {
        "auth": Scoped(scope),
        "operation_id": name,
        "summary": said["en"],
        "description": f"{said['zh']}{needed}",
        "response": {status: gives, **failures},
    }


api = NinjaAPI(
    title="Merit 绩衡",
    version="1",
    description="The REST API of Merit. Errors are RFC 9457 problems in Chinese and English. 接口说明见 docs/api.md。",
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
)


@api.exception_handler(Refusal)
def refusal(request: HttpRequest, found: Refusal) -> HttpResponse:
    """Not found 404, not allowed 403, anything else that cannot be done now 409."""
    del request
    params = dict(found.params)
    match found:
        case NotFoundRefusal():
            return problem(404, found.code, params)
        case NotAllowedRefusal():
            return problem(403, found.code, params)
        case DoesNotFit():
            return problem(422, found.code, params, errors=found.errors)
        case StaleEdit():
            return problem(409, found.code, params, digest=found.now)
        case Unsound() | FolderRefusal() | NotTaken():
            return problem(409, found.code, params, problems=findings(found.problems))
        case ConflictRefusal(code=("api.no_such_cursor" | "api.bad_day" | "cli.not_a_period")):
            return problem(400, found.code, params)
        case _:
            return problem(409, found.code, params)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, found: ValidationError) -> HttpResponse:
    """422 with the place and the reason of everything that does not fit."""
    del request
    wrong = [{"field": ".".join(map(str, each["loc"])), "reason": str(each["msg"])} for each in found.errors]
    return problem(422, "api.invalid", {"count": len(wrong)}, errors=wrong)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, found: HttpError) -> HttpResponse:
    """What ninja itself refuses, such as a body that is no JSON."""
    del request
    return problem(found.status_code, "api.bad_request")


@api.exception_handler(Http404)
def not_there(request: HttpRequest, found: Http404) -> HttpResponse:
    """404."""
    del request, found
    return problem(404, "api.not_found")


@api.exception_handler(SuspiciousOperation)
def suspicious(request: HttpRequest, found: SuspiciousOperation) -> HttpResponse:
    """400: too large, or a header that no client sends."""
    del request, found
    return problem(400, "api.bad_request")
