"""What can be chosen in the explorer: KPIs by subject, kinds of rows, spans, teams and shops, as far as one may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from merit.company import Company
from merit.insight.comparison import Comparison
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit_desk.explorer.queries.asked import CUTS, GRAINS, KINDS, RANGES, Asked
from merit_desk.explorer.queries.visible import Visible, declared_nodes, visible_kpis
from merit_desk.metrics.queries import GROUPS, group_title
from merit_desk.results.queries.names import kpi_title, node_name, titled
from merit_desk.shell.sentences import say

Option = tuple[str, str]
FIRST = ("paid_sales", "net_sales", "gross_margin", "orders_paid", "csat", "reply_3min")
"""Which KPI a page shows before one is chosen: the first of these that is seen."""


@dataclass(frozen=True, slots=True)
class KpiOption:
    """A KPI that can be chosen."""

    kpi: str
    title: str
    note: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """All options; a kind of row, a team or a shop of which nothing is seen is not among them."""

    groups: tuple[tuple[str, tuple[KpiOption, ...]], ...]
    chosen: tuple[KpiOption, ...]
    kinds: tuple[Option, ...]
    grains: tuple[Option, ...]
    spans: tuple[Option, ...]
    comparisons: tuple[Option, ...]
    teams: tuple[Option, ...]
    shops: tuple[Option, ...]
    nodes: tuple[Option, ...]


def seen_kpis(company: Company, visible: Visible, asked: Asked, whole: Period) -> tuple[str, ...]:
    """Those asked that the viewer sees and that are defined for such rows; without any wish, the first that is."""
    seen = {kpi.id: None for kpi in visible_kpis(company, visible, asked.kind, whole)}
    chosen = tuple(kpi for kpi in asked.kpis if kpi in seen)
    if chosen or asked.kpis:
        return chosen
    return next(((kpi,) for kpi in (*FIRST, *seen) if kpi in seen), ())


def known_parts(company: Company, visible: Visible, asked: Asked, whole: Period) -> Asked:
    """Without a node, team or shop of which nothing is seen: one that does not exist reads the same."""
    teams, shops = (dict(found(company, visible, asked, whole)) for found in (_teams, _shops))
    node = asked.node if _node_seen(company, visible, asked, whole) else ""
    team = asked.team if asked.team in teams else ""
    shop = asked.shop if asked.shop in shops and asked.kind != NodeKind.SHOP else ""
    return replace(asked, node=node, team=team, shop=shop)


def _node_seen(company: Company, visible: Visible, asked: Asked, whole: Period) -> bool:
    if not asked.node:
        return False
    if asked.kind in CUTS or asked.kind == NodeKind.CHANNEL:
        return True
    if asked.node not in declared_nodes(company, asked.kind, whole):
        return False
    kpis = [kpi.id for kpi in company.catalogue.kpis.values() if not kpi.hidden]
    return visible.node(kpis, (asked.kind, asked.node), [whole])


def choices(company: Company, visible: Visible, asked: Asked, whole: Period) -> Choices:
    """Everything that the form offers."""
    seen = visible_kpis(company, visible, asked.kind, whole)
    options = [KpiOption(k.id, kpi_title(company, k.id), titled(k.note, ""), k.id in asked.kpis) for k in seen]
    by_group: dict[str, list[KpiOption]] = {group: [] for group in GROUPS}
    for kpi, option in zip(seen, options, strict=True):
        by_group.setdefault(kpi.group, []).append(option)
    known = {option.kpi: option for option in options}
    return Choices(
        groups=tuple((group_title(group), tuple(inside)) for group, inside in by_group.items() if inside),
        chosen=tuple(known[kpi] for kpi in asked.kpis if kpi in known),
        kinds=tuple((kind, say(f"kind.{kind}")) for kind in KINDS if _kind_seen(company, visible, kind, whole)),
        grains=tuple((grain, say(f"grain.{grain}")) for grain in GRAINS),
        spans=tuple((span, say(f"span.{span}")) for span in RANGES),
        comparisons=(("", say("comparison.none")), *((each.value, say(f"comparison.{each}")) for each in Comparison)),
        teams=_teams(company, visible, asked, whole),
        shops=_shops(company, visible, asked, whole),
        nodes=_nodes(company, asked),
    )


def _kind_seen(company: Company, visible: Visible, kind: str, whole: Period) -> bool:
    if visible.everything:
        return True
    if kind in CUTS or kind == NodeKind.CHANNEL:
        return bool(visible_kpis(company, visible, NodeKind.COMPANY.value, whole)) and kind not in CUTS
    return bool(visible_kpis(company, visible, kind, whole))


def _teams(company: Company, visible: Visible, asked: Asked, whole: Period) -> tuple[Option, ...]:
    """For people and teams: those of which something is seen."""
    if asked.kind not in (NodeKind.PERSON, NodeKind.TEAM, NodeKind.DEPARTMENT):
        return ()
    kpis = [kpi.id for kpi in company.catalogue.kpis.values() if not kpi.hidden]
    kinds = (NodeKind.DEPARTMENT.value, NodeKind.TEAM.value)
    listed = [(kind, team) for kind in kinds for team in declared_nodes(company, kind, whole)]
    return tuple(
        (team, node_name(company, kind, team)) for kind, team in listed if visible.node(kpis, (kind, team), [whole])
    )


def _shops(company: Company, visible: Visible, asked: Asked, whole: Period) -> tuple[Option, ...]:
    if asked.kind == NodeKind.SHOP or len(company.shops) < 2:
        return ()
    kpis: Sequence[str] = asked.kpis or FIRST
    seen = [shop for shop in company.shops if visible.node(kpis, (NodeKind.SHOP.value, shop.shop), [whole])]
    return tuple((shop.shop, shop.name) for shop in seen)


def _nodes(company: Company, asked: Asked) -> tuple[Option, ...]:
    """One of the rows alone: the node shown and how it is called."""
    if not asked.node:
        return ()
    return ((asked.node, node_name(company, asked.kind, asked.node)),)
