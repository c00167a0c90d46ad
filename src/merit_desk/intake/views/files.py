"""One uploaded file: what it looks like, which profile reads it, what would be rejected, and loading it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.intake.actions.load import Reading, load_upload
from merit_desk.intake.forms import ReadingForm, column_label, table_label
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.sheets import EVERY_SHEET, Sheets, sheets_of, trial_of_sheets
from merit_desk.intake.queries.uploads import (
    Known,
    Recognised,
    known_profiles,
    match_of,
    needs_shop,
    preview_of,
    profile_by_key,
    recognised_for,
    shops,
    trial_of,
    upload_of,
    usual_shop,
    worth_telling,
)
from merit_desk.shell.sentences import say


@access(Can.SEE_SOURCES)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, number: int) -> HttpResponse:
    """`?profile=` and `?shop=` try another way of reading; POST loads."""
    viewer = viewer_of(request)
    upload = upload_of(viewer, number)
    preview = preview_of(upload)
    found, sheets = recognised_for(preview), sheets_of(upload)
    form = _form(request, upload, found, sheets)
    if request.method == "POST":
        viewer.require(Can.LOAD_DATA)
        if "try" in request.POST:
            return redirect(f"{request.path}?{_tried(request)}")
        if form.is_valid():
            given = form.cleaned_data
            return redirect("intake:load", load_upload(viewer, upload, Reading(**given)).pk)
    key, shop = str(form["profile"].value() or ""), str(form["shop"].value() or "")
    best = found[0] if found and not found[0].match.fits else None
    shown = {
        "title": upload.name,
        "here": "intake",
        "upload": upload,
        "preview": preview,
        "form": form,
        "near": best,
        "may_load": viewer.can(Can.LOAD_DATA),
        **(
            _how_sheets_fit(upload, sheets, shop)
            if sheets is not None and key == EVERY_SHEET
            else _how_it_fits(upload, profile_by_key(key), shop, preview)
        ),
    }
    return render(request, "intake/file.html", shown, status=422 if form.errors else 200)


def _tried(request: HttpRequest) -> str:
    return urlencode({name: request.POST.get(name, "") for name in ("profile", "shop", "every")})


def _form(request: HttpRequest, upload: Upload, found: list[Recognised], sheets: Sheets | None) -> ReadingForm:
    fitting = [each.known for each in found if each.match.fits]
    others = [known for known in known_profiles() if known not in fitting]
    named = [(known.key, _named(known)) for known in (*fitting, *others)]
    first = upload.profile or (fitting[0].key if fitting else "")
    if sheets is not None:
        named, first = [(sheets.key, sheets.choice), *named], upload.profile or sheets.key
    profiles = named if first else [("", say("intake.choose_profile")), *named]
    profile = request.GET.get("profile") or first
    shop = request.GET.get("shop") or upload.shop or usual_shop(profile)
    initial = {"profile": profile, "shop": shop, "every": request.GET.get("every", "day")}
    form = ReadingForm(
        request.POST if request.method == "POST" else None, initial=initial, profiles=profiles, shops=shops()
    )
    chosen = profile_by_key(str(form["profile"].value() or ""))
    every = sheets is not None and sheets.need_shop and form["profile"].value() == EVERY_SHEET
    form.fields["shop"].required = every or (chosen is not None and needs_shop(chosen.profile))
    form.fields["shop"].error_messages["required"] = say("intake.shop_needed")
    return form


def _named(known: Known) -> str:
    return say("intake.own_profile", title=known.title) if known.own else known.title


def _how_sheets_fit(upload: Upload, sheets: Sheets, shop: str) -> dict[str, Any]:
    """As for one profile; what a single sheet has too much or too little is told when that one is chosen."""
    waits = sheets.need_shop and not shop
    trial = None if waits else trial_of_sheets(upload, sheets, shop)
    return {
        "chosen": sheets,
        "match": {"fits": True, "new": (), "missing": ()},
        "waits_for_shop": waits,
        "trial": trial,
        "taken": [(table_label(name), count) for name, count in trial.taken.items()] if trial else [],
        "told": worth_telling(trial) if trial else [],
    }


def _how_it_fits(upload: Upload, chosen: Known | None, shop: str, preview: Any) -> dict[str, Any]:
    if chosen is None:
        return {"chosen": None}
    match = match_of(preview, chosen)
    if not match.fits:
        return {"chosen": chosen, "match": match}
    waits = needs_shop(chosen.profile) and not shop
    trial = None if waits else trial_of(upload, chosen, shop)
    return {
        "chosen": chosen,
        "match": match,
        "waits_for_shop": waits,
        "trial": trial,
        "taken": [(table_label(name), count) for name, count in trial.taken.items()] if trial else [],
        "told": worth_telling(trial) if trial else [],
        "columns": sorted({column_label(name) for out in chosen.profile.outputs for name in out.columns}),
    }
