"""1-on-1 talks: the series, one pair with its agenda, one talk with its notes."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.comparison import beside
from merit_desk.shell.formats import moment_name
from merit_desk.shell.sentences import say
from merit_desk.talks.actions.notes import StaleText
from merit_desk.talks.actions.pairs import (
    add_point,
    begin_pair,
    deal_with_point,
    hold_talk,
    keep_promise,
    plan_talk,
    promise,
    write_own,
    write_shared,
)
from merit_desk.talks.colleagues import colleague, managers_today, name_of
from merit_desk.talks.forms.talk_forms import DayForm, OwnForm, PairForm, PointForm, PromiseForm, SharedForm
from merit_desk.talks.models import Pair, Promise
from merit_desk.talks.queries.pairs import (
    carried,
    open_points,
    open_promises,
    own_note,
    pair_lines,
    pair_of,
    suggested_day,
    talk_of,
)
from merit_desk.talks.queries.visible import require_person
from merit_desk.talks.views.frame import framed


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest) -> HttpResponse:
    """My 1-on-1 talks, and beginning a series with somebody."""
    viewer = viewer_of(request)
    shown = framed(viewer, "pairs")
    require_person(viewer)
    told = {"other": request.GET.get("other", "")}
    form = PairForm(request.POST if request.method == "POST" else None, initial=told, today=viewer.today)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_pair(viewer, form.cleaned_data["other"], form.cleaned_data["every_days"])
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            return redirect("talks:pair", made.pk)
    shown |= {"form": form, "refused": refused, "lines": pair_lines(viewer)}
    return render(request, "talks/pairs.html", shown, status=422 if refused or form.errors else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """One pair: what is on the agenda, what is promised, the next talk and the earlier ones."""
    viewer = viewer_of(request)
    one = pair_of(viewer, number)
    form = PointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        add_point(viewer, number, form.cleaned_data["text"])
        return redirect("talks:pair", number)
    talks = list(one.talks.all()[:50])
    shown = {
        "here": "talks",
        "title": say("talks.pair_title", name=name_of(one.other(viewer.person))),
        "pair": one,
        "other": colleague(one.other(viewer.person)),
        "leads": viewer.person in managers_today(one.other(viewer.person), viewer.today),
        "form": form,
        "day_form": DayForm(initial={"day": suggested_day(one, viewer.today)}),
        "points": [(each, name_of(each.person), carried(each, talks)) for each in open_points(one)],
        "promises": _promises(one, viewer.today),
        "ahead": next((each for each in talks if each.held_at is None), None),
        "held": [each for each in talks if each.held_at is not None],
    }
    return render(request, "talks/pair.html", shown, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_POST
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """The day of the next talk."""
    viewer = viewer_of(request)
    pair_of(viewer, number)
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("talks.day_missing"))
        return redirect("talks:pair", number)
    talk = plan_talk(viewer, number, form.cleaned_data["day"])
    return redirect("talks:talk", talk.pk)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """One talk: agenda at hand, notes of both, own notes, promises. Posting writes the notes of both."""
    viewer = viewer_of(request)
    one = talk_of(viewer, number)
    told = {"text": one.text, "based_on": one.version}
    form = SharedForm(request.POST if request.method == "POST" else None, initial=told)
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            write_shared(viewer, number, form.cleaned_data["text"], form.cleaned_data["based_on"])
        except StaleText as found:
            stale = (found.who, beside(found.theirs, form.cleaned_data["text"]))
            form = SharedForm(initial={"text": form.cleaned_data["text"], "based_on": found.version})
        else:
            messages.success(request, say("talks.saved"))
            return redirect("talks:talk", number)
    pair_ = one.pair
    two = [colleague(pair_.first), colleague(pair_.second)]
    shown = {
        "here": "talks",
        "title": say("talks.talk_title", name=name_of(pair_.other(viewer.person)), day=one.day.isoformat()),
        "talk": one,
        "form": form,
        "stale": stale,
        "own_form": OwnForm(initial={"text": own_note(viewer, one)}),
        "promise_form": PromiseForm(two=two, today=viewer.today),
        "points": [(each, name_of(each.person), 0) for each in open_points(pair_)],
        "dealt": [(each, name_of(each.person)) for each in one.dealt.all()],
        "promises": _promises(pair_, viewer.today),
        "saved_at": moment_name(timezone.localtime(one.changed_at)) if one.text else "",
    }
    return render(request, "talks/talk.html", shown, status=409 if stale else 422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_POST
def own(request: HttpRequest, number: int) -> HttpResponse:
    """Keep one's own notes; asked by the field itself, only the time is answered."""
    viewer = viewer_of(request)
    form = OwnForm(request.POST)
    talk_of(viewer, number)
    if not form.is_valid():
        raise ConflictRefusal("talks.too_long")
    write_own(viewer, number, form.cleaned_data["text"])
    if request.headers.get("HX-Request"):
        return render(request, "talks/saved.html", {"moment": moment_name(timezone.localtime())})
    messages.success(request, say("talks.saved"))
    return redirect("talks:talk", number)


@access(Need.SIGNED_IN)
@require_POST
def promising(request: HttpRequest, number: int) -> HttpResponse:
    """An action item."""
    viewer = viewer_of(request)
    one = talk_of(viewer, number)
    two = [colleague(one.pair.first), colleague(one.pair.second)]
    form = PromiseForm(request.POST, two=two, today=viewer.today)
    if form.is_valid():
        sent = form.cleaned_data
        promise(viewer, number, sent["what"], sent["owner"], sent["due"])
    else:
        messages.error(request, " ".join(str(wrong) for errors in form.errors.values() for wrong in errors))
    return redirect("talks:talk", number)


@access(Need.SIGNED_IN)
@require_POST
def held(request: HttpRequest, number: int) -> HttpResponse:
    """The talk took place."""
    one = hold_talk(viewer_of(request), number)
    messages.success(request, say("talks.held_done"))
    return redirect("talks:pair", one.pair_id)


@access(Need.SIGNED_IN)
@require_POST
def deal(request: HttpRequest, number: int) -> HttpResponse:
    """A point of the agenda was dealt with, or was not after all."""
    point = deal_with_point(viewer_of(request), number, request.POST.get("dealt", "1") == "1")
    return _back(request, point.pair_id)


@access(Need.SIGNED_IN)
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """An action item is done, or is not after all."""
    kept = keep_promise(viewer_of(request), number, request.POST.get("done", "1") == "1")
    return _back(request, kept.talk.pair_id)


def _back(request: HttpRequest, number: int) -> HttpResponse:
    """To the talk that the form stood on, or to the pair."""
    came = request.POST.get("talk", "")
    address = reverse("talks:talk", args=(int(came),)) if came.isascii() and came.isdigit() else ""
    return redirect(address or reverse("talks:pair", args=(number,)))


def _promises(one: Pair, today: date) -> list[tuple[Promise, str, bool]]:
    return [(each, name_of(each.owner), each.due < today) for each in open_promises(one)]
