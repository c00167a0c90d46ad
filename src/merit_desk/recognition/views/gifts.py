"""The catalogue of gifts, asking for one, and what becomes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.redemption import REDEMPTION, RedemptionMove, RedemptionState
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.recognition.actions.gifts import put_gift, redeem, step_redemption
from merit_desk.recognition.forms.points import GiftForm
from merit_desk.recognition.models import Gift, Redemption
from merit_desk.recognition.queries.books import gift_of, redemption_of, redemptions_visible_to
from merit_desk.recognition.views.frame import ON_A_PAGE, form_page, framed
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import name_of

TONES = {"asked": "watch", "approved": "watch", "handed_out": "good"}


@dataclass(frozen=True, slots=True)
class ShownRedemption:
    """A redemption with its words and what the viewer can do."""

    one: Redemption
    name: str
    state: str
    tone: str
    moves: tuple[RedemptionMove, ...]


def shown_redemptions(viewer: Viewer, found: Iterable[Redemption]) -> list[ShownRedemption]:
    """In the given order; no query each."""
    shown = []
    for one in found:
        mine = one.holder.person == viewer.person
        parties = frozenset({Party.SUBJECT if mine else Party.HR})
        state = say(f"redemption.stands.{one.state}")
        moves = REDEMPTION.open_to(RedemptionState(one.state), parties)
        shown.append(ShownRedemption(one, name_of(one.holder.person), state, TONES.get(one.state, ""), moves))
    return shown


@access(Can.GRANT_HONOURS)
@require_GET
def redemptions(request: HttpRequest) -> HttpResponse:
    """Who asked for what; what waits comes first. And the whole catalogue."""
    viewer = viewer_of(request)
    state = request.GET.get("state", "")
    rows = redemptions_visible_to(viewer)
    rows = rows.filter(state=state) if state in set(RedemptionState) else rows
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    states = [(str(each), say(f"recognition.state.{each}"), str(each) == state) for each in RedemptionState]
    tab = "points" if viewer.person else "redemptions"
    shown = framed(viewer, tab, lines=shown_redemptions(viewer, page), states=states, state=state)
    shown |= {"page": page, "gifts": Gift.objects.all(), "title": say("recognition.tab.redemptions")}
    return form_page(request, "recognition/redemptions.html", **shown)


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A new gift, or another version of one."""
    viewer = viewer_of(request)
    one = gift_of(viewer, number) if number is not None else None
    names = ("title", "text", "valued", "points", "stock", "open")
    told = {name: getattr(one, name) for name in names} | {"based_on": one.version} if one else None
    form = GiftForm(request.POST if request.method == "POST" else None, initial=told)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = put_gift(viewer, form.offer, number, form.cleaned_data["based_on"] or 0)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.saved", title=made.title))
            return redirect("recognition:redemptions")
    title = say("recognition.change_title", title=one.title) if one else say("recognition.new_gift")
    return form_page(request, "recognition/gift_form.html", title, form=form, refused=refused, one=one)


@access(Need.SIGNED_IN)
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a gift at the price that was shown."""
    viewer = viewer_of(request)
    gift = gift_of(viewer, number)
    price = request.POST.get("points", "")
    if not (price.isascii() and price.isdigit() and len(price) < 9) or not request.POST.get("token"):
        raise ConflictRefusal("recognition.price_changed", title=gift.title, points=gift.points)
    redeem(viewer, number, int(price), request.POST["token"][:40])
    messages.success(request, say("recognition.asked_for", title=gift.title))
    return redirect("recognition:points")


@access(Need.SIGNED_IN)
@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Approve, hand out, decline, cancel."""
    viewer = viewer_of(request)
    one = redemption_of(viewer, number)
    asked = request.POST.get("move", "")
    if asked not in set(RedemptionMove):
        raise ConflictRefusal("talks.no_such_move")
    step_redemption(viewer, number, RedemptionMove(asked), request.POST.get("note", "")[:300])
    messages.success(request, say(f"recognition.done.{asked}"))
    return redirect("recognition:points" if one.holder.person == viewer.person else "recognition:redemptions")
