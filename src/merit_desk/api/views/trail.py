"""The trail, for whoever may read it."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import EntryGiven
from merit_desk.api.forms.spans import EntriesAsked
from merit_desk.api.queries.pages import number_of, write_cursor
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.audit.models import Entry

router = Router(tags=["trail"])


@router.get("/trail", **operation("trail", Scope.TRAIL, Page[EntryGiven]))
def trail(request: HttpRequest, asked: Annotated[EntriesAsked, Query()]) -> dict[str, Any]:
    """Entries in the order in which they were made; the digest of each covers the one before."""
    viewer_asking(request).require(Can.SEE_TRAIL)
    filters = asked.model_dump(include={"action", "subject_kind", "subject"})
    found = Entry.objects.filter(**{name: value for name, value in filters.items() if value})
    limit = asked.limit
    rows = list(found.filter(number__gt=number_of(asked.cursor)).order_by("number")[: limit + 1])
    return {"items": rows[:limit], "next": write_cursor((rows[limit - 1].number,)) if len(rows) > limit else None}
