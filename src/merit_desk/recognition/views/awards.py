"""One honour that was given: its words and figures, consent, certificate, taking back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.feedback import CONSENT, ConsentMove, ConsentState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.nomination import AwardState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.recognition.actions.honours import revoke_award, settle_award_consent
from merit_desk.recognition.forms.honours import WhyForm
from merit_desk.recognition.queries.certificate import certificate_pdf
from merit_desk.recognition.queries.reach import award_of, no_such
from merit_desk.recognition.queries.wall import ICONS
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import colleague


@access(Need.SIGNED_IN)
@require_GET
def award(request: HttpRequest, number: int) -> HttpResponse:
    """For the person: the consent; for everybody who may see it: what for, and since when."""
    viewer = viewer_of(request)
    one = award_of(viewer, number)
    mine = one.person == viewer.person
    standing = one.state == AwardState.STANDING
    moves = CONSENT.open_to(ConsentState(one.consent), frozenset({Party.SUBJECT})) if mine and standing else ()
    close = mine or viewer.can(Can.GRANT_HONOURS)
    shown: dict[str, Any] = {
        "here": "recognition",
        "title": one.title,
        "one": one,
        "icon": ICONS[one.kind],
        "who": colleague(one.person),
        "moves": moves,
        "standing": standing,
        "over": one.until is not None and one.until < viewer.today,
        "evidence": one.evidence if close else [],
        "consent": say(f"recognition.consent.{one.consent}") if close else "",
        "may_print": close and standing,
        "may_revoke": viewer.can(Can.GRANT_HONOURS) and not mine and standing,
    }
    return render(request, "recognition/award.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """The person says whether everybody sees it."""
    agree = request.POST.get("move") == ConsentMove.AGREE
    settle_award_consent(viewer_of(request), number, ConsentMove.AGREE if agree else ConsentMove.REFUSE)
    messages.success(request, say("recognition.consent_given" if agree else "recognition.consent_refused"))
    return redirect("recognition:award", number)


@access(Need.SIGNED_IN)
@require_GET
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """The certificate as a PDF: for the person, and for who grants honours."""
    viewer = viewer_of(request)
    one = award_of(viewer, number)
    if one.person != viewer.person and not viewer.can(Can.GRANT_HONOURS):
        raise no_such()
    if one.state != AwardState.STANDING:
        raise ConflictRefusal("award.stands.revoked")
    made = certificate_pdf(one)
    record(viewer.account, "recognition.certificate_taken", Subject("award", str(one.pk)), after={"number": one.number})
    name = {"Content-Disposition": f'attachment; filename="{one.number}.pdf"'}
    return HttpResponse(made, "application/pdf", headers=name)


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first, with a reason that the person reads."""
    viewer = viewer_of(request)
    one = award_of(viewer, number)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        revoke_award(viewer, number, form.cleaned_data["why"])
        messages.success(request, say("recognition.revoked"))
        return redirect("recognition:award", number)
    who = colleague(one.person).name
    shown = {
        "title": say("recognition.revoke_title", title=one.title),
        "here": "recognition",
        "what": say("recognition.revoke_what", name=who, title=one.title),
        "people": 1,
        "undo": say("recognition.revoke_undo"),
        "form": form,
        "primary": say("recognition.revoke"),
        "action": reverse("recognition:revoke", args=(number,)),
        "back": reverse("recognition:award", args=(number,)),
        "grave": True,
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if form.errors else 200)
