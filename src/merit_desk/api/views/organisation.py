"""People, teams and credits on a day."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit.kernel.exact import plain
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.people.spells import covers, spell_on
from merit.people.tree import managers_of, teams_on
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import CreditGiven, Page, PersonGiven, TeamGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Day, Limit, operation
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["organisation"])


@router.get("/people", **operation("people", Scope.ORGANISATION, Page[PersonGiven]))
def people(request: HttpRequest, on: Day = "", limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Everybody in the asker's sight on that day (default today)."""
    viewer = viewer_asking(request)
    day = day_of(on, viewer.today)
    organisation, seen = declared_company().organisation, people_in_sight(viewer, day.isoformat())
    found = [_person(person, day) for person in organisation.spells_of if person in seen]
    return page_of([each for each in found if each], lambda each: (each["person"],), limit, cursor)


@router.get("/people/{person}", **operation("person", Scope.ORGANISATION, PersonGiven))
def person(request: HttpRequest, person: str, on: Day = "") -> dict[str, Any]:
    """One person; 404 for somebody outside the asker's sight or without a spell on that day."""
    viewer = viewer_asking(request)
    day = day_of(on, viewer.today)
    found = _person(person, day) if person in people_in_sight(viewer, day.isoformat()) else None
    if found is None:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    return found


@router.get("/teams", **operation("teams", Scope.ORGANISATION, Page[TeamGiven]))
def teams(request: HttpRequest, on: Day = "", limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """The tree of teams on that day."""
    viewer = viewer_asking(request)
    if not viewer.roles:
        raise NotFoundRefusal("api.not_found")
    found = teams_on(declared_company().organisation, day_of(on, viewer.today))
    return page_of(found, lambda each: (each.team,), limit, cursor)


@router.get("/credits", **operation("credits", Scope.ORGANISATION, Page[CreditGiven]))
def credits_on(request: HttpRequest, on: Day = "", limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Who is credited for what on that day, of people in the asker's sight."""
    viewer = viewer_asking(request)
    viewer.require(Can.SEE_PEOPLE)
    day = day_of(on, viewer.today)
    seen = people_in_sight(viewer, day.isoformat())
    shares = [each for each in declared_company().credits if each.person in seen and covers(each.start, each.end, day)]
    given = [
        {
            "kind": each.kind,
            "subject": each.subject,
            "person": each.person,
            "share": plain(each.share),
            "role": each.role,
            "start": each.start,
            "end": each.end - timedelta(days=1) if each.end else None,
        }
        for each in shares
    ]
    return page_of(given, lambda each: (each["kind"], each["subject"], each["person"], each["role"]), limit, cursor)


def day_of(text: str, otherwise: date) -> date:
    """The day that was asked for. Raises ConflictRefusal for anything that is no ISO date."""
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise ConflictRefusal("api.bad_day", text=text) from None


def _person(person: str, day: date) -> dict[str, Any] | None:
    organisation = declared_company().organisation
    spell = spell_on(organisation, person, day)
    if spell is None:
        return None
    return {
        "person": person,
        "name": spell.name,
        "post": spell.post,
        "team": spell.team,
        "managers": list(managers_of(organisation, person, day)),
        "status": str(spell.status),
        "since": spell.start,
    }
