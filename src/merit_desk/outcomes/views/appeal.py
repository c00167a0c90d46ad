"""Appeals: written, read, given to a judge, heard and decided."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.reviews.appeal import APPEAL, AppealMatter, AppealMove, AppealState, Verdict
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.documents.actions import Unsound
from merit_desk.documents.actions.drafts import draft_of, drop_draft
from merit_desk.outcomes.actions import appeal as act
from merit_desk.outcomes.actions.grade_entries import grades_of
from merit_desk.outcomes.actions.judge import Decision
from merit_desk.outcomes.actions.judge import decide as decide_appeal
from merit_desk.outcomes.actions.judge import mended as data_mended
from merit_desk.outcomes.forms.appeal import AppealForm, AskForm, JudgeForm, TextForm, VerdictForm
from merit_desk.outcomes.models import Appeal
from merit_desk.outcomes.queries.known import appeal_of, appeal_parties, result_of
from merit_desk.outcomes.queries.outside import judges_for
from merit_desk.outcomes.queries.result_page import decisions_on, result_page, shown_lines
from merit_desk.outcomes.queries.versions import grade_of, latest_version, total_of
from merit_desk.outcomes.views.posting import require_one_of, taken
from merit_desk.results.queries.names import node_name, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def new_appeal(request: HttpRequest, number: int) -> HttpResponse:
    """Say what is disputed; what was typed is kept as a draft by the page."""
    viewer = viewer_of(request)
    one = result_of(viewer, number)
    require_one_of(parties_of(viewer, one), Party.SUBJECT)
    page = result_page(viewer, one)
    lines = shown_lines(page.version) if page.version else []
    choices = list({row["indicator"]: row["title"] for row in lines}.items())
    seen = page.version.digest if page.version else ""
    form = AppealForm(choices, request.POST or None, initial={"seen": seen, "line": request.GET.get("line", "")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act.file_appeal(viewer, number, form.cleaned_data["seen"], _disputed(form))
            except ConflictRefusal as refusal:
                form.add_error(None, say(refusal.code, **refusal.params))
                status = 409
            else:
                drop_draft(viewer, f"appeal {number}")
                return taken(request, lambda: None, "outcomes.told.appealed", act.address_of(made))
    shown = {
        "title": say("outcomes.appeal_title", cycle=one.cycle.title),
        "here": "outcomes",
        "page": page,
        "form": form,
        "draft": draft_of(viewer, f"appeal {number}"),
    }
    return render(request, "outcomes/new_appeal.html", shown, status=status)


@access(Need.SIGNED_IN)
@require_GET
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """The appeal with what the viewer may do with it."""
    return _page(request, appeal_of(viewer_of(request), number))


@access(Need.SIGNED_IN)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back."""
    viewer = viewer_of(request)
    _mine(viewer, number, Party.SUBJECT)
    return taken(request, lambda: act.withdraw_appeal(viewer, number), "outcomes.told.withdrawn", _at(number))


@access(Need.SIGNED_IN)
@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Name the judge."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.HR, Party.OWNER)
    form = JudgeForm(_offered(viewer, found), request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    judge = form.cleaned_data["judge"]
    return taken(request, lambda: act.assign_judge(viewer, number, judge), "outcomes.told.assigned", _at(number))


@access(Need.SIGNED_IN)
@require_POST
def step_aside(request: HttpRequest, number: int) -> HttpResponse:
    """The judge hands it back."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.JUDGE)
    form = TextForm(request.POST, prefix="aside")
    if not form.is_valid():
        return _page(request, found, form, 422)
    text, back = form.cleaned_data["text"], reverse("outcomes:outcomes")
    return taken(request, lambda: act.step_aside(viewer, number, text), "outcomes.told.stepped_aside", back)


@access(Need.SIGNED_IN)
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """The judge asks a side."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.JUDGE)
    form = AskForm(request.POST, prefix="ask")
    if not form.is_valid():
        return _page(request, found, form, 422)
    side, question = Party(form.cleaned_data["side"]), form.cleaned_data["question"]
    return taken(request, lambda: act.ask_side(viewer, number, side, question), "outcomes.told.asked", _at(number))


@access(Need.SIGNED_IN)
@require_POST
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """A side says its view."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.SUBJECT, Party.MANAGER)
    form = TextForm(request.POST, prefix="comment")
    if not form.is_valid():
        return _page(request, found, form, 422)
    text = form.cleaned_data["text"]
    return taken(request, lambda: act.comment(viewer, number, text), "outcomes.told.commented", _at(number))


@access(Need.SIGNED_IN)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """The verdict."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.JUDGE)
    form = VerdictForm(grades_of(found.participant), request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    given = form.cleaned_data
    decision = Decision(Verdict(given["verdict"]), given["grounds"], given["grade"], given["mending"])
    try:
        decide_appeal(viewer, number, decision)
    except (Unsound, ConflictRefusal, NotAllowedRefusal) as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _page(request, found, form, 409)
    return taken(request, lambda: None, "outcomes.told.decided", reverse("outcomes:outcomes"))


@access(Need.SIGNED_IN)
@require_POST
def mended(request: HttpRequest, number: int) -> HttpResponse:
    """The data are mended; the period is computed again."""
    viewer = viewer_of(request)
    found = _mine(viewer, number, Party.RECEIVER, Party.HR, Party.OWNER)
    form = TextForm(request.POST, prefix="mended")
    if not form.is_valid():
        return _page(request, found, form, 422)
    text = form.cleaned_data["text"]
    return taken(
        request, lambda: data_mended(viewer, number, text), "outcomes.told.mended", reverse("outcomes:outcomes")
    )


def _mine(viewer: Viewer, number: int, *parties: Party) -> Appeal:
    found = appeal_of(viewer, number)
    require_one_of(appeal_parties(viewer, found), *parties)
    return found


def _at(number: int) -> str:
    return reverse("outcomes:appeal", args=[number])


def _disputed(form: AppealForm) -> act.Disputed:
    given = form.cleaned_data
    texts = (given["what"], given["wanted"], given["reason"], given["line"])
    return act.Disputed(AppealMatter(given["matter"]), *texts, evidence=given["evidence"])


def _offered(viewer: Viewer, found: Appeal) -> list[tuple[str, str]]:
    return [(str(each.pk), str(each)) for each in judges_for(found.participant, viewer.today).accounts]


_NAMES: dict[type, str] = {JudgeForm: "assign", AskForm: "ask", VerdictForm: "verdict"}


def _forms(viewer: Viewer, found: Appeal, moves: frozenset[AppealMove]) -> dict[str, forms.Form]:
    every: dict[str, forms.Form] = {}
    if AppealMove.ASSIGN in moves:
        every["assign"] = JudgeForm(_offered(viewer, found))
    if AppealMove.DECIDE in moves:
        every |= {"ask": AskForm(prefix="ask"), "aside": TextForm(prefix="aside")}
        every["verdict"] = VerdictForm(grades_of(found.participant))
    if AppealMove.COMMENT in moves:
        every["comment"] = TextForm(prefix="comment")
    if AppealMove.MEND in moves:
        every["mended"] = TextForm(prefix="mended")
    return every


def _page(request: HttpRequest, found: Appeal, wrong: forms.Form | None = None, status: int = 200) -> HttpResponse:
    viewer, one, company = viewer_of(request), found.participant, declared_company()
    parties = appeal_parties(viewer, found)
    moves = frozenset(APPEAL.open_to(AppealState(found.state), parties))
    judge = Party.JUDGE in parties
    record(viewer.account, "outcomes.appeal_read", Subject("person", one.person), after={"appeal": found.pk})
    every = _forms(viewer, found, moves)
    if wrong is not None:
        every[_NAMES.get(type(wrong), str(wrong.prefix))] = wrong
    latest = latest_version(one)
    own_title = next((row["title"] for row in shown_lines(found.version) if row["indicator"] == found.line), "")
    shown = {
        "title": say("outcomes.appeal_of", name=node_name(company, "person", one.person)),
        "here": "outcomes",
        "appeal": found,
        "one": one,
        "who": standing(company, one.person, Period.parse(one.cycle.period)),
        "line_title": own_title,
        "lines": shown_lines(found.version),
        "total": total_of(found.version.content),
        "grade": grade_of(found.version.content),
        "after": latest if latest and latest.pk != found.version_id else None,
        "after_total": total_of(latest.content) if latest else None,
        "after_grade": grade_of(latest.content) if latest else "",
        "decisions": decisions_on(one),
        "statements": found.statements.select_related("by"),
        "forms": every,
        "moves": moves,
        "judging": judge,
        "stand_in": judges_for(one, viewer.today).stand_in if "assign" in every else False,
        "late": found.due < viewer.today and not found.decided_at,
    }
    return render(request, "outcomes/appeal.html", shown, status=status)
