"""Option grants: one's own, the register, one grant with its way, writing and answering."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.equity.grant import GrantMove, GrantState
from merit.rewards.equity.leaving import LeaverKind
from merit.rewards.equity.vesting import tranches
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.recognition.actions.equity import (
    answer_grant,
    offer_grant,
    settle_leaver,
    withdraw_grant,
    write_grant,
)
from merit_desk.recognition.forms.equity import GrantForm, LeaveForm
from merit_desk.recognition.models import OptionGrant
from merit_desk.recognition.queries.options import drawn, shown_grant, shown_grants, sums
from merit_desk.recognition.queries.reach import grant_of, grants_visible_to, no_such
from merit_desk.recognition.views.frame import ON_A_PAGE, form_page, framed
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """One's own grants; the register for who looks after them."""
    viewer = viewer_of(request)
    found = grants_visible_to(viewer)
    if not viewer.can(Can.GRANT_HONOURS) and not found.exists():
        raise no_such()
    shown = framed(viewer, "options")
    own = shown_grants(viewer, found.filter(person=viewer.or_nobody))
    shown["own"] = own
    if shown["grants"]:
        lines = shown_grants(viewer, found.exclude(person=viewer.or_nobody))
        page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
        shown |= {"page": page, "sums": sums(lines)}
    return render(request, "recognition/options.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def option(request: HttpRequest, number: int) -> HttpResponse:
    """One grant: terms, how it vests, and what can be done."""
    viewer = viewer_of(request)
    one = grant_of(viewer, number)
    shown: dict[str, Any] = {
        "here": "recognition",
        "title": say("recognition.grant_title", number=one.number),
        "grant": shown_grant(viewer, one),
        "steps": tranches(one.schedule),
        "today": viewer.today,
        "drawn": drawn(one, viewer.today),
        "leaver": [
            (say(f"recognition.leaver.{kind}"), say(f"recognition.leaver_rule.{rule}"))
            for kind, rule in one.leaver.items()
        ],
        "mine": one.person == viewer.person,
        "leave_form": LeaveForm(),
    }
    return render(request, "recognition/option.html", shown)


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A draft, new or anew."""
    viewer = viewer_of(request)
    one = grant_of(viewer, number) if number is not None else None
    if one is not None and (one.state != GrantState.DRAFT or one.person == viewer.person):
        raise ConflictRefusal(f"option_grant.stands.{one.state}")
    currency = declared_company().profile.currency
    data = request.POST if request.method == "POST" else None
    told = _initial(one) if one else {"granted_on": viewer.today, "start": viewer.today}
    form = GrantForm(data, initial=told, today=viewer.today, currency=currency)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = write_grant(viewer, form.terms, number, form.cleaned_data["based_on"] or 0)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.saved", title=made.number))
            return redirect("recognition:option", made.pk)
    title = say("recognition.change_title", title=one.number) if one else say("recognition.new_grant")
    return form_page(
        request, "recognition/option_form.html", title, form=form, refused=refused, one=one, currency=currency
    )


@access(Need.SIGNED_IN)
@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Offer, withdraw, agree, decline, settle a leaver."""
    viewer = viewer_of(request)
    grant_of(viewer, number)
    asked = request.POST.get("move", "")
    if asked not in set(GrantMove):
        raise ConflictRefusal("talks.no_such_move")
    made = _stepped(viewer, request, number, GrantMove(asked))
    if made is None:
        messages.error(request, say("talks.day_missing"))
        return redirect("recognition:option", number)
    messages.success(request, say(f"recognition.grant_done.{asked}"))
    gone = made.state == GrantState.WITHDRAWN and made.person == viewer.person
    return redirect("recognition:options") if gone else redirect("recognition:option", number)


def _stepped(viewer: Viewer, request: HttpRequest, number: int, move: GrantMove) -> OptionGrant | None:
    """None where the form of a leaver does not say the day."""
    match move:
        case GrantMove.OFFER:
            return offer_grant(viewer, number)
        case GrantMove.WITHDRAW:
            return withdraw_grant(viewer, number)
        case GrantMove.AGREE | GrantMove.DECLINE:
            return answer_grant(viewer, number, move, request.POST.get("digest", ""))
        case GrantMove.LEAVE:
            form = LeaveForm(request.POST)
            if not form.is_valid():
                return None
            return settle_leaver(viewer, number, form.cleaned_data["left_on"], LeaverKind(form.cleaned_data["kind"]))
        case GrantMove.CHANGE:
            raise ConflictRefusal("talks.no_such_move")


def _initial(one: OptionGrant) -> dict[str, Any]:
    names = ("number", "person", "agreement", "units", "price", "granted_on", "start", "months", "cliff_months")
    found = {name: getattr(one, name) for name in (*names, "every_months", "conditions", "exercise_days")}
    leaver = {f"leaver_{kind}": rule for kind, rule in one.leaver.items()}
    return found | leaver | {"based_on": one.version}
