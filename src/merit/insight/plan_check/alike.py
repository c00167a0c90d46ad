"""Two KPIs of one plan beside each other: one thing counted twice, or a pair of which one pays for the other."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from merit.catalogue.kpi import Catalogue, Direction
from merit.company import Company
from merit.insight.decomposition_sides import sides_of
from merit.insight.plan_check.association import COMMON, TWO_YEARS, Association, Pair, association
from merit.insight.plan_check.subject import PlanInUse, Track, earlier, note, warning
from merit.kernel.node import Node, NodeKind
from merit.kernel.problems import Problem
from merit.metrics.components import leaves
from merit.metrics.figures import Figures, KpiValue
from merit.scores.plan.score_plan import Balance
from merit.scores.scoring import UNUSABLE

ALIKE = 0.95
ALIKE_AT_LEAST = 0.8
"""The near end of the interval of two KPIs that measure the same."""
TRADED = 0.3
"""A weaker relation than this is not worth a rule."""


def alike_findings(company: Company, figures: Figures, used: PlanInUse, tracks: Sequence[Track]) -> Iterator[Problem]:
    """Of every pair of KPIs of the plan."""
    pairs = list(combinations(tracks, 2))
    for one, other in pairs:
        params: dict[str, str | int] = {
            "plan": used.plan.plan,
            "one": one.indicator.id,
            "other": other.indicator.id,
        }
        source = other.indicator.source
        if one.indicator.of is other.indicator.of and _same_leaves(one, other, company.catalogue):
            yield warning("insight.same_source", source, **params)
            continue
        found = association(_values(company, figures, used, (one, other)), len(pairs))
        if found is None:
            continue
        if _is_alike(found):
            yield note("insight.move_together", source, **params, **_figures(found))
        elif _is_traded(found, company.catalogue, one, other) and not _balanced(used, one, other):
            yield warning(
                "insight.pair_trades_off", source, **params, **_figures(_oriented(found, company, one, other))
            )


def _is_alike(found: Association) -> bool:
    near = min(abs(found.low), abs(found.high)) if found.low * found.high > 0 else 0.0
    return abs(found.likeness) > ALIKE and near > ALIKE_AT_LEAST


def _is_traded(found: Association, catalogue: Catalogue, one: Track, other: Track) -> bool:
    """Better here goes with worse there, beyond noise and beyond a season that both share."""
    signs = [_SIGN.get(catalogue[each.indicator.subject].direction, 0) for each in (one, other)]
    if not found.without_season or not signs[0] * signs[1]:
        return False
    worst = found.high if signs[0] == signs[1] else -found.low
    return worst < 0 and abs(found.likeness) >= TRADED


_SIGN = {Direction.UP: 1, Direction.DOWN: -1}


def _oriented(found: Association, company: Company, one: Track, other: Track) -> Association:
    """Turned so that below 0 means: better here, worse there."""
    directions = {company.catalogue[each.indicator.subject].direction for each in (one, other)}
    if len(directions) == 1:
        return found
    return Association(found.count, found.nodes, -found.likeness, -found.high, -found.low, found.without_season)


def _balanced(used: PlanInUse, one: Track, other: Track) -> bool:
    """The plan says already which of the two goes first."""
    pair = {(one.indicator.id, other.indicator.subject), (other.indicator.id, one.indicator.subject)}
    return any(isinstance(each, Balance) and (each.indicator, each.holds.kpi) in pair for each in used.plan.modifiers)


def _figures(found: Association) -> dict[str, str | int]:
    shown = {"likeness": found.likeness, "low": found.low, "high": found.high}
    return {"count": found.count, "nodes": found.nodes, **{name: f"{value:.2f}" for name, value in shown.items()}}


def _same_leaves(one: Track, other: Track, catalogue: Catalogue) -> bool:
    """The same measures in the same form: profit and margin share their measures and yet say different things."""
    kpis = (one.indicator.subject, other.indicator.subject)
    measures = [frozenset(leaves(catalogue, kpi)) for kpi in kpis]
    forms = [(sides := sides_of(catalogue, kpi)) is None or sides.whole is None for kpi in kpis]
    return bool(measures[0]) and measures[0] == measures[1] and forms[0] == forms[1]


def _values(company: Company, figures: Figures, used: PlanInUse, pair: tuple[Track, Track]) -> list[Pair]:
    """Of the plan's own people and teams; where these are too few to tell a season, of the shops or of two years."""
    nodes = {
        spell.person: tuple(used.node_of(each.indicator, spell, company) for each in pair) for spell in used.spells
    }
    if len(set(nodes.values())) >= COMMON:
        firsts = {both: person for person, both in reversed(nodes.items())}
        return _tracked(pair, frozenset(firsts.values()))
    both = tuple(each.indicator.subject for each in pair)
    shops = [Node(NodeKind.SHOP, shop.shop) for shop in company.shops]
    if len(shops) >= COMMON and all(NodeKind.SHOP in company.catalogue[kpi].nodes for kpi in both):
        found = _read(figures, used, both, {node.id: (node, node) for node in shops})
        if len({each.node for each in found}) >= COMMON:
            return found
    return _read(figures, used, both, {f"{one.id} {other.id}": (one, other) for one, other in set(nodes.values())})


def _tracked(pair: tuple[Track, Track], wanted: frozenset[str]) -> list[Pair]:
    one, other = pair
    return [
        found
        for (person, period), value in one.values.items()
        if person in wanted and (beside := other.values.get((person, period))) is not None
        if (found := _pair(person, value, beside)) is not None
    ]


def _read(figures: Figures, used: PlanInUse, kpis: tuple[str, ...], nodes: dict[str, tuple[Node, ...]]) -> list[Pair]:
    found = []
    for period in earlier(used.cycle, TWO_YEARS):
        for name, (one, other) in nodes.items():
            pair = _pair(name, figures.value(kpis[0], one, period), figures.value(kpis[1], other, period))
            if pair is not None:
                found.append(pair)
    return found


def _pair(node: str, one: KpiValue, other: KpiValue) -> Pair | None:
    if one.value is None or other.value is None or {one.status, other.status} & UNUSABLE:
        return None
    return Pair(node, one.period, float(one.value), float(other.value), max(min(one.n, other.n), 1))
