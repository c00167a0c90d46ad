"""The interview: prepared and written by the manager, signed by both, or noted why not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.interview import INTERVIEW, InterviewState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.outcomes.actions import interview as act
from merit_desk.outcomes.forms.interview import InterviewForm, RefusalForm, SeenForm, SignForm, StepForms, WaiveForm
from merit_desk.outcomes.models import Interview
from merit_desk.outcomes.queries.interviews import OPEN_TO_INTERVIEW, as_read_by, interview_of, record_digest
from merit_desk.outcomes.queries.known import led_review, result_of
from merit_desk.outcomes.queries.preparation import preparation
from merit_desk.outcomes.queries.result_page import may_read_texts, result_page
from merit_desk.outcomes.views.posting import require_one_of, taken
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def interview(request: HttpRequest, number: int) -> HttpResponse:
    """What helps to prepare, the record, and the signatures."""
    viewer = viewer_of(request)
    return _page(request, _readable(viewer, number))


@access(Need.SIGNED_IN)
@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Save the manager's text; asked by the page itself while typing, too."""
    viewer = viewer_of(request)
    one = _theirs(viewer, number, Party.MANAGER)
    form, steps = InterviewForm(request.POST), StepForms(request.POST, prefix="steps")
    if not form.is_valid() or not steps.is_valid():
        return _page(request, one, {"form": form, "steps": steps}, 422)
    given = form.cleaned_data
    written = act.Written(
        given["held_on"],
        given["well"],
        given["improve"],
        tuple(_step(each.cleaned_data) for each in steps if each.cleaned_data.get("what")),
        given["revision"],
    )
    try:
        act.write_interview(viewer, number, written)
    except act.StaleRecord as stale:
        theirs = f"{stale.theirs.well}\n\n{stale.theirs.improve}"
        lines = beside(theirs, f"{given['well']}\n\n{given['improve']}")
        fresh = InterviewForm({**request.POST.dict(), "revision": stale.theirs.revision})
        return _page(request, one, {"form": fresh, "steps": steps, "stale": lines}, 409)
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _page(request, one, {"form": form, "steps": steps}, 409)
    return taken(request, lambda: None, "outcomes.told.saved", _at(number))


@access(Need.SIGNED_IN)
@require_POST
def offer(request: HttpRequest, number: int) -> HttpResponse:
    """The manager signs and hands it over."""
    viewer = viewer_of(request)
    _theirs(viewer, number, Party.MANAGER)
    seen = _seen(request)
    return taken(request, lambda: act.offer_interview(viewer, number, seen), "outcomes.told.offered", _at(number))


@access(Need.SIGNED_IN)
@require_POST
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """The person signs."""
    viewer = viewer_of(request)
    _theirs(viewer, number, Party.SUBJECT)
    form = SignForm(request.POST)
    form.is_valid()
    seen, words = form.cleaned_data.get("seen", ""), form.cleaned_data.get("words", "")
    return taken(request, lambda: act.sign_interview(viewer, number, seen, words), "outcomes.told.signed", _at(number))


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, number: int) -> HttpResponse:
    """HR records that the person does not sign."""
    viewer = viewer_of(request)
    one = _led(viewer, number)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        step = lambda: act.note_refusal(viewer, number, given["note"], given["witness"])  # noqa: E731
        return taken(request, step, "outcomes.told.refusal", _at(number))
    return _note_page(request, one, form, "refusal")


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, number: int) -> HttpResponse:
    """HR concludes without an interview."""
    viewer = viewer_of(request)
    one = _led(viewer, number)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        return taken(request, lambda: act.waive_interview(viewer, number, note), "outcomes.told.waived", _at(number))
    return _note_page(request, one, form, "waive")


def _at(number: int) -> str:
    return reverse("outcomes:interview", args=[number])


def _seen(request: HttpRequest) -> str:
    form = SeenForm(request.POST)
    return str(form.cleaned_data["seen"]) if form.is_valid() else ""


def _step(given: dict[str, object]) -> dict[str, str]:
    return {"what": str(given["what"]), "by": str(given.get("by") or ""), "support": str(given.get("support") or "")}


def _readable(viewer: Viewer, number: int) -> Participant:
    one = result_of(viewer, number)
    if not may_read_texts(viewer, one):
        raise NotFoundRefusal("cycles.no_such_review")
    return one


def _theirs(viewer: Viewer, number: int, *parties: Party) -> Participant:
    one = _readable(viewer, number)
    require_one_of(parties_of(viewer, one), *parties)
    return one


def _led(viewer: Viewer, number: int) -> Participant:
    one = led_review(viewer, number)
    require_one_of(parties_of(viewer, one), Party.HR, Party.OWNER)
    return one


def _note_page(request: HttpRequest, one: Participant, form: RefusalForm | WaiveForm, what: str) -> HttpResponse:
    shown = {
        "title": say(f"outcomes.{what}_title"),
        "lead": say(f"outcomes.{what}_lead"),
        "here": "outcomes",
        "one": one,
        "form": form,
        "primary": say(f"outcomes.{what}"),
        "back": _at(one.pk),
    }
    return render(request, "outcomes/note.html", shown, status=422 if request.method == "POST" else 200)


def _page(
    request: HttpRequest, one: Participant, given: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    parties, found = parties_of(viewer, one), interview_of(one)
    kept = as_read_by(found, parties) or Interview(participant=one)
    own = Party.SUBJECT in parties
    draft = kept.state == InterviewState.DRAFT
    moves = frozenset(INTERVIEW.open_to(InterviewState(kept.state), parties)) if one.state in OPEN_TO_INTERVIEW else ()
    record(viewer.account, "result.read", Subject("person", one.person), after={"what": "interview"})
    form = InterviewForm(
        initial={
            "revision": kept.revision,
            "held_on": kept.held_on or viewer.today,
            "well": kept.well,
            "improve": kept.improve,
        }
    )
    shown: dict[str, object] = {
        "title": say("outcomes.interview_title", name=result_page(viewer, one).who.name),
        "here": "outcomes",
        "one": one,
        "found": kept if found is not None and not (own and draft) else None,
        "digest": record_digest(kept),
        "signatures": list(found.signatures.all()) if found is not None else [],
        "own": own,
        "moves": moves,
        "form": form,
        "steps": StepForms(prefix="steps", initial=kept.steps),
        "sign_form": SignForm(initial={"seen": record_digest(kept), "words": kept.own_words}),
        "preparation": preparation(viewer, one) if "write" in moves else None,
    }
    return render(request, "outcomes/interview.html", {**shown, **(given or {})}, status=status)
