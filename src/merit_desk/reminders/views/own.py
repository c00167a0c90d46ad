"""One's own digests and settings, and for HR who of a cycle was reminded when."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_of
from merit_desk.reminders.actions.wishes import FIELDS, keep_wishes
from merit_desk.reminders.forms.wishes import WishesForm
from merit_desk.reminders.queries.mail import mail_is_set_up
from merit_desk.reminders.queries.own import digest_on, digests_of, grouped, reminded_in, wishes_of
from merit_desk.shell.formats import weekday_name
from merit_desk.shell.sentences import say

PAGE = 50


@access(Need.SIGNED_IN)
@require_GET
def digests(request: HttpRequest) -> HttpResponse:
    """One's own, latest first."""
    page = Paginator(digests_of(viewer_of(request)), PAGE).get_page(request.GET.get("page"))
    lines = [(each, weekday_name(each.day), len(each.items)) for each in page]
    shown = {"title": say("reminders.title"), "here": "inbox", "page": page, "lines": lines}
    return render(request, "reminders/digests.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def digest(request: HttpRequest, day: str) -> HttpResponse:
    """What was told on a day."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise NotFoundRefusal("refusal.no_such_page") from None
    found = digest_on(viewer_of(request), asked)
    shown = {
        "title": say("reminders.digest_title", day=weekday_name(found.day)),
        "here": "inbox",
        "digest": found,
        "groups": grouped(found),
    }
    return render(request, "reminders/digest.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """One's own settings."""
    viewer = viewer_of(request)
    kept = wishes_of(viewer)
    form = WishesForm(request.POST or None, initial={name: getattr(kept, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        keep_wishes(viewer, form.cleaned_data)
        messages.success(request, say("reminders.wishes.kept"))
        return redirect("reminders:wishes")
    address = Account.objects.filter(pk=viewer.signer).values_list("email", flat=True).first()
    shown = {
        "title": say("reminders.wishes.title"),
        "here": "inbox",
        "form": form,
        "address": address,
        "mail": mail_is_set_up(),
    }
    return render(request, "reminders/wishes.html", shown, status=422 if request.method == "POST" else 200)


@access(Can.RUN_CYCLES)
@require_GET
def cycle(request: HttpRequest, code: str) -> HttpResponse:
    """Who of a cycle was reminded when; what each was told is theirs."""
    found, reminded = reminded_in(viewer_of(request), code)
    page = Paginator(reminded, PAGE).get_page(request.GET.get("page"))
    shown = {"title": say("reminders.cycle_title"), "here": "cycles", "cycle": found, "page": page}
    return render(request, "reminders/cycle.html", shown)
