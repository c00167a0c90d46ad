"""The reference page: rendered here from the API's own description, so that it needs no script and no other site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.api.queries.reference import subjects
from merit_desk.api.views.operations import api
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation by subject."""
    shown = {
        "title": say("api.reference"),
        "here": "settings",
        "subjects": subjects(api.get_openapi_schema()),
        "root": request.build_absolute_uri("/api/v1"),
    }
    return render(request, "api/reference.html", shown)
