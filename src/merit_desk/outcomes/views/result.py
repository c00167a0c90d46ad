"""One person's result: read, confirmed, corrected after the seal, and taken along as an evidence pack."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.correction import CorrectionMove
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.outcomes.actions.answer import confirm as confirm_result
from merit_desk.outcomes.actions.correct import decide_correction, propose_correction
from merit_desk.outcomes.actions.grade_entries import grades_of
from merit_desk.outcomes.forms.correction import CorrectionDecisionForm, CorrectionForm
from merit_desk.outcomes.forms.interview import ConfirmForm
from merit_desk.outcomes.queries.feedback import feedback_shown
from merit_desk.outcomes.queries.known import correction_of, led_review, result_of
from merit_desk.outcomes.queries.onward import ways_on
from merit_desk.outcomes.queries.ranking import own_band
from merit_desk.outcomes.queries.result_page import result_page
from merit_desk.outcomes.views.posting import require_one_of, taken
from merit_desk.shell.formats import NO_VALUE
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def result(request: HttpRequest, number: int) -> HttpResponse:
    """Total, grade, how they came about, and what can be said to them."""
    viewer = viewer_of(request)
    page = result_page(viewer, result_of(viewer, number))
    what = {"period": page.one.cycle.period, "what": "outcome"}
    record(viewer.account, "result.read", Subject("person", page.one.person), after=what)
    band = own_band(viewer, page.one)
    seals = viewer.can(Can.SEAL_RESULTS) and not page.own
    shown = {
        "title": page.who.name,
        "here": "outcomes",
        "page": page,
        "feedback": feedback_shown(viewer, page.one) if page.texts else None,
        "onward": ways_on(viewer, page.one) if page.version else [],
        "band": say(f"outcomes.band.{band}") if band is not None else "",
        "seen": page.version.digest if page.version else "",
        "leads": viewer.everywhere(Can.RUN_CYCLES) and not page.own,
        "may_correct": seals and page.one.state == "sealed",
        "may_pack": page.texts,
        "mine": viewer.account,
    }
    return render(request, "outcomes/result.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Ask back, then record the confirmation."""
    viewer = viewer_of(request)
    one = result_of(viewer, number)
    require_one_of(parties_of(viewer, one), Party.SUBJECT)
    back = reverse("outcomes:result", args=[number])
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        form.is_valid()
        seen, words = form.cleaned_data.get("seen", ""), form.cleaned_data.get("words", "")
        return taken(request, lambda: confirm_result(viewer, number, seen, words), "outcomes.told.confirmed", back)
    page = result_page(viewer, one)
    total = page.total if page.total is not None else NO_VALUE
    shown = {
        "title": say("outcomes.confirm_title", cycle=one.cycle.title),
        "what": say("outcomes.confirm_what", total=total, grade=page.grade or NO_VALUE),
        "people": None,
        "undo": say("outcomes.confirm_undo"),
        "form": ConfirmForm(initial={"seen": page.version.digest if page.version else ""}),
        "primary": say("outcomes.confirm"),
        "action": reverse("outcomes:confirm", args=[number]),
        "back": back,
    }
    return render(request, "outcomes/confirm_page.html", shown)


@access(Can.SEAL_RESULTS)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Propose another grade for a sealed result."""
    viewer = viewer_of(request)
    one = led_review(viewer, number)
    if one.person == viewer.person:
        raise NotFoundRefusal("cycles.no_such_review")
    form = CorrectionForm(grades_of(one), request.POST or None)
    if request.method == "POST" and form.is_valid():
        grade, reason = form.cleaned_data["grade"], form.cleaned_data["reason"]
        try:
            propose_correction(viewer, number, grade, reason)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            return taken(
                request, lambda: None, "outcomes.told.correction_proposed", reverse("outcomes:result", args=[number])
            )
    shown = {"title": say("outcomes.correct_title"), "here": "outcomes", "one": one, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "outcomes/correct.html", shown | {"page": result_page(viewer, one)}, status=status)


@access(Can.SEAL_RESULTS)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to a correction, refuse it, or take one's own back."""
    viewer = viewer_of(request)
    found = correction_of(viewer, number)
    form = CorrectionDecisionForm(request.POST)
    back = reverse("outcomes:result", args=[found.participant_id])
    if not form.is_valid():
        return taken(request, _nothing_chosen, "", back)
    wanted, note = CorrectionMove(form.cleaned_data["go"]), form.cleaned_data["note"]
    return taken(request, lambda: decide_correction(viewer, number, wanted, note), f"outcomes.told.{wanted}", back)


def _nothing_chosen() -> None:
    raise ConflictRefusal("outcomes.nothing_chosen")
