"""Values that no system holds: entered with evidence, confirmed by somebody else."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, PeriodClosedRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.documents.actions import Unsound
from merit_desk.intake.actions.values import (
    Entry,
    confirm_row,
    confirm_value,
    enter_value,
    refuse_value,
    withdraw_value,
)
from merit_desk.intake.forms import ReasonForm, ValueForm
from merit_desk.intake.models import EnteredValue, ValueState
from merit_desk.intake.queries.places import MOST_EVIDENCE, inside
from merit_desk.intake.queries.values import (
    entered_kpis,
    entered_values,
    kpi_of,
    node_choices,
    node_name,
    person_name,
    rows_waiting,
    title_of,
    value_of,
)
from merit_desk.shell.sentences import say


@access(Can.ENTER_VALUES)
@require_http_methods(["GET", "POST"])
def values(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, what was decided, and the form for a new value."""
    viewer = viewer_of(request)
    form = _form(request, viewer)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            enter_value(viewer, _entry(form), form.cleaned_data["evidence"])
        except (ConflictRefusal, PeriodClosedRefusal) as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("intake.value_kept"))
            return redirect("intake:values")
    every = entered_values(viewer)
    waits = ValueState.WAITING
    shown = {
        "title": say("intake.values"),
        "here": "values",
        "form": form,
        "refused": refused,
        "waiting": [_shown(viewer, each) for each in every if each.state == waits],
        "decided": [_shown(viewer, each) for each in every if each.state != waits],
        "rows": [_shown_row(viewer, each) for each in rows_waiting(viewer)],
        "has_person": bool(viewer.person),
        "has_kpis": bool(entered_kpis()),
    }
    return render(request, "intake/values.html", shown, status=422 if form.errors or refused else 200)


@access(Can.ENTER_VALUES)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Say yes to somebody else's value; what the core finds wrong with it is told and nothing is written."""
    try:
        confirm_value(viewer_of(request), number)
    except Unsound as unsound:
        _tell(request, unsound.problems)
    except (ConflictRefusal, PeriodClosedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say("intake.value_is_confirmed"))
    return redirect("intake:values")


@access(Can.ENTER_VALUES)
@require_POST
def confirm_in_file(request: HttpRequest) -> HttpResponse:
    """Say yes to a row of manual_values.csv that came with the folder."""
    given = request.POST
    key = (given.get("kpi", ""), given.get("node_kind", ""), given.get("node", ""), given.get("period", ""))
    try:
        confirm_row(viewer_of(request), key, given.get("value", ""))
    except (ConflictRefusal, PeriodClosedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say("intake.value_is_confirmed"))
    return redirect("intake:values")


@access(Can.ENTER_VALUES)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Say no, with a reason."""
    viewer = viewer_of(request)
    value = value_of(viewer, number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_value(viewer, number, form.cleaned_data["reason"])
        except (ConflictRefusal, PeriodClosedRefusal) as refusal:
            messages.error(request, say(refusal.code, **refusal.params))
        return redirect("intake:values")
    shown = {"title": say("intake.refuse_value"), "here": "values", "form": form, "one": _shown(viewer, value)}
    return render(request, "intake/refuse.html", shown, status=422 if form.errors else 200)


@access(Can.ENTER_VALUES)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own value back."""
    try:
        withdraw_value(viewer_of(request), number)
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say("intake.value_is_withdrawn"))
    return redirect("intake:values")


@access(Can.ENTER_VALUES)
@require_GET
def evidence(request: HttpRequest, number: int) -> FileResponse:
    """The file that proves a value, as a download; it is never shown inside the page."""
    value = value_of(viewer_of(request), number)
    if not value.evidence or not inside(value.evidence).is_file():
        raise NotFoundRefusal("refusal.no_such_page")
    return FileResponse(inside(value.evidence).open("rb"), as_attachment=True, filename=value.evidence_name)


def _form(request: HttpRequest, viewer: Viewer) -> ValueForm:
    month = Period.containing(viewer.today.replace(day=1) - timedelta(days=1), Grain.MONTH)
    kpis = [(kpi.id, title_of(kpi)) for kpi in entered_kpis()]
    choices = node_choices(viewer, str(month))
    kinds = dict.fromkeys(each.kind for each in choices)
    nodes = [(say(f"intake.kind_{k}"), [(each.key, each.name) for each in choices if each.kind == k]) for k in kinds]
    initial = {"token": uuid.uuid4().hex, "period": str(month)}
    posted = request.method == "POST"
    form = ValueForm(
        request.POST if posted else None, request.FILES if posted else None, initial=initial, kpis=kpis, nodes=nodes
    )
    evidence = form.cleaned_data["evidence"] if posted and form.is_valid() else None
    if evidence and evidence.size > MOST_EVIDENCE:
        form.add_error("evidence", say("intake.evidence_too_large", most=MOST_EVIDENCE >> 20))
    return form


def _entry(form: ValueForm) -> Entry:
    given = form.cleaned_data
    kind, _, node = given["node"].partition(":")
    return Entry(given["kpi"], kind, node, given["period"], given["value"], given["note"], given["token"])


def _shown(viewer: Viewer, value: EnteredValue) -> dict[str, object]:
    kpi = kpi_of(value.kpi)
    mine = value.entered_by_id == viewer.account or value.person == viewer.person
    return {
        "value": value,
        "kpi": title_of(kpi) if kpi else value.kpi,
        "node": node_name(value.node_kind, value.node),
        "person": person_name(value.person),
        "mine": mine,
        "state": say(f"intake.state_{value.state}"),
        "tone": {"confirmed": "good", "refused": "bad", "waiting": "watch"}.get(value.state, ""),
    }


def _shown_row(viewer: Viewer, row: object) -> dict[str, object]:
    kpi = kpi_of(getattr(row, "kpi", ""))
    kind, node, person = (getattr(row, name) for name in ("node_kind", "node", "person"))
    return {
        "row": row,
        "kpi": title_of(kpi) if kpi else getattr(row, "kpi", ""),
        "node": node_name(kind, node),
        "person": person_name(person),
        "mine": person == viewer.person,
    }


def _tell(request: HttpRequest, problems: list[Problem]) -> None:
    for problem in problems:
        messages.error(request, say(problem.code, **problem.params))
