"""Who asks, and of which company."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit_desk.accounts.access import Can
from merit_desk.api.asker import asker_of
from merit_desk.api.forms.given import CompanyGiven, Me
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["about"])


@router.get("/me", **operation("me", None, Me))
def me(request: HttpRequest) -> dict[str, Any]:
    """The account with its roles of today, and what the token may be used for."""
    asker = asker_of(request)
    viewer = asker.viewer
    return {
        "account": viewer.account,
        "name": viewer.name,
        "person": viewer.person,
        "roles": sorted(viewer.roles),
        "abilities": sorted(ability for ability in Can if viewer.can(ability)),
        "scopes": sorted(asker.scopes),
    }


@router.get("/company", **operation("company", Scope.ORGANISATION, CompanyGiven))
def company(request: HttpRequest) -> dict[str, Any]:
    """Name, currency and clock."""
    del request
    profile = declared_company().profile
    return {
        "name": profile.name,
        "currency": profile.currency,
        "time_zone": profile.time_zone,
        "day_cut": f"{profile.day_cut:%H:%M}",
        "region": profile.region,
    }
