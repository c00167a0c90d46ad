"""The list of cycles, one cycle with its board and its reviews, and one review."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.reviews.life import ReviewState
from merit.reviews.stages import CycleKind
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.cycles.forms.terms import terms_of
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.board import cycle_lines, line_of, states_in
from merit_desk.cycles.queries.bulk import WITH_REASON, moves_for, moves_open
from merit_desk.cycles.queries.links import around
from merit_desk.cycles.queries.listing import PAGE, asked_of, choices_of, listed, whole_of
from merit_desk.cycles.queries.probation import PAY, findings_about
from merit_desk.cycles.queries.shown import life_of, shown_review, steps_of
from merit_desk.cycles.queries.stages import deadlines_of
from merit_desk.cycles.queries.visible import cycle_of, participant_of
from merit_desk.people.queries.reach import sees_pay_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle side by side, each with its line of stages."""
    viewer = viewer_of(request)
    page = Paginator(cycle_lines(viewer), PAGE).get_page(request.GET.get("page"))
    shown = {
        "title": say("cycles.title"),
        "here": "cycles",
        "page": page,
        "may_run": viewer.everywhere(Can.RUN_CYCLES),
    }
    return render(request, "cycles/cycles.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def cycle(request: HttpRequest, code: str) -> HttpResponse:
    """One cycle: how many are where, and the reviews themselves."""
    viewer, company = viewer_of(request), declared_company()
    found = cycle_of(viewer, code)
    asked, deadlines = asked_of(request.GET), deadlines_of(found, company)
    reviews = listed(viewer, found, asked)
    page = Paginator(reviews, PAGE).get_page(request.GET.get("page"))
    may_run = viewer.everywhere(Can.RUN_CYCLES)
    line = line_of(found, states_in(viewer, found), viewer.today)
    shown = {
        "title": found.title,
        "here": "cycles",
        "cycle": found,
        "line": line,
        "period": period_name(found.period),
        "asked": asked,
        "choices": choices_of(viewer, found),
        "states": [(state.value, say(f"review.state.{state}")) for state in ReviewState],
        "state_asked": ",".join(asked.states),
        "page": page,
        "rows": [shown_review(company, one, deadlines, viewer.today) for one in page],
        "moves": _bulk(viewer, reviews) if may_run else [],
        "may_follow": may_run and found.sealed_at is None,
        "query": request.GET.urlencode(),
        "may_run": may_run,
        "may_move_days": may_run and found.sealed_at is None and found.kind != CycleKind.PROBATION,
    }
    return render(request, "cycles/cycle.html", shown)


def _bulk(viewer: Viewer, reviews: QuerySet[Participant]) -> list[tuple[str, str, int]]:
    open_now = moves_for(viewer, reviews)
    return [(str(move), say(f"cycles.move.{move}"), len(numbers)) for move, numbers in open_now.items()]


@access(Need.SIGNED_IN)
@require_GET
def review(request: HttpRequest, number: int) -> HttpResponse:
    """One review: where it is, what happened to it, and what lies around it."""
    viewer, company = viewer_of(request), declared_company()
    one = participant_of(viewer, number)
    deadlines = deadlines_of(one.cycle, company)
    row = shown_review(company, one, deadlines, viewer.today)
    subject = viewer.person == one.person
    shown = {
        "title": row.name,
        "here": "cycles",
        "row": row,
        "cycle": one.cycle,
        "period": period_name(one.cycle.period),
        "steps": steps_of(one, deadlines),
        "dates": deadlines.of(one),
        "life": life_of(one, with_notes=not subject),
        "note": row.note if one.state == ReviewState.LEFT_OUT else "",
        "stands": say(f"review.stands.{one.state}"),
        "around": around(viewer, one),
        "moves": [(str(move), say(f"cycles.move.{move}"), move in WITH_REASON) for move in moves_open(viewer, one)],
        "findings": _findings(viewer, one),
        "probation": one.cycle.kind == CycleKind.PROBATION,
        "back": reverse("cycles:cycle", args=[one.cycle.code]),
    }
    return render(request, "cycles/review.html", shown)


def _findings(viewer: Viewer, one: Participant) -> list[Problem]:
    """What labour law says of a probation, to those who lead or run it; of pay only to those who may see the wage."""
    if one.cycle.kind != CycleKind.PROBATION or viewer.person == one.person:
        return []
    company = declared_company()
    own: Period = whole_of(one)
    found = findings_about(company, one.person, own, terms_of(one.cycle.options))
    with_pay = sees_pay_of(viewer, company, one.person, viewer.today)
    return [each for each in found if with_pay or each.code not in PAY]
