"""Dashboards: reading them, and arranging one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, Need, Role, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.explorer import actions
from merit_desk.explorer.models import WIDTHS, Card
from merit_desk.explorer.queries import boards as lookup
from merit_desk.explorer.queries.asked import asked_of
from merit_desk.explorer.queries.explored import explored, settled
from merit_desk.explorer.queries.links import links
from merit_desk.shell.sentences import say

_TITLE, _TEXT = 60, 1000
STEPS = (
    ("left", "arrow-left"),
    ("right", "arrow-right"),
    ("narrower", "viewport-narrow"),
    ("wider", "viewport-wide"),
    ("remove", "x"),
)
"""What a button of a card does, and its icon."""


@access(Need.SIGNED_IN)
@require_GET
def boards(request: HttpRequest) -> HttpResponse:
    """The list, and a form for a new one."""
    viewer = viewer_of(request)
    shown = {
        "title": say("boards.title"),
        "boards": lookup.boards_of(viewer),
        "roles": lookup.shipped_roles(viewer),
        "here": "dashboards",
    }
    return render(request, "explorer/boards.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def board(request: HttpRequest, board: int) -> HttpResponse:
    """One dashboard; each card asks for its figures itself."""
    viewer = viewer_of(request)
    found = lookup.board_for(viewer, board)
    shown = {"title": found.title, "board": found, "cards": lookup.cards_of(viewer, found), "here": "dashboards"}
    return render(request, "explorer/board.html", {**shown, "is_own": found.owner_id == viewer.account})


@access(Need.SIGNED_IN)
@require_GET
def role_board(request: HttpRequest, role: str) -> HttpResponse:
    """The dashboard that a role has from the start."""
    cards = lookup.shipped_cards(viewer_of(request), role)
    shown = {"title": say(f"boards.of_{role}"), "cards": cards, "role": role, "here": "dashboards"}
    return render(request, "explorer/board.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def card(request: HttpRequest) -> HttpResponse:
    """What stands in a card, for whoever asks: the same view as the explorer's, as far as they may see it."""
    asking = settled(viewer_of(request), asked_of(request.GET))
    shown = explored(asking)
    kind = request.GET.get("as", "chart")
    given = {"shown": shown, "asked": asking.asked, "kind": kind, "address": asking.asked.address()}
    given["mark"] = f"drawn-{_number(request.GET.get('mark', ''))}"
    return render(request, "explorer/card.html", {**given, **links(shown)})


@access(Need.SIGNED_IN)
@require_GET
def edit(request: HttpRequest, board: int) -> HttpResponse:
    """Arranging one's own."""
    viewer = viewer_of(request)
    found = lookup.own_board(viewer, board)
    shown = {
        "title": found.title,
        "board": found,
        "cards": lookup.cards_of(viewer, found, of_owner=True),
        "roles": list(Role) if viewer.can(Can.SHARE_DASHBOARDS) else [],
        "steps": STEPS,
        "here": "dashboards",
    }
    return render(request, "explorer/board_edit.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """A new one: empty, or with the cards of another that may be read."""
    viewer = viewer_of(request)
    source, role = request.POST.get("copy", ""), request.POST.get("copy_role", "")
    cards: list[Card] = []
    title = request.POST.get("title", "").strip()[:_TITLE]
    if source:
        copied = lookup.board_for(viewer, _number(source))
        cards, title = list(copied.cards.all()), title or copied.title
    elif role and lookup.shipped_cards(viewer, role):
        cards, title = lookup.shipped_models(viewer, role), title or say(f"boards.of_{role}")
    return redirect("explorer:edit", actions.create_board(viewer, title, cards=cards).pk)


@access(Need.SIGNED_IN)
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """A view of the explorer onto a dashboard."""
    chosen = request.POST.get("board", "")
    found = actions.put_card(
        viewer_of(request),
        _number(chosen) if chosen else None,
        request.POST.get("kind", "chart"),
        request.POST.get("query", "")[:800],
    )
    messages.success(request, say("boards.was_put", title=found.title))
    return redirect("explorer:board", found.pk)


@access(Need.SIGNED_IN)
@require_POST
def add_text(request: HttpRequest, board: int) -> HttpResponse:
    """A card of words."""
    words = (request.POST.get("title", "").strip()[:_TITLE], request.POST.get("text", "").strip()[:_TEXT])
    actions.put_card(viewer_of(request), board, "text", "", words)
    return redirect("explorer:edit", board)


@access(Need.SIGNED_IN)
@require_POST
def change(request: HttpRequest, board: int) -> HttpResponse:
    """Title and readers."""
    title, role = request.POST.get("title", "").strip()[:_TITLE], request.POST.get("role", "")
    try:
        actions.change_board(viewer_of(request), board, _version(request), title, role)
    except ConflictRefusal as refused:
        return _stale(request, board, refused)
    messages.success(request, say("boards.was_saved"))
    return redirect("explorer:edit", board)


@access(Need.SIGNED_IN)
@require_POST
def change_card(request: HttpRequest, board: int, card: int) -> HttpResponse:
    """Title of a card, words of a text card."""
    words = (request.POST.get("title", "").strip()[:_TITLE], request.POST.get("text", "").strip()[:_TEXT])
    try:
        actions.change_card(viewer_of(request), board, _version(request), card, words)
    except ConflictRefusal as refused:
        return _stale(request, board, refused)
    return redirect("explorer:edit", board)


@access(Need.SIGNED_IN)
@require_POST
def arrange(request: HttpRequest, board: int) -> HttpResponse:
    """The whole order as the page had it, and one step on it (`do`: left, right, wider, narrower or remove)."""
    step, _, text = request.POST.get("do", "").partition(":")
    pk = _number(text)
    order = stepped(_pairs(request), step, pk)
    try:
        actions.arrange(viewer_of(request), board, _version(request), order)
    except ConflictRefusal as refused:
        return _stale(request, board, refused)
    back = reverse("explorer:edit", args=(board,))
    return HttpResponseRedirect(f"{back}?{urlencode({'focus': f'{step}:{pk}'})}#card-{pk}" if pk else back)


@access(Need.SIGNED_IN)
@require_POST
def delete(request: HttpRequest, board: int) -> HttpResponse:
    """Asked once more by the page."""
    actions.delete_board(viewer_of(request), board)
    messages.success(request, say("boards.was_deleted"))
    return redirect("explorer:dashboards")


@access(Need.SIGNED_IN)
@require_GET
def ask_delete(request: HttpRequest, board: int) -> HttpResponse:
    """Whether it shall really go."""
    found = lookup.own_board(viewer_of(request), board)
    shown = {
        "title": say("boards.delete"),
        "what": say("boards.delete_what", title=found.title, count=found.cards.count()),
        "undo": say("boards.delete_undo"),
        "primary": say("boards.delete"),
        "action": reverse("explorer:delete", args=(board,)),
        "back": reverse("explorer:edit", args=(board,)),
        "grave": True,
    }
    return render(request, "shell/confirm_page.html", shown)


def stepped(order: list[tuple[int, int]], step: str, pk: int) -> list[tuple[int, int]]:
    """The order after one step of one card; a card at the edge stays."""
    at = next((place for place, (each, _) in enumerate(order) if each == pk), None)
    if at is None:
        return order
    card, width = order[at]
    rest = [*order[:at], *order[at + 1 :]]
    match step:
        case "left" | "right":
            place = min(max(at + (1 if step == "right" else -1), 0), len(rest))
            return [*rest[:place], (card, width), *rest[place:]]
        case "wider" | "narrower":
            steps = WIDTHS if step == "wider" else WIDTHS[::-1]
            after = [each for each in steps if (each > width if step == "wider" else each < width)]
            return [*order[:at], (card, after[0] if after else width), *order[at + 1 :]]
        case "remove":
            return rest
        case _:
            return order


def _pairs(request: HttpRequest) -> list[tuple[int, int]]:
    pairs = (text.partition(":")[::2] for text in request.POST.getlist("card"))
    return [(_number(pk), _number(width)) for pk, width in pairs]


def _version(request: HttpRequest) -> int:
    return _number(request.POST.get("version", ""))


def _number(text: str) -> int:
    """0 for anything that is none, which nothing is called."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _stale(request: HttpRequest, board: int, refused: ConflictRefusal) -> HttpResponse:
    """What was wanted is not done: the dashboard as it is now stands above, to be changed once more."""
    viewer = viewer_of(request)
    found = lookup.own_board(viewer, board)
    cards = lookup.cards_of(viewer, found, of_owner=True)
    titles = {card.pk: card for card in cards}
    wanted = [(titles[pk].title, width) for pk, width in _pairs(request) if pk in titles]
    typed = {name: request.POST.get(name, "") for name in ("title", "text")}
    shown = {"title": found.title, "board": found, "cards": cards, "wanted": wanted, "typed": typed, "refused": refused}
    return render(request, "explorer/board_stale.html", {**shown, "here": "dashboards"}, status=409)
