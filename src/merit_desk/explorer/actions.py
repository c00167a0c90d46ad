"""Making, arranging, sharing and removing dashboards. Every change counts the version on and stands in the trail."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.explorer.models import KINDS, MOST_CARDS, WIDTHS, Card, Dashboard
from merit_desk.explorer.queries.boards import own_board, read_query
from merit_desk.shell.sentences import say

MOST_BOARDS = 40
Arranged = Sequence[tuple[int, int]]
"""Cards in their new order, each with its width."""


@transaction.atomic
def create_board(viewer: Viewer, title: str, role: str = "", cards: Sequence[Card] = ()) -> Dashboard:
    """Raises NotFoundRefusal where the viewer may not share with the role, ConflictRefusal above the limit."""
    _may_share(viewer, role)
    if Dashboard.objects.filter(owner_id=viewer.account).count() >= MOST_BOARDS:
        raise ConflictRefusal("boards.too_many", most=MOST_BOARDS)
    if viewer.account is None:
        raise NotFoundRefusal("refusal.no_such_page")
    board = Dashboard.objects.create(title=title or say("boards.untitled"), owner_id=viewer.account, role=role)
    Card.objects.bulk_create(
        Card(dashboard=board, position=at, width=c.width, kind=c.kind, title=c.title, query=c.query, text=c.text)
        for at, c in enumerate(cards)
    )
    _record(viewer, "dashboard.created", board, after=_told(board))
    return board


@transaction.atomic
def change_board(viewer: Viewer, board: int, version: int, title: str, role: str) -> Dashboard:
    """A new title, or other readers. Raises ConflictRefusal when somebody changed it meanwhile."""
    found = _locked(viewer, board, version)
    if role != found.role:
        _may_share(viewer, role)
    before = _told(found)
    found.title, found.role = title or found.title, role
    found.save(update_fields=["title", "role", "changed_at"])
    _record(viewer, "dashboard.changed", found, before, _told(found))
    return found


@transaction.atomic
def put_card(viewer: Viewer, board: int | None, kind: str, query: str, text: tuple[str, str] = ("", "")) -> Dashboard:
    """At the end of the dashboard; without one, on a new one. `text` is title and words of a text card."""
    if kind not in KINDS:
        raise NotFoundRefusal("refusal.no_such_page")
    found = create_board(viewer, "") if board is None else own_board(viewer, board)
    if found.cards.count() >= MOST_CARDS:
        raise ConflictRefusal("boards.full", most=MOST_CARDS)
    kept = "" if kind == "text" else read_query(query).address()
    width = {"figure": 3, "text": 4}.get(kind, 6)
    last = found.cards.order_by("-position").values_list("position", flat=True).first()
    place = 0 if last is None else last + 1
    title, words = text
    card = Card(dashboard=found, position=place, width=width, kind=kind, title=title, query=kept[:800], text=words)
    card.save()
    Dashboard.objects.filter(pk=found.pk).update(version=F("version") + 1)
    _record(viewer, "dashboard.card_added", found, after={"kind": kind, "view": kept})
    return found


@transaction.atomic
def arrange(viewer: Viewer, board: int, version: int, arranged: Arranged) -> Dashboard:
    """Order and widths; cards that are not named are removed. Raises ConflictRefusal on a stale version."""
    found = _locked(viewer, board, version)
    cards = {card.pk: card for card in found.cards.all()}
    before = _order(found)
    kept = [(cards[pk], width) for pk, width in dict(arranged).items() if pk in cards and width in WIDTHS]
    for at, (card, width) in enumerate(kept):
        card.position, card.width = at, width
        card.save(update_fields=["position", "width"])
    found.cards.exclude(pk__in=[card.pk for card, _ in kept]).delete()
    _record(viewer, "dashboard.arranged", found, before, _order(found))
    return found


@transaction.atomic
def change_card(viewer: Viewer, board: int, version: int, card: int, words: tuple[str, str]) -> Dashboard:
    """Another title, and other words on a text card."""
    found = _locked(viewer, board, version)
    changed = found.cards.filter(pk=card).first()
    if changed is None:
        raise NotFoundRefusal("refusal.no_such_page")
    before = {"title": changed.title, "text": changed.text}
    changed.title, text = words
    if changed.kind == "text":
        changed.text = text
    changed.save(update_fields=["title", "text"])
    _record(viewer, "dashboard.card_changed", found, before, {"title": changed.title, "text": changed.text})
    return found


@transaction.atomic
def delete_board(viewer: Viewer, board: int) -> None:
    """With its cards."""
    found = own_board(viewer, board)
    _record(viewer, "dashboard.deleted", found, before=_told(found))
    found.delete()


def _locked(viewer: Viewer, board: int, version: int) -> Dashboard:
    """Counts the version on, or raises ConflictRefusal when it is no longer the one that was seen."""
    found = own_board(viewer, board)
    if not Dashboard.objects.filter(pk=found.pk, version=version).update(version=F("version") + 1):
        raise ConflictRefusal("boards.stale", title=found.title)
    found.refresh_from_db()
    return found


def _may_share(viewer: Viewer, role: str) -> None:
    if role and (role not in set(Role) or not viewer.can(Can.SHARE_DASHBOARDS)):
        raise NotFoundRefusal("refusal.no_such_page")


def _told(board: Dashboard) -> dict[str, str]:
    return {"title": board.title, "role": board.role}


def _order(board: Dashboard) -> list[list[int]]:
    return [list(pair) for pair in board.cards.values_list("pk", "width")]


def _record(viewer: Viewer, action: str, board: Dashboard, before: object = None, after: object = None) -> None:
    record(viewer.account, action, Subject("dashboard", str(board.pk)), before, after)
