"""Which rows a table has, before any is shown: those the viewer may see, that match, and that have any value."""

from collections.abc import Iterable
from dataclasses import dataclass

from merit.company import Company
from merit.kernel.node import COMPANY_ID, NodeKind
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from merit.people.organisation import TeamKind
from merit_desk.explorer.queries.asked import CUTS, Asked
from merit_desk.explorer.queries.cells import Place, figures, question_of
from merit_desk.explorer.queries.live import known_ids, live_answers
from merit_desk.explorer.queries.visible import Visible, declared_nodes, named, whose_of, within_team


@dataclass(frozen=True, slots=True)
class Listed:
    """Ids of rows in the order of the folder; `empty` counts rows left out because nothing was measured of them."""

    names: list[str]
    empty: int
    whole: tuple[str, str]
    """The node that the rows are parts of."""
    by_value: bool
    """Without a wish, the largest come first."""


def listed_rows(company: Company, visible: Visible, asked: Asked, whole: Period, kpis: tuple[str, ...]) -> Listed:
    """All rows of all pages."""
    candidates = [name for name in _candidates(company, asked, whole, kpis) if _matches(company, asked, name)]
    seen = [name for name in candidates if _seen(visible, asked, kpis, name, whole)]
    filled = _filled(company, visible, asked, whole, (kpis, seen))
    by_value = asked.kind in CUTS or asked.kind in (NodeKind.SHOP, NodeKind.CHANNEL)
    return Listed(filled, len(seen) - len(filled), whole_of(company, asked), by_value)


def _candidates(company: Company, asked: Asked, whole: Period, kpis: tuple[str, ...]) -> list[str]:
    if asked.kind in CUTS or (asked.kind == NodeKind.CHANNEL and (asked.shop or known_ids(NodeKind.CHANNEL) is None)):
        places = (Place(kpi, asked.kind, "", whole, asked.where) for kpi in kpis)
        return sorted({key[0] for place in places for key in live_answers(question_of(place))})
    if asked.kind == NodeKind.CHANNEL:
        return [name for name in known_ids(NodeKind.CHANNEL) or () if name]
    names = declared_nodes(company, asked.kind, whole)
    if asked.team and asked.kind in (NodeKind.PERSON, NodeKind.TEAM, NodeKind.DEPARTMENT):
        inside = within_team(company, asked.team, asked.kind, whole)
        return [name for name in names if name in inside and name != asked.team]
    if asked.shop and asked.kind == NodeKind.SHOP:
        return [name for name in names if name == asked.shop]
    return names


def _matches(company: Company, asked: Asked, name: str) -> bool:
    words = asked.words.casefold()
    return not words or words in named(company, asked.kind, name, "").casefold() or words in name.casefold()


def _seen(visible: Visible, asked: Asked, kpis: Iterable[str], name: str, whole: Period) -> bool:
    return any(visible.figure(kpi, whose_of(asked.kind, name), whole, asked.where) for kpi in kpis)


def _filled(
    company: Company, visible: Visible, asked: Asked, whole: Period, wanted: tuple[tuple[str, ...], list[str]]
) -> list[str]:
    kpis, names = wanted
    places = [Place(kpi, asked.kind, name, whole, asked.where) for kpi in kpis for name in names]
    found = figures(company, visible, places)
    there = {place.name for place, figure in found.items() if figure.raw.status is not ValueStatus.EMPTY}
    return [name for name in names if name in there]


def whole_of(company: Company, asked: Asked) -> tuple[str, str]:
    """The team chosen, else the company."""
    rows = company.organisation.rows_of.get(asked.team, ())
    if rows and asked.kind in (NodeKind.PERSON, NodeKind.TEAM, NodeKind.DEPARTMENT):
        kind = rows[-1].kind
        return ("company", COMPANY_ID) if kind is TeamKind.COMPANY else (str(kind), asked.team)
    return NodeKind.COMPANY.value, COMPANY_ID
