"""Defining a KPI: the form, its check while one types, its preview, and saving it as a version."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.problems import has_errors
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.catalogue.actions.check import CheckedKpi, checked_kpi
from merit_desk.catalogue.actions.preview import previewed
from merit_desk.catalogue.actions.save import latest_version, save_kpi
from merit_desk.catalogue.forms.kpi_data import Forms, data_of, field_of, forms_of
from merit_desk.catalogue.queries.slots import slots_of
from merit_desk.catalogue.queries.versions import kpi_versions
from merit_desk.catalogue.queries.words import definition_in_words
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

START: dict[str, Any] = {
    "group": "own",
    "unit": "count",
    "direction": "up",
    "count": {"from": "orders", "where": "valid"},
}


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_DEFINITIONS)
def define(request: HttpRequest) -> HttpResponse:
    """A new KPI; `?like=` starts from a copy of another."""
    like = request.GET.get("like", "")
    data = {**kpi_versions(like)[0].data, "kpi": "", "title": {}} if like else START
    return _edited(request, "", data)


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_DEFINITIONS)
def change(request: HttpRequest, kpi: str) -> HttpResponse:
    """The next version of a KPI."""
    return _edited(request, kpi, kpi_versions(kpi)[0].data)


@require_POST
@access(Can.EDIT_DEFINITIONS)
def check(request: HttpRequest) -> HttpResponse:
    """What the core says of the form as it stands: findings beside their fields, the text, and the way to a preview."""
    forms = forms_of({}, request.POST, _groups())
    return render(request, "catalogue/verdict.html", {**_judged(forms, request.POST.get("editing", "")), "oob": True})


@require_POST
@access(Can.EDIT_DEFINITIONS)
def preview(request: HttpRequest) -> HttpResponse:
    """Values of the last complete month under the form as it stands."""
    forms = forms_of({}, request.POST, _groups())
    checked = _checked(forms, request.POST.get("editing", ""))
    if checked.kpi is None:
        return render(request, "catalogue/preview.html", {"preview": None})
    found = previewed(viewer_of(request), checked.kpi, checked.catalogue, checked.text)
    return render(request, "catalogue/preview.html", {"preview": found, "kpi": checked.kpi})


def _edited(request: HttpRequest, kpi: str, data: dict[str, Any]) -> HttpResponse:
    forms = forms_of(data, request.POST if request.method == "POST" else None, _groups())
    if request.method == "POST" and _asked(request) != "shape":
        return _saved(request, kpi, forms)
    return _form(request, kpi, forms, {})


def _saved(request: HttpRequest, kpi: str, forms: Forms) -> HttpResponse:
    named, reason = kpi or forms["kpi"].value("kpi"), request.POST.get("reason", "").strip()
    seen = request.POST.get("based_on", "")
    if not reason:
        return _form(request, kpi, forms, {"no_reason": True}, 422)
    try:
        based_on = int(seen) if seen.isascii() and seen.isdigit() else 0
        number = save_kpi(viewer_of(request), {**data_of(forms, 0), "kpi": named}, based_on, reason)
    except Unsound as unsound:
        return _form(request, kpi, forms, {"unsound": unsound.problems}, 422)
    except StaleEdit as stale:
        lines = beside(stale.theirs or "", stale.yours or "")
        return _form(request, kpi, forms, {"stale": lines, "stale_version": latest_version(named)}, 409)
    messages.success(request, say("catalogue.saved", kpi=kpi_title(declared_company(), named), number=number))
    return redirect(reverse("catalogue:kpi", args=(named,)))


def _form(request: HttpRequest, kpi: str, forms: Forms, more: dict[str, Any], status: int = 200) -> HttpResponse:
    company = declared_company()
    posted = request.POST.get("based_on", "")
    number = latest_version(kpi) if kpi else 0
    if kpi:
        forms["kpi"].fields["kpi"].widget.attrs["readonly"] = True
    address = reverse("catalogue:change", args=(kpi,)) if kpi else reverse("catalogue:define")
    shown = {
        "title": say("catalogue.change_title", kpi=kpi_title(company, kpi)) if kpi else say("catalogue.define_title"),
        "here": "catalogue",
        "kpi": kpi,
        "number": number + 1,
        "forms": forms,
        "kpi_list": [
            (each.id, kpi_title(company, each.id)) for each in company.catalogue.kpis.values() if not each.hidden
        ],
        "based_on": more.get("stale_version") or posted or number,
        "reason": request.POST.get("reason", ""),
        "back": reverse("catalogue:kpi", args=(kpi,)) if kpi else reverse("catalogue:library"),
        "address": address,
        "shape_address": f"{address}?do=shape",
        **_judged(forms, kpi),
        "calm": request.method == "GET" and not kpi,
        **more,
    }
    partial = request.headers.get("HX-Request") == "true" and _asked(request) == "shape"
    return render(request, "catalogue/form.html" if partial else "catalogue/define.html", shown, status=status)


def _asked(request: HttpRequest) -> str:
    """What to do with the form: `shape` shows the fields of another way to compute, anything else saves."""
    return request.POST.get("do", "") or request.GET.get("do", "")


def _checked(forms: Forms, kpi: str) -> CheckedKpi:
    named = kpi or forms["kpi"].value("kpi")
    data = data_of(forms, latest_version(named) + 1 if kpi else 1)
    return checked_kpi({**data, "kpi": named}, new=not kpi)


def _judged(forms: Forms, kpi: str) -> dict[str, Any]:
    checked = _checked(forms, kpi)
    bodies = [forms["body"], *([forms["part"], forms["whole"]] if forms["body"].way == "ratio" else [])]
    fields = [field.auto_id for field in forms["kpi"]]
    fields += [body[name].auto_id for body in bodies for name in body.shown]
    company = declared_company()
    sound = checked.kpi is not None
    return {
        "slots": slots_of(checked.problems, fields, lambda place: field_of(place.field, forms["body"].way)),
        "problems": checked.problems,
        "sound": sound and not has_errors(checked.problems),
        "text": checked.text,
        "words": definition_in_words(replace(company, catalogue=checked.catalogue), checked.kpi) if checked.kpi else "",
    }


def _groups() -> tuple[str, ...]:
    return tuple(dict.fromkeys(kpi.group for kpi in declared_company().catalogue.kpis.values()))
