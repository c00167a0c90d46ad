"""Changing one person's grade or potential with a reason, and taking a change back."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.calibration.actions.change import StaleChange, Wanted, change, grades_for, undo
from merit_desk.calibration.forms.change_form import ChangeForm
from merit_desk.calibration.models import Session
from merit_desk.calibration.queries.standing import Standing, standing_of
from merit_desk.calibration.queries.visible import rights_in, session_of
from merit_desk.calibration.views.board import frame
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def changing(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """A person's grade and potential with a reason; `?grade=` and `?potential=` are what a drag has asked for."""
    viewer = viewer_of(request)
    found = session_of(viewer, number)
    standing = standing_of(viewer, found, person)
    grades = grades_for(found, standing)
    if request.method == "POST":
        form = ChangeForm(grades, request.POST)
        return _noted(request, found, standing, form)
    now = {"grade": standing.grade, "potential": standing.potential}
    asked = {name: request.GET.get(name) or value for name, value in now.items()}
    form = ChangeForm(grades, initial={**asked, **{f"seen_{name}": value for name, value in now.items()}})
    return _form(request, _about(request, found, standing, form))


@access(Need.SIGNED_IN)
@require_POST
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take back the viewer's latest change."""
    viewer = viewer_of(request)
    made = undo(viewer, session_of(viewer, number).pk)
    told = say("calibration.undone_done", name=node_name(declared_company(), "person", made.person))
    return _changed(request, number, told)


def _noted(request: HttpRequest, session: Session, standing: Standing, form: ChangeForm) -> HttpResponse:
    shown = _about(request, session, standing, form)
    if not form.is_valid():
        return _form(request, shown, 422)
    wanted = Wanted(standing.person, form.seen(), form.want(), form.cleaned_data["reason"])
    try:
        change(viewer_of(request), session.pk, wanted)
    except StaleChange as stale:
        return _form(request, {**shown, "form": _again(form, stale), "stale": stale, "mine": wanted.want}, 409)
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _form(request, shown, 422)
    return _changed(request, session.pk, say("calibration.changed_done", name=standing.name))


def _again(form: ChangeForm, stale: StaleChange) -> ChangeForm:
    """The same words on the ground of what stands now, so that sending once more is a choice made with both seen."""
    data = {**form.data.dict(), **{f"seen_{name}": value for name, value in stale.theirs.items()}}  # type: ignore[attr-defined]
    return ChangeForm(form.grades, data)


def _about(request: HttpRequest, session: Session, standing: Standing, form: ChangeForm) -> dict[str, Any]:
    rights = rights_in(viewer_of(request), session)
    return {
        **frame(session, "board"),
        "title": say("calibration.change_title", name=standing.name),
        "standing": standing,
        "form": form,
        "may": rights.changes and standing.open,
        "lead_address": reverse("calibration:give_back", args=[session.pk, standing.person]) if rights.leads else "",
    }


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "calibration/change_form.html" if request.htmx else "calibration/change.html"  # type: ignore[attr-defined]
    return render(request, template, shown, status=status)


def _changed(request: HttpRequest, number: int, told: str) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, told)
        return redirect("calibration:session", number)
    answer = render(request, "calibration/noted.html", {"told": told})
    answer["HX-Trigger"] = json.dumps({"calibration-changed": {}})
    return answer
