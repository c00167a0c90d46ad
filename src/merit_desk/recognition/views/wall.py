"""荣誉墙, as a page and for a screen in the office."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.recognition.queries.reach import require_somebody
from merit_desk.recognition.queries.wall import ICONS, KINDS, titles_in_force, wall_cards, wall_rows
from merit_desk.recognition.views.frame import framed
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

CARDS = 24
ON_A_SCREEN = 6
"""Cards that can be read from five metres."""
SCREENS = 5


@access(Need.SIGNED_IN)
@require_GET
def recognition(request: HttpRequest) -> HttpResponse:
    """The wall, of one kind or of all."""
    viewer = viewer_of(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = Paginator(wall_rows(viewer, kind), CARDS).get_page(request.GET.get("page"))
    kinds = [(each, ICONS[each], say(f"recognition.kind.{each}"), each == kind) for each in KINDS]
    titles = titles_in_force(viewer) if not kind and page.number == 1 else []
    shown = framed(viewer, "recognition", kinds=kinds, kind=kind, titles=titles)
    shown |= {"page": page, "cards": wall_cards(viewer, list(page.object_list))}
    return render(request, "recognition/wall.html", shown)


@access(Need.SIGNED_IN)
@require_GET
@never_cache
def screen(request: HttpRequest) -> HttpResponse:
    """The latest of the wall in large type; the page turns its leaves and asks anew by itself."""
    viewer = viewer_of(request)
    require_somebody(viewer)
    cards = wall_cards(viewer, list(wall_rows(viewer)[: ON_A_SCREEN * SCREENS]))
    leaves = [cards[at : at + ON_A_SCREEN] for at in range(0, len(cards), ON_A_SCREEN)]
    shown: dict[str, object] = {"title": say("recognition.tab.recognition"), "company": declared_company().profile.name}
    shown |= {"leaves": leaves, "refreshed": timezone.localtime()}
    return render(request, "recognition/screen.html", shown)
