"""Asking the people: anonymous pulse of employees, satisfaction of customers by a public link."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Status

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.surveys import (
    LinksAsked,
    LinksGiven,
    PulseAnswered,
    SurveyAsked,
    SurveyGiven,
    SurveyResultGiven,
)
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import Number, operation
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.shell.formats import fixed_places
from merit_desk.surveys.actions.answering import answer_pulse
from merit_desk.surveys.actions.asking import Asked, close_survey, make_links, make_survey, open_survey
from merit_desk.surveys.forms import QUESTIONS
from merit_desk.surveys.models import Survey
from merit_desk.surveys.queries.figures import PulseRow, customer_figures, pulse_figures
from merit_desk.surveys.queries.visible import survey_of, surveys_visible_to

router = Router(tags=["surveys"])


@router.get("/surveys", **operation("surveys", Scope.CYCLES, list[SurveyGiven]))
def surveys(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that the asker may know of."""
    return [_given(each) for each in surveys_visible_to(viewer_asking(request)).select_related("cycle")]


@router.get("/surveys/{number}", **operation("survey", Scope.CYCLES, SurveyResultGiven))
def survey(request: HttpRequest, number: Number) -> dict[str, Any]:
    """What it has come to, as far as anonymity lets it be shown."""
    found = survey_of(viewer_asking(request), number)
    if found.kind != "pulse":
        figures = customer_figures(found)
        value = fixed_places(figures.value, 4) if figures.value is not None else None
        return {"survey": _given(found), "answers": figures.answers, "value": value, "groups": []}
    pulse = pulse_figures(found)
    rows = [*pulse.departments, pulse.total] if pulse and pulse.total else []
    answers = pulse.total.answers if pulse and pulse.total else None
    return {"survey": _given(found), "answers": answers, "value": None, "groups": [_group(row) for row in rows]}


@router.post("/surveys", **operation("make_survey", Scope.CYCLES_WRITE, SurveyGiven, 201))
def new_survey(request: HttpRequest, asked: SurveyAsked) -> Status[Any]:
    """A draft. A pulse names its cycle."""
    viewer = viewer_asking(request)
    if asked.kind == "pulse" and not asked.cycle:
        raise NotFoundRefusal("cycles.no_such_cycle")
    cycle = cycle_of(viewer, asked.cycle) if asked.cycle else None
    return Status(201, _given(make_survey(viewer, Asked(asked.kind, asked.title, asked.closes, cycle, asked.shop))))


@router.post("/surveys/{number}/open", **operation("open_survey", Scope.CYCLES_WRITE, SurveyGiven))
def survey_opened(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Ask."""
    return _given(open_survey(viewer_asking(request), number))


@router.post("/surveys/{number}/close", **operation("close_survey", Scope.CYCLES_WRITE, SurveyGiven))
def survey_closed(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Nobody answers any more."""
    return _given(close_survey(viewer_asking(request), number))


@router.post("/surveys/{number}/links", **operation("make_survey_links", Scope.CYCLES_WRITE, LinksGiven, 201))
def survey_links(request: HttpRequest, number: Number, asked: LinksAsked) -> Status[Any]:
    """Addresses for customers, shown once."""
    keys = make_links(viewer_asking(request), number, asked.label, asked.agent, asked.once)
    return Status(201, {"paths": [reverse("surveys:customer", args=(key,)) for key in keys]})


@router.post("/surveys/{number}/answer", **operation("answer_survey", Scope.CYCLES_WRITE, None, 204))
def survey_answered(request: HttpRequest, number: Number, given: PulseAnswered) -> Status[Any]:
    """The asker's own answer, once; nothing notes whose it is."""
    viewer = viewer_asking(request)
    told = given.dict()
    scores = {question: told[question] for question in QUESTIONS if told[question] is not None}
    answer_pulse(viewer, survey_of(viewer, number), scores, given.remark)
    return Status(204, None)


def _given(found: Survey) -> dict[str, Any]:
    cycle = found.cycle.code if found.cycle else ""
    told = {"id": found.pk, "kind": found.kind, "title": found.title, "state": found.state}
    return {**told, "cycle": cycle, "shop": found.shop, "closes": found.closes}


def _group(row: PulseRow) -> dict[str, Any]:
    means = zip(QUESTIONS, row.shares, strict=True)
    shown = {question: fixed_places(share.mean, 2) if share else None for question, share in means}
    return {"name": row.name, "answers": row.answers, "means": shown}
