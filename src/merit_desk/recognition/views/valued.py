"""What people value: one's own answers, asking, overviews, and what fits one person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.recognition.actions.valued import answer_valued, ask_before_talk, ask_everybody, close_round, set_reach
from merit_desk.recognition.forms.valued import ReachForm, RoundForm, ValuedForm
from merit_desk.recognition.given import ranked
from merit_desk.recognition.models import ValuedRound
from merit_desk.recognition.queries.reach import leads, no_such, require_person
from merit_desk.recognition.queries.valued import (
    fit_of,
    may_ask_about,
    open_rounds,
    overview_groups,
    own_words,
    round_of,
    words_of,
)
from merit_desk.recognition.views.frame import form_page, framed
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import colleague, name_of


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def valued(request: HttpRequest) -> HttpResponse:
    """What I value: answer anew, see what I said, and open or close it."""
    viewer = viewer_of(request)
    shown = framed(viewer, "valued")
    require_person(viewer)
    asked = open_rounds(viewer)
    form = ValuedForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        number = next((each.pk for each in asked if str(each.pk) == request.POST.get("round", "")), None)
        try:
            answer_valued(viewer, form.answer, number)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.valued_kept"))
            return redirect("recognition:valued")
    words = [(each, words_of(ranked(each.ranking))) for each in own_words(viewer)[:20]]
    floor = declared_company().profile.anonymity_floor
    shown |= {"form": form, "refused": refused, "asked": asked, "words": words, "floor": floor}
    return form_page(request, "recognition/valued.html", **shown)


@access(Need.SIGNED_IN)
@require_POST
def reach(request: HttpRequest, number: int) -> HttpResponse:
    """Who sees one of my answers from now on."""
    form = ReachForm(request.POST)
    form.is_valid()
    set_reach(viewer_of(request), number, form.cleaned_data["for_manager"], form.cleaned_data["for_hr"])
    messages.success(request, say("recognition.reach_kept"))
    return redirect("recognition:valued")


@access(Need.SIGNED_IN)
@require_GET
def person(request: HttpRequest, person: str) -> HttpResponse:
    """What somebody values, as they let the viewer see it, and what of the catalogue fits."""
    viewer = viewer_of(request)
    if not may_ask_about(viewer, person) or not colleague(person).team:
        raise no_such()
    title = say("recognition.valued_of", name=name_of(person))
    shown = {"here": "recognition", "title": title, "who": colleague(person), "fit": fit_of(viewer, person)}
    shown |= {"may_ask": leads(viewer, person)}
    return render(request, "recognition/person.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def ask(request: HttpRequest, person: str) -> HttpResponse:
    """A manager asks before a 1-on-1."""
    ask_before_talk(viewer_of(request), person)
    messages.success(request, say("recognition.valued_asked", name=name_of(person)))
    return redirect("recognition:person", person)


@access(Can.ASK_PEOPLE)
@require_http_methods(["GET", "POST"])
def rounds(request: HttpRequest) -> HttpResponse:
    """Asking everybody, and what was asked before."""
    viewer = viewer_of(request)
    form = RoundForm(request.POST if request.method == "POST" else None, today=viewer.today)
    refused = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            made = ask_everybody(viewer, sent["title"], sent["closes"], sent["cycle"])
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.round_opened"))
            return redirect("recognition:round", made.pk)
    tab = "valued" if viewer.person else "rounds"
    shown = framed(viewer, tab, form=form, refused=refused)
    found = ValuedRound.objects.filter(person="")
    shown |= {"rounds": [(each, each.answers.count()) for each in found[:50]], "title": say("recognition.tab.rounds")}
    return form_page(request, "recognition/rounds.html", **shown)


@access(Can.ASK_PEOPLE)
@require_http_methods(["GET", "POST"])
def one_round(request: HttpRequest, number: int) -> HttpResponse:
    """How many have answered; after closing, the overview."""
    viewer = viewer_of(request)
    one = round_of(viewer, number)
    if one.person:
        raise no_such()
    if request.method == "POST":
        close_round(viewer, number)
        messages.success(request, say("recognition.round_closed"))
        return redirect("recognition:round", number)
    shown: dict[str, Any] = {"here": "recognition", "title": one.title, "one": one}
    shown |= {"answers": one.answers.values("person").distinct().count(), "groups": overview_groups(viewer, one)}
    shown["floor"] = declared_company().profile.anonymity_floor
    return render(request, "recognition/round.html", shown)
