"""The wall display: for viewers, for screens without a person, and the list of those screens."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import weekday_name
from merit_desk.shell.sentences import say
from merit_desk.wall.actions import make_screen, revoke_screen, screen_of
from merit_desk.wall.forms import ScreenForm
from merit_desk.wall.models import Screen
from merit_desk.wall.queries.alarms import alarms
from merit_desk.wall.queries.board import board
from merit_desk.wall.queries.state import folder_state


@access(Can.SEE_KPIS)
@require_GET
@never_cache
def here(request: HttpRequest) -> HttpResponse:
    """The wall for a viewer who sees every KPI of the company; figures open."""
    _require_company(request)
    return _wall(request, reverse("wall:here"), reverse("wall:state"), next(iter(periods_run()), ""))


@access(Can.SEE_KPIS)
@require_GET
@never_cache
def state(request: HttpRequest) -> JsonResponse:
    """What changes when the wall has something new."""
    _require_company(request)
    return JsonResponse({"state": folder_state(settings.MERIT_COMPANY)})


@access(Need.PUBLIC)
@require_GET
@never_cache
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """The wall for a screen without a person; nothing on it leads anywhere."""
    screen_of(key)
    return _wall(request, reverse("wall:screen", args=(key,)), reverse("wall:screen_state", args=(key,)), "")


@access(Need.PUBLIC)
@require_GET
@never_cache
def screen_state(request: HttpRequest, key: str) -> JsonResponse:  # noqa: ARG001 (Django passes it)
    """The same for a screen."""
    screen_of(key)
    return JsonResponse({"state": folder_state(settings.MERIT_COMPANY)})


@access(Can.INTEGRATE)
@require_http_methods(["GET", "POST"])
@never_cache
def screens(request: HttpRequest) -> HttpResponse:
    """The screens, and a new one; its address is shown once."""
    form = ScreenForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        key = make_screen(viewer_of(request), form.cleaned_data["name"])
        address = request.build_absolute_uri(reverse("wall:screen", args=(key,)))
        form = ScreenForm()
    listed = Screen.objects.order_by("revoked_at", "-made_at")
    shown: dict[str, Any] = {"title": say("wall.screens"), "here": "wall", "form": form, "address": address}
    shown["wall_address"] = reverse("wall:here")
    return render(request, "wall/screens.html", {**shown, "screens": listed})


@access(Can.INTEGRATE)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first; then the address is gone."""
    if request.method == "POST":
        name = revoke_screen(viewer_of(request), number).name
        messages.success(request, say("wall.revoked", name=name))
        return redirect("wall:screens")
    found = Screen.objects.filter(pk=number, revoked_at=None).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    shown = {
        "title": say("wall.revoke_title", name=found.name),
        "what": say("wall.revoke_what"),
        "people": None,
        "primary": say("wall.revoke"),
        "action": reverse("wall:revoke", args=(number,)),
        "back": reverse("wall:screens"),
        "grave": True,
        "here": "wall",
    }
    return render(request, "shell/confirm_page.html", shown)


def _require_company(request: HttpRequest) -> None:
    """The wall shows the whole company: a scope of a part of it does not suffice."""
    if not viewer_of(request).everywhere(Can.SEE_KPIS):
        raise NotFoundRefusal("refusal.no_such_page")


def _wall(request: HttpRequest, address: str, state_address: str, shown_in: str) -> HttpResponse:
    """`shown_in` is the period in which figures open; empty where they do not."""
    before = folder_state(settings.MERIT_COMPANY)
    found = board()
    drawn = {"hours": found.hours, "usual": found.usual_hours, "days": found.days} if found else {}
    company = declared_company().profile
    zone = company.time_zone
    shown = {
        "title": say("place.wall"),
        "company": company.name,
        "board": found,
        "weekday": weekday_name(found.day) if found else "",
        "drawn": drawn,
        "alarms": alarms() if found else (),
        "state": before,
        "address": address,
        "state_address": state_address,
        "shown_in": shown_in,
        "at_home": address == reverse("wall:here"),
        "manages": address == reverse("wall:here") and viewer_of(request).can(Can.INTEGRATE),
        "zone": zone,
        "refreshed": f"{timezone.now().astimezone(ZoneInfo(zone)):%H:%M:%S}",
    }
    return render(request, "wall/wall.html", shown)
