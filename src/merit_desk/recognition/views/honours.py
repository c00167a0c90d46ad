"""The catalogue of honours, proposals and decisions, and honours by rule."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.nomination import NOMINATION, NominationMove, NominationState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.recognition.actions.by_rule import give_by_rule
from merit_desk.recognition.actions.honours import nominate, parties_of, put_honour, step_nomination
from merit_desk.recognition.forms.honours import HonourForm, NominateForm, NoteForm
from merit_desk.recognition.models import Award, Honour
from merit_desk.recognition.queries.candidates import candidates
from merit_desk.recognition.queries.reach import (
    awards_visible_to,
    honour_of,
    nomination_of,
    nominations_visible_to,
    shown_to_all,
)
from merit_desk.recognition.queries.valued import fit_of
from merit_desk.recognition.views.frame import ON_A_PAGE, form_page, framed
from merit_desk.results.queries.names import reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import colleague, name_of


@access(Need.SIGNED_IN)
@require_GET
def honours(request: HttpRequest) -> HttpResponse:
    """What there is to be had, one's own, and what waits for a decision."""
    viewer = viewer_of(request)
    shown = framed(viewer, "honours")
    proposed = nominations_visible_to(viewer)
    waiting = proposed.filter(state=NominationState.PROPOSED) if shown["grants"] else proposed.none()
    shown |= {
        "honours": [_line(viewer, each) for each in Honour.objects.all() if each.open or shown["grants"]],
        "own": awards_visible_to(viewer).filter(person=viewer.or_nobody)[:ON_A_PAGE],
        "waiting": [(each, name_of(each.person)) for each in waiting[:ON_A_PAGE]],
        "proposed": [(each, name_of(each.person)) for each in proposed.filter(author_id=viewer.account)[:20]],
    }
    return render(request, "recognition/honours.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def honour(request: HttpRequest, number: int) -> HttpResponse:
    """One honour with its criteria and holders; proposing somebody for it."""
    viewer = viewer_of(request)
    one = honour_of(viewer, number)
    told = {"person": request.GET.get("person", "")}
    form = NominateForm(request.POST if request.method == "POST" else None, initial=told, today=viewer.today)
    refused = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            nominate(viewer, number, sent["person"], sent["reason"], sent["token"])
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.nominated"))
            return redirect("recognition:honours")
    held = awards_visible_to(viewer).filter(honour=one)[:ON_A_PAGE]
    shown: dict[str, Any] = {
        "one": one,
        "form": form,
        "refused": refused,
        "held": [(each, colleague(each.person)) for each in held],
        "grants": viewer.can(Can.GRANT_HONOURS),
        "may_propose": bool(viewer.person) and one.open,
        "periods": [(each, period_name(each)) for each in periods_run()[:12]],
        "reward": reward_title(declared_company(), one.reward) if one.reward else "",
    }
    return form_page(request, "recognition/honour.html", one.title, **shown)


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A new honour, or another version of one."""
    viewer = viewer_of(request)
    one = honour_of(viewer, number) if number is not None else None
    form = HonourForm(
        request.POST if request.method == "POST" else None, initial=_initial(one) if one else None, rewards=_rewards()
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = put_honour(viewer, form.told, number, form.cleaned_data["based_on"] or 0)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.saved", title=made.title))
            return redirect("recognition:honour", made.pk)
    title = say("recognition.change_title", title=one.title) if one else say("recognition.new_honour")
    return form_page(request, "recognition/honour_form.html", title, form=form, refused=refused, one=one)


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def by_rule(request: HttpRequest, number: int) -> HttpResponse:
    """Whom the rule names in a period, with the figures; then the honour is given to those chosen."""
    viewer = viewer_of(request)
    one = honour_of(viewer, number)
    runs = list(periods_run())
    period = request.GET.get("period", "")
    period = period if period in runs else next(iter(runs), "")
    refused = ""
    if request.method == "POST":
        try:
            given = give_by_rule(viewer, number, period, set(request.POST.getlist("person")))
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.given_to", count=len(given)))
            return redirect("recognition:honour", number)
    shown: dict[str, Any] = {
        "one": one,
        "refused": refused,
        "period": period,
        "periods": [(each, period_name(each), each == period) for each in runs[:24]],
        "found": candidates(viewer, one, period),
    }
    return form_page(request, "recognition/by_rule.html", say("recognition.by_rule_title", title=one.title), **shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def nomination(request: HttpRequest, number: int) -> HttpResponse:
    """A proposal: its reason, what the person values, and the decision."""
    viewer = viewer_of(request)
    one = nomination_of(viewer, number)
    form = NoteForm(request.POST if request.method == "POST" else None)
    moves = NOMINATION.open_to(NominationState(one.state), parties_of(viewer, one))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            move = NominationMove(request.POST.get("move", ""))
            step_nomination(viewer, number, move, form.cleaned_data["note"])
        except ValueError:
            refused = say("talks.no_such_move")
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say(f"recognition.done.{move}"))
            return redirect("recognition:honours")
    deciding = NominationMove.GRANT in moves
    shown = {"one": one, "form": form, "moves": moves, "refused": refused, "who": colleague(one.person)}
    shown |= {"deciding": deciding, "fit": fit_of(viewer, one.person) if deciding else None}
    shown |= {"state": say(f"nomination.stands.{one.state}"), "award": Award.objects.filter(nomination=one).first()}
    return form_page(request, "recognition/nomination.html", one.honour.title, **shown)


def _line(viewer: Viewer, one: Honour) -> tuple[Honour, int]:
    return one, one.awards.filter(shown_to_all(viewer)).count()


def _rewards() -> list[tuple[str, str]]:
    company = declared_company()
    return [(each, reward_title(company, each)) for each in dict.fromkeys(plan.reward for plan in company.rewards)]


def _initial(one: Honour) -> dict[str, Any]:
    names = ("title", "kind", "criteria", "months", "points", "places", "reward", "open")
    found = {name: getattr(one, name) for name in names}
    return found | {"rule": one.rule or "by_people", "based_on": one.version}
