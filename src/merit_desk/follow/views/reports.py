"""Weekly reports: writing one's own, reading and answering those of one's people, seeing which are missing."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.checkin import CHECK_IN, CheckInMove, CheckInState, Confidence
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.actions.checkins import (
    StaleReport,
    answer_report,
    save_report,
    send_report,
    take_report_back,
)
from merit_desk.follow.forms.answer_form import ReportAnswerForm
from merit_desk.follow.forms.report_form import AIMS, CONFIDENCE, ReportForm
from merit_desk.follow.models import CheckIn
from merit_desk.follow.queries.reach import checkin_of, managers_on, parties_of_checkin, people_below, people_read
from merit_desk.follow.queries.report import aims, goals_for, kpi_lines, plans_before, tasks_of_week
from merit_desk.follow.queries.reports import own_reports, team_reports, week_words
from merit_desk.follow.queries.weeks import Week, latest_weeks, week_named
from merit_desk.follow.views.frame import tabs, tried, viewer_here, writing_here
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.now import is_warm, present_day
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.formats import day_name, moment_name
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

QUESTIONS = ("went_well", "stuck", "plans", "help_needed")


@require_GET
@access(Need.SIGNED_IN)
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports, and by `?week=` those of one's people."""
    viewer = viewer_here(request)
    weeks = latest_weeks(viewer.today)
    week = week_named(request.GET.get("week", "")) or weeks[0]
    reads = bool(people_below(viewer)) or people_read(viewer) is None
    team = team_reports(viewer, week) if reads else []
    shown = {
        "title": say("follow.tab.reports"),
        "here": "follow",
        "tabs": tabs("reports"),
        "own": own_reports(viewer),
        "writes": bool(viewer.person),
        "week": week,
        "week_words": week_words(week),
        "weeks": [(each.code, week_words(each)) for each in weeks],
        "this_week": weeks[0].code,
        "reads": reads,
        "team": team,
        "lacking": sum(not each.address for each in team),
    }
    return render(request, "follow/reports.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def report(request: HttpRequest, week: str) -> HttpResponse:
    """Write one's own report of the week; what was sent is read at its own address."""
    viewer, named = _writing(request, week)
    kept = CheckIn.objects.filter(person=viewer.person, week=named.code).first()
    if kept is not None and kept.state != CheckInState.DRAFT:
        return redirect("follow:checkin", kept.pk)
    form = ReportForm(request.POST if request.method == "POST" else None, initial=_initial(kept))
    version = kept.version if kept else 0
    if request.method == "POST" and form.is_valid():
        try:
            sent = send_report(viewer, named.code, form.words(), _number(request.POST.get("version", "")))
        except StaleReport as stale:
            more = {"version": stale.theirs.version, "stale": _beside(stale, form), "kept": stale.theirs}
            return _writing_page(request, viewer, named, form, more)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("follow.report_sent"))
            return redirect("follow:checkin", sent.pk)
    return _writing_page(request, viewer, named, form, {"version": version, "kept": kept})


@require_POST
@access(Need.SIGNED_IN)
def save(request: HttpRequest, week: str) -> JsonResponse:
    """Keep the draft; answers the new version and when it was saved, 409 when another window saved it meanwhile."""
    viewer, named = _writing(request, week)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": next(iter(form.errors.values()))[0]}, status=422)
    try:
        kept = save_report(viewer, named.code, form.words(), _number(request.POST.get("version", "")))
    except ConflictRefusal as refusal:
        return JsonResponse({"said": say(refusal.code, **refusal.params)}, status=409)
    at = timezone.now().astimezone(ZoneInfo(declared_company().profile.time_zone))
    return JsonResponse({"version": kept.version, "said": say("form.saved_at", moment=f"{at:%H:%M}")})


@require_GET
@access(Need.SIGNED_IN)
def figures(request: HttpRequest, week: str) -> HttpResponse:
    """The KPIs beside one's report, loaded after the page."""
    viewer, named = _writing(request, week)
    kept = CheckIn.objects.filter(person=viewer.person, week=named.code).first()
    return render(request, "follow/figures.html", _figures(viewer, named, kept))


@require_GET
@access(Need.SIGNED_IN)
def checkin(request: HttpRequest, number: int) -> HttpResponse:
    """A report as it was sent, with its answers."""
    viewer = viewer_here(request)
    found = checkin_of(viewer, number)
    if found.state == CheckInState.DRAFT:
        return redirect("follow:report", found.week)
    return _reading_page(request, viewer, found, ReportAnswerForm())


@require_POST
@access(Need.SIGNED_IN)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer it."""
    viewer = writing_here(request)
    found = checkin_of(viewer, number)
    _require_move(viewer, found, CheckInMove.ANSWER)
    form = ReportAnswerForm(request.POST)
    if not form.is_valid():
        return _reading_page(request, viewer, found, form, 422)
    tried(request, lambda: answer_report(viewer, number, form.cleaned_data["text"]), say("checkin.did.answer"))
    return redirect("follow:checkin", number)


@require_POST
@access(Need.SIGNED_IN)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Make one's own a draft again."""
    viewer = writing_here(request)
    found = checkin_of(viewer, number)
    _require_move(viewer, found, CheckInMove.TAKE_BACK)
    tried(request, lambda: take_report_back(viewer, number), say("checkin.did.take_back"))
    found.refresh_from_db()
    return (
        redirect("follow:report", found.week)
        if found.state == CheckInState.DRAFT
        else redirect("follow:checkin", number)
    )


def _writing(request: HttpRequest, week: str) -> tuple[Viewer, Week]:
    viewer, named = writing_here(request), week_named(week)
    if named is None or not viewer.person or named.period.start > viewer.today:
        raise NotFoundRefusal("follow.no_such_report")
    return viewer, named


def _writing_page(
    request: HttpRequest, viewer: Viewer, week: Week, form: ReportForm, more: dict[str, Any]
) -> HttpResponse:
    company, kept = declared_company(), more.get("kept")
    named = [node_name(company, "person", each) for each in managers_on(viewer.person, viewer.today)]
    shown = {
        "title": say("follow.my_week"),
        "here": "follow",
        "week": week,
        "week_words": week_words(week),
        "due": day_name(week.due) if week.due else "",
        "late": week.is_late(viewer.today),
        "to": say("list.comma").join(named),
        "form": form,
        "before": plans_before(viewer.person, week),
        "tasks": tasks_of_week(viewer.person, week),
        "saved_at": _moment(kept) if kept else "",
        "ready": is_warm(),
        **more,
    }
    if shown["ready"]:
        shown |= _figures(viewer, week, kept)
    status = 409 if "stale" in more else 422 if form.errors else 200
    return render(request, "follow/report.html", shown, status=status)


def _figures(viewer: Viewer, week: Week, kept: CheckIn | None) -> dict[str, Any]:
    lines = kpi_lines(viewer)
    by_key = {f"kpi:{line.kpi}": line for line in lines}
    listed = aims(lines, goals_for(viewer, week), kept.confidence if kept else {})
    return {
        "aims": [(aim, by_key.get(aim.key)) for aim in listed],
        "as_of": present_day(),
        "choices": [(str(each), say(f"confidence.{each}")) for each in Confidence],
        "prefix": CONFIDENCE,
        "marker": AIMS,
        "week": week,
        "ready": True,
    }


def _reading_page(
    request: HttpRequest, viewer: Viewer, found: CheckIn, form: ReportAnswerForm, status: int = 200
) -> HttpResponse:
    company, week = declared_company(), week_named(found.week)
    zone = ZoneInfo(company.profile.time_zone)
    moves = CHECK_IN.open_to(CheckInState(found.state), parties_of_checkin(viewer, found))
    lines = found.figures.get(current_language(), [])
    shown = {
        "title": say("follow.week_of", name=node_name(company, "person", found.person)),
        "here": "follow",
        "report": found,
        "week_words": week_words(week) if week else found.week,
        "sent_at": moment_name(found.sent_at.astimezone(zone)) if found.sent_at else "",
        "texts": [(name, say(f"follow.field.{name}"), getattr(found, name)) for name in QUESTIONS],
        "lines": lines,
        "as_of": found.figures.get("as_of", ""),
        "counts": found.figures.get("tasks", {}),
        "confidence": _confidence(found, lines),
        "before": plans_before(found.person, week) if week else "",
        "answers": [_answered(each, zone) for each in found.answers.select_related("account")],
        "form": form if CheckInMove.ANSWER in moves else None,
        "may_take_back": CheckInMove.TAKE_BACK in moves,
        "own": found.person == viewer.person,
        "owner_tasks": f"{reverse('follow:tasks')}?whose=all&owner={found.person}"
        if found.person != viewer.person
        else "",
    }
    return render(request, "follow/checkin.html", shown, status=status)


def _answered(each: Any, zone: ZoneInfo) -> dict[str, str]:
    who = node_name(declared_company(), "person", each.person) if each.person else str(each.account)
    return {"who": who, "at": moment_name(each.at.astimezone(zone)), "text": each.text}


def _confidence(found: CheckIn, lines: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Title, word and tone, in the order in which they stood."""
    titles = {f"kpi:{line['kpi']}": line["title"] for line in lines} | found.figures.get("goals", {})
    tones = {Confidence.SURE: "good", Confidence.AT_RISK: "watch", Confidence.OUT_OF_REACH: "bad"}
    return [
        (titles.get(key, key), say(f"confidence.{value}"), tones[Confidence(value)])
        for key, value in found.confidence.items()
    ]


def _initial(kept: CheckIn | None) -> dict[str, str]:
    return {name: getattr(kept, name) for name in QUESTIONS} if kept else {}


def _beside(stale: StaleReport, form: ReportForm) -> object:
    theirs = {name: getattr(stale.theirs, name) for name in QUESTIONS}
    mine = {name: form.cleaned_data[name] for name in QUESTIONS}
    return beside(_lines(theirs), _lines(mine))


def _lines(found: dict[str, str]) -> str:
    return "\n".join(f"{say(f'follow.field.{name}')}\n{text}\n" for name, text in found.items())


def _moment(kept: CheckIn) -> str:
    return moment_name(kept.saved_at.astimezone(ZoneInfo(declared_company().profile.time_zone)))


def _require_move(viewer: Viewer, found: CheckIn, move: CheckInMove) -> None:
    """Raises NotFoundRefusal for a step that is never theirs."""
    parties = parties_of_checkin(viewer, found)
    if not any(each is move and rule.by & parties for (_, each), rule in CHECK_IN.moves.items()):
        raise NotFoundRefusal("refusal.no_such_page")


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 0
