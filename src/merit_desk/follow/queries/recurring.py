"""Tasks that come back, as far as the viewer may know of them."""

from dataclasses import dataclass

from django.db.models import Q

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import Series
from merit_desk.follow.queries.reach import people_below
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """One row."""

    series: Series
    owner: str
    may_stop: bool


def series_visible_to(viewer: Viewer) -> list[ShownSeries]:
    """Those that run: of the viewer, given by them, and of people below."""
    company = declared_company()
    found = Series.objects.filter(_seen(viewer), stopped_at=None).order_by("title", "pk")
    return [ShownSeries(each, node_name(company, "person", each.owner), _stops(viewer, each)) for each in found]


def series_of(viewer: Viewer, number: int) -> Series:
    """One that the viewer may stop. Raises NotFoundRefusal."""
    found = Series.objects.filter(_seen(viewer), pk=number).first()
    if found is None or not _stops(viewer, found):
        raise NotFoundRefusal("follow.no_such_task")
    return found


def _seen(viewer: Viewer) -> Q:
    if viewer.everywhere(Can.RUN_CYCLES):
        return Q()
    mine = Q(by_id=viewer.account) | Q(owner__in=people_below(viewer))
    return mine | Q(owner=viewer.person) if viewer.person else mine


def _stops(viewer: Viewer, series: Series) -> bool:
    """Who began it, and whoever is above its owner; never somebody for whom it was begun by another."""
    own = bool(viewer.person) and series.owner == viewer.person
    return series.by_id == viewer.account or not own
