"""The catalogue of fields."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.facts.tables import TABLES
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.catalogue.named import field_words, table_words
from merit_desk.data_quality.queries.fields import FieldsAsked, hidden
from merit_desk.data_quality.queries.fields import fields as found_fields
from merit_desk.data_quality.views.tabs import here, tabs
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

ROWS = 60
ONLY = ("hashed", "required", "used", "unused", "unfilled")


@access(Can.SEE_DEFINITIONS, Can.SEE_SOURCES)
@require_GET
def fields(request: HttpRequest) -> HttpResponse:
    """Every column of the fact tables, 60 a page; `?q=`, `table` and `only` narrow them."""
    viewer = viewer_of(request)
    asked = FieldsAsked(*(request.GET.get(name, "").strip() for name in ("q", "table", "only")))
    found = found_fields(viewer, declared_company(), asked)
    kept_out = hidden()
    shown = {
        "title": say("data_quality.fields"),
        "here": here(viewer),
        "tabs": tabs(viewer, "fields"),
        "asked": asked,
        "count": len(found),
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "tables": [(each, table_words(each)) for each in TABLES],
        "only": [(each, say(f"data_quality.only_{each}")) for each in ONLY],
        "hashed": [(table_words(table), field_words(column)) for table, column in kept_out.hashed],
        "dropped": kept_out.dropped,
    }
    return render(request, "data_quality/fields.html", shown)
