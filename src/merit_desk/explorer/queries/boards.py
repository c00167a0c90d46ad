"""Dashboards that a viewer may open: their own, those shared with one of their roles, and the one shipped per role."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from django.db.models import Q
from django.http import QueryDict

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.explorer.models import Card, Dashboard
from merit_desk.explorer.queries.asked import Asked, asked_of
from merit_desk.explorer.queries.cells import figures
from merit_desk.explorer.queries.explored import sees_anything, settled, title_of
from merit_desk.explorer.queries.grid import Asking
from merit_desk.shell.sentences import say

_SHIPPED = Path(__file__).parents[1] / "default_dashboards.yaml"
MOST_OWN = 8
SELF = "self"
"""In a shipped view: the viewer's own person."""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as the page shows it; its figures are asked for by `address`."""

    pk: int
    kind: str
    width: int
    title: str
    text: str
    query: str
    own_title: str = ""

    @property
    def content(self) -> str:
        """The query that fills the card."""
        return urlencode({"as": self.kind}) + "&" + self.query


def boards_of(viewer: Viewer) -> list[Dashboard]:
    """Their own first."""
    mine = Q(owner_id=viewer.account)
    shared = Q(role__in=[role.value for role in viewer.roles])
    found = Dashboard.objects.filter(mine | shared).select_related("owner")
    return sorted(found, key=lambda board: (board.owner_id != viewer.account, board.title, board.pk))


def boards_to_fill(viewer: Viewer) -> list[Dashboard]:
    """Their own: into others nobody puts anything."""
    return list(Dashboard.objects.filter(owner_id=viewer.account))


def board_for(viewer: Viewer, board: int) -> Dashboard:
    """Raises NotFoundRefusal for one that is neither theirs nor shared with a role of theirs."""
    found = next((each for each in boards_of(viewer) if each.pk == board), None)
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def own_board(viewer: Viewer, board: int) -> Dashboard:
    """Raises NotFoundRefusal for anybody else's."""
    found = Dashboard.objects.filter(owner_id=viewer.account, pk=board).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def shipped_roles(viewer: Viewer) -> list[Role]:
    """Roles of the viewer that have a shipped dashboard."""
    return [role for role in Role if role in viewer.roles and role in _shipped()]


def shipped_cards(viewer: Viewer, role: str) -> list[ShownCard]:
    """Raises NotFoundRefusal for a role that the viewer does not have."""
    if role not in shipped_roles(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    shown = (_shown(viewer, card) for card in shipped_models(viewer, role))
    return [card for card in shown if card is not None]


def shipped_models(viewer: Viewer, role: str) -> list[Card]:
    """The shipped cards of the role, not saved; `each: own` is a card for each KPI of the viewer's own plans."""
    found: list[dict[str, Any]] = []
    for entry in _shipped()[role]:
        plain = {name: value for name, value in entry.items() if name != "each"}
        if "each" not in entry:
            found.append(plain)
            continue
        found += [{**plain, "query": f"kpi={kpi}&{plain['query']}"} for kpi in _own_kpis(viewer, plain["query"])]
    return [Card(position=at, **each) for at, each in enumerate(found)]


def _own_kpis(viewer: Viewer, query: str) -> list[str]:
    """KPIs of the viewer's plans that have a value in these days, in catalogue order."""
    asking = asking_for(viewer, query)
    whole = asking.days.whole
    own = sight_of(viewer, str(whole)).own_kpis
    listed = [kpi for kpi in asking.company.catalogue.kpis if kpi in own]
    places = {kpi: asking.place(kpi, asking.asked.node, whole) for kpi in listed}
    if not asking.asked.node:
        return []
    found = figures(asking.company, asking.visible, places.values())
    return [kpi for kpi, place in places.items() if place in found and found[place].has_value][:MOST_OWN]


def cards_of(viewer: Viewer, board: Dashboard, of_owner: bool = False) -> list[ShownCard]:
    """The cards of which the viewer sees something; to the owner who arranges them, all."""
    shown = []
    for card in Card.objects.filter(dashboard=board):
        found = _shown(viewer, card)
        if found is not None:
            shown.append(found)
        elif of_owner:
            title = card.title or say("boards.nothing_seen")
            shown.append(ShownCard(card.pk, card.kind, card.width, title, "", card.query, card.title))
    return shown


def _shown(viewer: Viewer, card: Card) -> ShownCard | None:
    pk = card.pk or 0
    if card.kind == "text":
        return ShownCard(pk, card.kind, card.width, card.title, card.text, "", card.title)
    asking = asking_for(viewer, card.query)
    if not sees_anything(asking):
        return None
    title = card.title or title_of(asking, with_days=card.kind != "figure")
    query = own_query(viewer, card.query)
    return ShownCard(pk, card.kind, card.width, title, "", query, card.title)


def own_query(viewer: Viewer, query: str) -> str:
    """With the viewer's own person where the view speaks of them."""
    return query.replace(f"node={SELF}", f"node={viewer.person}")


def asking_for(viewer: Viewer, query: str) -> Asking:
    """The view of a card as this viewer sees it."""
    return settled(viewer, read_query(own_query(viewer, query)))


def read_query(query: str) -> Asked:
    """A view from the text of an address."""
    return asked_of(QueryDict(query))


@cache
def _shipped() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(_SHIPPED.read_text("utf-8"))
    return found
