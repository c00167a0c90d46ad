"""A change by what its rows are about: products, campaigns, suppliers, pages…, also within a part already chosen.

Contributions add up to the change of that part exactly, as those of nodes do.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from merit.catalogue.expression import Expression, names
from merit.catalogue.kpi import Catalogue
from merit.catalogue.relations import RELATIONS
from merit.company import Company
from merit.insight.decomposition import Change, Decomposition, Where, contributions_of, in_order, valued
from merit.insight.decomposition_arithmetic import NIL, NOTHING, RatioMovement
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_sides import Sides, overlaps, sides_of, worked_out
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.ratio import Ratio
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.components import kpi_of, leaves
from merit.metrics.cut import OF_ROWS

Values = Mapping[str, Mapping[str, Fraction]]
_NODES = frozenset({DividedBy.SHOP, DividedBy.CHANNEL, DividedBy.DEPARTMENT, DividedBy.TEAM, DividedBy.PERSON})
_WHO = frozenset({DividedBy.DEPARTMENT, DividedBy.TEAM, DividedBy.PERSON, DividedBy.AGENT})
_BELOW = {
    NodeKind.COMPANY: frozenset({DividedBy.DEPARTMENT, DividedBy.TEAM, DividedBy.PERSON}),
    NodeKind.DEPARTMENT: frozenset({DividedBy.TEAM, DividedBy.PERSON}),
    NodeKind.TEAM: frozenset({DividedBy.PERSON}),
}


class PartFigures(Protocol):
    """Where values of parts come from."""

    def by_part(self, kpis: Sequence[str], by: str, where: Where, periods: Sequence[Period]) -> Sequence[Values]:
        """Per period, by the dimension's value ("" for none), each KPI's value; what has none is left out.

        Raises a refusal where the rows do not know a dimension.
        """


def divisions_of(catalogue: Catalogue, kpi: str, node: Node, within: Where = ()) -> list[DividedBy]:
    """What the KPI of the node can be divided by besides its drivers, nodes first; nothing where no part adds up.

    Every measure behind the KPI knows the dimension, and the part chosen already is not divided by itself.
    """
    if sides_of(catalogue, kpi) is None:
        return []
    known = [RELATIONS[each.relation].columns for each in leaves(catalogue, kpi)]
    taken = {name for name, _ in within} | {str(node.kind)}
    nodes = catalogue[kpi].nodes
    found = [each for each in DividedBy if each in _NODES and NodeKind(each) in nodes and _fits(each, node, known)]
    found += [each for each in DividedBy if each in OF_ROWS and all(each in columns for columns in known)]
    return [each for each in found if each not in taken]


def searched(divisions: Iterable[DividedBy]) -> list[DividedBy]:
    """Those that are searched for leads: what the rows are about, for people are not named by a search."""
    return [each for each in divisions if each not in _WHO]


def _fits(by: DividedBy, node: Node, known: Iterable[Mapping[str, object]]) -> bool:
    if by in (DividedBy.SHOP, DividedBy.CHANNEL):
        return all(by in columns for columns in known)
    return by in _BELOW.get(node.kind, frozenset())


def why_by_dimension(company: Company, figures: PartFigures, change: Change, by: DividedBy) -> Decomposition:
    """The change of the node, within `change.within`, by the values of a dimension.

    Raises NotFoundRefusal for an unknown KPI or one without a value, ConflictRefusal where it cannot be divided so.
    """
    sides, whole, parts = moved_parts(company, figures, change, by)
    before, now = valued(change, whole.before, change.versus), valued(change, whole.now, change.period)
    found = contributions_of(sides, whole, parts)
    return Decomposition(change, by, before, now, in_order(found), overlaps(company.catalogue, change.kpi))


def moved_parts(
    company: Company, figures: PartFigures, change: Change, by: DividedBy
) -> tuple[Sides, RatioMovement, dict[str, RatioMovement]]:
    """The sides of the KPI, the whole and its parts in both periods; parts that have nothing are left out."""
    catalogue = company.catalogue
    kpi_of(catalogue, change.kpi)
    sides = sides_of(catalogue, change.kpi)
    if sides is None:
        raise ConflictRefusal("insight.does_not_add_up", kpi=change.kpi)
    if by not in divisions_of(catalogue, change.kpi, change.node, change.within):
        raise _not_so(catalogue, change, by)
    parts = {key: each for key, each in _moved(figures, change, sides, str(by)).items() if _counts(sides, each)}
    if not parts:
        raise NotFoundRefusal("insight.parts_without_data", kpi=change.kpi, by=str(by))
    return sides, _whole(figures, change, sides), parts


def conditions_of(change: Change) -> Where:
    """What narrows the rows to the node and to the part chosen within it."""
    own = () if change.node.kind is NodeKind.COMPANY else ((str(change.node.kind), change.node.id),)
    return own + change.within


def _not_so(catalogue: Catalogue, change: Change, by: DividedBy) -> ConflictRefusal:
    possible = divisions_of(catalogue, change.kpi, change.node, change.within)
    known = ", ".join([*possible, DividedBy.DRIVERS])
    return ConflictRefusal("insight.not_by_dimension", kpi=change.kpi, node=str(change.node), by=str(by), known=known)


def _whole(figures: PartFigures, change: Change, sides: Sides) -> RatioMovement:
    return _moved(figures, change, sides, "").get("", RatioMovement(NOTHING, NOTHING))


def _moved(figures: PartFigures, change: Change, sides: Sides, by: str) -> dict[str, RatioMovement]:
    named = sorted(names(sides.part) | (names(sides.whole) if sides.whole is not None else set()))
    periods = (change.versus, change.period)
    before, now = figures.by_part(named, by, conditions_of(change), periods)
    keys = sorted(before.keys() | now.keys()) or [""]
    return {
        key: RatioMovement(
            _ratio(sides, before.get(key, {}), change.versus), _ratio(sides, now.get(key, {}), change.period)
        )
        for key in keys
    }


def _ratio(sides: Sides, values: Mapping[str, Fraction], period: Period) -> Ratio:
    """What has no rows is 0; a KPI that adds up itself stands over 1."""
    part = _worked_out(sides.part, values, period)
    return Ratio(part, Fraction(1) if sides.whole is None else _worked_out(sides.whole, values, period))


def _worked_out(expression: Expression, values: Mapping[str, Fraction], period: Period) -> Fraction:
    known = dict.fromkeys(names(expression), NIL) | dict(values)
    return worked_out(expression, known, period.length) or NIL


def _counts(sides: Sides, each: RatioMovement) -> bool:
    return any(side.part or (side.whole and sides.whole is not None) for side in (each.before, each.now))
