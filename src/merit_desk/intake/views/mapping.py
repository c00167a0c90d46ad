"""Columns on the screen: new ones of a known export, or all of an unknown file; kept as a profile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.facts.tables import TABLES
from merit.kernel.refusals import NotFoundRefusal
from merit.sources.profile_text import ColumnMapping, MappedColumn
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.intake.actions.mapping import Extension, keep_extension, keep_mapping
from merit_desk.intake.forms import SKIP, MappingForm, NewColumnsForm, column_label, table_label
from merit_desk.intake.queries.mapping import COLUMN, NAME, Free, free_columns, guesses_for, guesses_of, table_for
from merit_desk.intake.queries.uploads import match_of, preview_of, profile_by_key, upload_of
from merit_desk.shell.sentences import say

RECOGNISED_BY = 6
"""A new profile knows its file again by so many headers."""


@access(Can.LOAD_DATA)
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, number: int) -> HttpResponse:
    """`?profile=`: what becomes of headers it does not know; kept as the company's own version of it."""
    viewer = viewer_of(request)
    upload = upload_of(viewer, number)
    known = profile_by_key(request.GET.get("profile", ""))
    if known is None:
        raise NotFoundRefusal("refusal.no_such_page")
    preview = preview_of(upload)
    match, free = match_of(preview, known), free_columns(known.profile)
    form = NewColumnsForm(
        request.POST if request.method == "POST" else None,
        headers=match.new,
        targets=_targets(match.missing, free),
        guesses=guesses_of(match, free),
        preview=preview,
    )
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        title = say("intake.own_title", title=known.title)
        key, problems = keep_extension(viewer, known.key, _extension(form.chosen()), title)
        if key:
            messages.success(request, say("intake.mapping_saved"))
            return redirect(f"{reverse('intake:file', args=[upload.pk])}?profile={key}&shop={upload.shop}")
    shown = {"title": say("intake.new_columns"), "here": "intake", "upload": upload, "known": known, "match": match}
    shown |= {"form": form, "problems": problems}
    return render(request, "intake/extend.html", shown, status=422 if form.errors or problems else 200)


@access(Can.LOAD_DATA)
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, number: int) -> HttpResponse:
    """A new mapping; `?table=`, `?sheet=` and `?header=` say what the file holds and where its header stands.

    A POST with `again` only shows the form anew for what was chosen, so that fields for dates and words appear.
    """
    viewer = viewer_of(request)
    upload = upload_of(viewer, number)
    given = request.POST if request.method == "POST" else request.GET
    line = given.get("header", "")
    preview = preview_of(upload, given.get("sheet", ""), int(line) if line.isdigit() else 0)
    table = table_for(preview, given.get("table", ""))
    form = MappingForm(
        request.POST if request.method == "POST" else None,
        initial={"title": upload.name.rpartition(".")[0][:60]},
        preview=preview,
        table=table,
        guesses=guesses_for(preview, table),
    )
    problems: list[Any] = []
    sent = request.method == "POST" and "again" not in request.POST
    if sent and form.is_valid():
        key, problems = keep_mapping(viewer, _mapping(form, upload.pk))
        if key:
            messages.success(request, say("intake.mapping_saved"))
            return redirect(f"{reverse('intake:file', args=[upload.pk])}?profile={key}&shop={upload.shop}")
    shown = {
        "title": say("intake.map_columns"),
        "here": "intake",
        "upload": upload,
        "preview": preview,
        "table": table.name,
        "tables": [(name, table_label(name)) for name in TABLES],
        "form": form,
        "shows_errors": sent,
        "problems": problems,
    }
    return render(request, "intake/mapping.html", shown, status=422 if sent else 200)


def _targets(missing: tuple[str, ...], free: list[Free]) -> list[tuple[str, Any]]:
    groups: list[tuple[str, Any]] = []
    if missing:
        names = [(f"{NAME}:{old}", say("intake.new_name_of", name=old)) for old in missing]
        groups.append((say("intake.renamed"), names))
    for table in dict.fromkeys(each.table for each in free):
        own = [(each.key, f"{column_label(each.column)} {each.column}") for each in free if each.table == table]
        groups.append((table_label(table), own))
    return groups


def _extension(chosen: dict[str, str]) -> Extension:
    columns: dict[str, list[MappedColumn]] = {}
    renamed: dict[str, str] = {}
    for header, target in chosen.items():
        kind, _, name = target.partition(":")
        if kind == COLUMN:
            table, _, column = name.partition(".")
            columns.setdefault(table, []).append(MappedColumn(column, header))
        elif kind == NAME:
            renamed[name] = header
    return Extension(columns, renamed, [header for header, target in chosen.items() if target == SKIP])


def _mapping(form: MappingForm, number: int) -> ColumnMapping:
    mapped = form.mapped()
    used = [each.header for each in mapped if each.header]
    return ColumnMapping(
        name=f"{form.table.name}_{number}",
        title=form.cleaned_data["title"],
        table=form.table.name,
        columns=mapped,
        recognise=used[:RECOGNISED_BY],
        unused=form.left_out(),
        sheet=form.preview.sheet if len(form.preview.sheets) > 1 else "",
    )
